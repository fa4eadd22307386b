-- How much is waiting, by kind and by how many days past its day?
-- Builds on: follow_up_states.
SELECT kind, $as_of - due_on AS days, count(*) AS items
FROM follow_up_states
WHERE is_late
GROUP BY kind, due_on
ORDER BY kind, due_on
