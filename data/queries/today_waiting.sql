-- Which follow-ups are late, and which thank-yous went out within a day of late?
-- Builds on: caseload.
--
-- `open` and `due_sum` cover all of the client's kind that is open, late or not, so that what was put aside comes back
-- when something changes, and not because a day goes by.
WITH rows_of AS (
    SELECT
        f.client_id,
        f.follow_up_id,
        f.kind,
        f.contact_id,
        f.interview_id,
        f.because_of,
        f.opens_on,
        f.due_on,
        CASE WHEN f.done_on <= $as_of THEN f.done_on END AS done_on
    FROM follow_ups AS f
    JOIN caseload ON caseload.client_id = f.client_id
    WHERE f.kind NOT IN ('keep_in_touch', 'confirm')
        AND (coalesce(f.done_on > $as_of, TRUE) OR (f.done_on >= $praised_from AND f.kind = 'thank_you'))
),
summed AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY client_id, kind, done_on IS NULL) AS open,
        sum(due_on - DATE '2000-01-01') OVER (PARTITION BY client_id, kind, done_on IS NULL) AS due_sum
    FROM rows_of
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
        WHEN done_on IS NULL THEN due_on <= $late_before AND coalesce(opens_on <= $as_of, TRUE)
        ELSE done_on <= coalesce(opens_on + CAST($thank_you_days AS INTEGER), due_on)
    END
