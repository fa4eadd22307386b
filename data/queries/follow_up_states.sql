-- What is the state of each follow-up as of the day: done, not open yet, open, late; is it a hello?
-- Builds on: owed_meant.
--
-- The one definition in SQL; core/follow_up_state.py has the same in Python. What is neither done nor open opens after
-- the day; what is late is open too. `late_from` is the first day on which it is late, unless it is done by then. What
-- is over or for next time stands in follow_ups_standing.
SELECT
    f.client_id,
    caseload.name AS client,
    f.follow_up_id,
    f.kind,
    f.contact_id,
    f.interview_id,
    f.because_of,
    f.opens_on,
    f.due_on,
    f.done_on,
    f.kind = 'keep_in_touch' AS hello,
    coalesce(f.done_on <= $as_of, FALSE) AS is_done,
    coalesce(f.done_on > $as_of, TRUE) AND coalesce(f.opens_on <= $as_of, TRUE) AS is_open,
    coalesce(f.done_on > $as_of, TRUE) AND coalesce(f.opens_on <= $as_of, TRUE) AND f.due_on < $as_of AS is_late,
    greatest(f.due_on + 1, f.opens_on) AS late_from
FROM follow_ups AS f
JOIN caseload ON caseload.client_id = f.client_id
WHERE CAST($of_field AS VARCHAR) IS NULL
    OR f.follow_up_id IN (SELECT follow_up_id FROM owed_meant)
