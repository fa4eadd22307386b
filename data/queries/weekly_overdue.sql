-- How much was overdue at the end of each week (of the running one: on the day), and how much of it were hellos?
-- Builds on: caseload.
--
-- A row begins to be overdue on the day after it was due, not before it opens, and ends on the day it is done.
WITH spans AS (
    SELECT
        greatest(u.due_on + 1, u.opens_on) AS begins_on,
        greatest(u.due_on + 1, u.opens_on, u.done_on) AS ends_on,
        u.done_on IS NOT NULL AS is_done,
        CASE WHEN u.kind = 'keep_in_touch' THEN 1 ELSE 0 END AS hello
    FROM follow_ups AS u
    JOIN caseload ON caseload.client_id = u.client_id
),
days AS (
    SELECT begins_on AS day, 1 AS overdue, hello FROM spans
    UNION ALL
    SELECT ends_on, -1, -hello FROM spans WHERE is_done
),
weeks AS (
    SELECT greatest(CAST(date_trunc('week', day) AS DATE), $first_week - 7) AS week, overdue, hello
    FROM days
    WHERE day <= $as_of
    UNION ALL
    SELECT CAST(each.week AS DATE), 0, 0
    FROM generate_series($first_week, $as_of, INTERVAL '7 days') AS each(week)
),
counted AS (
    SELECT
        week,
        CAST(sum(sum(overdue)) OVER (ORDER BY week) AS BIGINT) AS overdue,
        CAST(sum(sum(hello)) OVER (ORDER BY week) AS BIGINT) AS hellos
    FROM weeks
    GROUP BY week
)
SELECT *
FROM counted
WHERE week >= $first_week
ORDER BY week
