-- What had happened by the day in each talk? Days after it count as empty, and all days of a talk about no field that
-- is counted.
-- Builds on: fields_meant.
--
-- Conditions on the columns of large tables stand in CASE, not in WHERE, here and in what is built on this, so that
-- the engine looks at them only in the rows of the clients who are meant.
WITH meant AS (
    SELECT
        i.*,
        CAST($of_field AS VARCHAR) IS NULL OR i.field_id IN (SELECT field_id FROM fields_meant) AS counted
    FROM interviews AS i
    JOIN caseload ON caseload.client_id = i.client_id
)
SELECT
    i.client_id,
    i.interview_id,
    i.contact_id,
    i.field_id,
    i.stage,
    CASE WHEN counted AND i.requested_on <= $as_of THEN i.requested_on END AS requested_on,
    CASE WHEN counted AND i.replied_on <= $as_of THEN i.replied_on END AS replied_on,
    CASE WHEN counted AND i.scheduled_on <= $as_of THEN i.scheduled_on END AS scheduled_on,
    CASE WHEN counted AND i.confirmed_on <= $as_of THEN i.confirmed_on END AS confirmed_on,
    CASE WHEN counted AND i.held_on <= $as_of THEN i.held_on END AS held_on,
    CASE
        WHEN counted
            AND i.scheduled_day > $as_of
            AND coalesce(i.held_on > $as_of, TRUE)
            AND coalesce(i.stage NOT IN ('declined', 'no_reply', 'cancelled'), TRUE)
            THEN i.scheduled_day
    END AS ahead_on
FROM meant AS i
