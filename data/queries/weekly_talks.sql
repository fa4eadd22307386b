-- How many talks were held, requests sent and answers received in each week?
-- Builds on: caseload.
WITH talks AS (
    SELECT i.held_on, i.requested_on, CASE WHEN i.requested_on <= $as_of THEN i.replied_on END AS replied_on
    FROM interviews AS i
    JOIN caseload ON caseload.client_id = i.client_id
),
days AS (
    SELECT held_on AS day, 1 AS talks, 0 AS requests, 0 AS replies FROM talks
    UNION ALL
    SELECT requested_on, 0, 1, 0 FROM talks
    UNION ALL
    SELECT replied_on, 0, 0, 1 FROM talks
),
weeks AS (
    SELECT CAST(date_trunc('week', day) AS DATE) AS week, talks, requests, replies
    FROM days
    WHERE day BETWEEN $first_week AND $as_of
    UNION ALL
    SELECT CAST(each.week AS DATE), 0, 0, 0
    FROM generate_series($first_week, $as_of, INTERVAL '7 days') AS each(week)
)
SELECT
    week,
    CAST(sum(talks) AS BIGINT) AS talks,
    CAST(sum(requests) AS BIGINT) AS requests,
    CAST(sum(replies) AS BIGINT) AS replies
FROM weeks
GROUP BY week
ORDER BY week
