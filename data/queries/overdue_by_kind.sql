-- What is overdue, by kind: how many, since when, for how many clients, to how many people?
-- Builds on: owed_so_far.
SELECT
    kind,
    count(*) AS follow_ups,
    min(open_due_on) AS oldest_due_on,
    max($as_of - open_due_on) AS oldest_overdue_days,
    count(DISTINCT client_id) AS clients,
    count(DISTINCT contact_id) AS people
FROM owed_so_far
WHERE open_due_on < $as_of
GROUP BY kind
ORDER BY kind
