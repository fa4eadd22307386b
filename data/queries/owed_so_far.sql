-- What was owed to whom by the day, and what of it was open? A follow-up without a contact is owed to its talk's.
-- Builds on: talks_so_far.
SELECT
    u.client_id,
    coalesce(u.contact_id, t.contact_id) AS contact_id,
    u.kind,
    u.opens_on,
    u.due_on,
    CASE WHEN u.done_on <= $as_of THEN u.done_on END AS done_on,
    CASE
        WHEN coalesce(u.done_on > $as_of, TRUE) AND coalesce(u.opens_on <= $as_of, TRUE) THEN u.due_on
    END AS open_due_on,
    CASE
        WHEN u.done_on <= $as_of AND u.kind IN ('thank_you', 'keep_in_touch') THEN u.done_on
    END AS thanked_on
FROM follow_ups AS u
JOIN caseload ON caseload.client_id = u.client_id
LEFT JOIN talks_so_far AS t ON t.interview_id = u.interview_id
