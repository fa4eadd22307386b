-- How much is past its day, by kind and by how many days; what is for next time apart?
-- Builds on: follow_ups_standing.
SELECT kind, next_time, $as_of - due_on AS days, count(*) AS items
FROM follow_ups_standing
WHERE is_late
GROUP BY kind, next_time, due_on
ORDER BY kind, due_on, next_time
