-- What was owed by the day, and what of it was open?
-- Builds on: caseload.
SELECT
    u.client_id,
    u.interview_id,
    u.contact_id,
    u.kind,
    u.opens_on,
    u.due_on,
    CASE WHEN u.done_on <= $as_of THEN u.done_on END AS done_on,
    CASE
        WHEN coalesce(u.done_on > $as_of, TRUE) AND coalesce(u.opens_on <= $as_of, TRUE) THEN u.due_on
    END AS open_due_on
FROM follow_ups AS u
JOIN caseload ON caseload.client_id = u.client_id
