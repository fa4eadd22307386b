-- To whom was it owed, and who was thanked? A follow-up without a contact is owed to its talk's.
-- Builds on: follow_ups_standing.
--
-- `days_late` is 0 for what is open and not late, and empty for what is not open. `part` tells what is past its day:
-- a promise that can still be kept, one that is too old or over, or a hello.
SELECT
    client_id,
    person_id AS contact_id,
    CASE WHEN is_late THEN $as_of - due_on WHEN is_open THEN 0 END AS days_late,
    CASE
        WHEN is_late AND hello THEN 'hello'
        WHEN is_late AND is_over THEN 'over'
        WHEN is_late AND next_time THEN 'old'
        WHEN is_late THEN 'promise'
    END AS part,
    CASE WHEN is_done AND kind IN ('thank_you', 'keep_in_touch') THEN done_on END AS thanked_on
FROM follow_ups_standing
