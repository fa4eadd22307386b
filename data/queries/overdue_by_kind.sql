-- What is overdue, by kind: how many, since when, for how many clients, to how many people?
-- Builds on: caseload.
SELECT
    u.kind,
    count(*) AS follow_ups,
    min(u.due_on) AS oldest_due_on,
    max($as_of - u.due_on) AS oldest_overdue_days,
    count(DISTINCT u.client_id) AS clients,
    count(DISTINCT coalesce(u.contact_id, i.contact_id)) AS people
FROM follow_ups AS u
JOIN caseload ON caseload.client_id = u.client_id
LEFT JOIN interviews AS i ON i.interview_id = u.interview_id
WHERE u.due_on < $as_of
    AND coalesce(u.done_on > $as_of, TRUE)
    AND coalesce(u.opens_on <= $as_of, TRUE)
GROUP BY u.kind
ORDER BY u.kind
