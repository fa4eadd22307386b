-- To whom was it owed, and who was thanked? A follow-up without a contact is owed to its talk's.
-- Builds on: follow_up_states.
-- Builds on: talks_so_far.
--
-- `days_late` is 0 for what is open and not late, and empty for what is not open.
SELECT
    o.client_id,
    coalesce(o.contact_id, t.contact_id) AS contact_id,
    CASE WHEN o.is_late THEN $as_of - o.due_on WHEN o.is_open THEN 0 END AS days_late,
    CASE WHEN o.is_done AND o.kind IN ('thank_you', 'keep_in_touch') THEN o.done_on END AS thanked_on
FROM follow_up_states AS o
LEFT JOIN talks_so_far AS t ON t.interview_id = o.interview_id
