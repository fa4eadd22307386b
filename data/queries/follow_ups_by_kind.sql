-- How much is waiting, by kind and by how many days past its day?
-- Builds on: follow_up_states.
SELECT kind, days_late AS days, count(*) AS items
FROM follow_up_states
WHERE days_late > 0
GROUP BY kind, days_late
ORDER BY kind, days_late DESC
