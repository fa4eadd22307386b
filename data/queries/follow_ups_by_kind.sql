-- How much is waiting, by kind and by how many days past its day?
-- Builds on: owed.
SELECT kind, $as_of - open_due_on AS days, count(*) AS items
FROM owed
WHERE open_due_on < $as_of
GROUP BY kind, open_due_on
ORDER BY kind, open_due_on
