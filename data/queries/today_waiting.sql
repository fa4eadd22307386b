-- Which follow-ups are late, and which thank-yous went out within a day of late?
-- Builds on: follow_up_states.
--
-- `open` and `due_sum` cover all of the client's kind that is open, late or not, so that what was put aside comes back
-- when something changes, and not because a day goes by.
WITH summed AS (
    SELECT
        client_id,
        follow_up_id,
        kind,
        contact_id,
        interview_id,
        because_of,
        opens_on,
        due_on,
        CASE WHEN is_done THEN done_on END AS done_on,
        is_open,
        count(*) OVER (PARTITION BY client_id, kind, is_done) AS open,
        sum(due_on - DATE '2000-01-01') OVER (PARTITION BY client_id, kind, is_done) AS due_sum
    FROM follow_up_states
    WHERE kind NOT IN ('keep_in_touch', 'confirm')
        AND (NOT is_done OR (done_on >= $praised_from AND kind = 'thank_you'))
)
SELECT
    client_id,
    follow_up_id,
    kind,
    contact_id,
    interview_id,
    because_of,
    opens_on,
    due_on,
    done_on,
    open,
    CAST(due_sum AS BIGINT) AS due_sum
FROM summed
WHERE due_on >= $missed_from
    AND CASE
        WHEN done_on IS NULL THEN is_open AND due_on <= $late_before
        ELSE done_on <= coalesce(opens_on + CAST($thank_you_days AS INTEGER), due_on)
    END
