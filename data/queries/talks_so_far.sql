-- What had happened by the day in each talk? Days after it count as empty.
-- Builds on: caseload.
--
-- Conditions on the columns of large tables stand in CASE, not in WHERE, here and in what is built on this, so that
-- the engine looks at them only in the rows of the clients who are meant.
SELECT
    i.client_id,
    i.interview_id,
    i.contact_id,
    i.field_id,
    i.stage,
    CASE WHEN i.requested_on <= $as_of THEN i.requested_on END AS requested_on,
    CASE WHEN i.replied_on <= $as_of THEN i.replied_on END AS replied_on,
    CASE WHEN i.scheduled_on <= $as_of THEN i.scheduled_on END AS scheduled_on,
    CASE WHEN i.confirmed_on <= $as_of THEN i.confirmed_on END AS confirmed_on,
    CASE WHEN i.held_on <= $as_of THEN i.held_on END AS held_on,
    CASE
        WHEN i.scheduled_day > $as_of
            AND coalesce(i.held_on > $as_of, TRUE)
            AND coalesce(i.stage NOT IN ('declined', 'no_reply', 'cancelled'), TRUE)
            THEN i.scheduled_day
    END AS ahead_on
FROM interviews AS i
JOIN caseload ON caseload.client_id = i.client_id
