-- How much is waiting, by kind and by how many days past its day?
-- Builds on: caseload.
SELECT f.kind, $as_of - f.due_on AS days, count(*) AS items
FROM follow_ups AS f
JOIN caseload AS c ON c.client_id = f.client_id
WHERE f.due_on < $as_of
    AND coalesce(f.done_on > $as_of, TRUE)
    AND coalesce(f.opens_on <= $as_of, TRUE)
GROUP BY f.kind, f.due_on
ORDER BY f.kind, f.due_on
