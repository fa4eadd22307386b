-- What happened in each of the last twelve weeks of these clients: steps forward, and talks among them, oldest first?
WITH shown AS (
    SELECT client_id
    FROM visible_clients
    WHERE client_id IN (SELECT unnest(CAST($clients AS BIGINT[])))
),
talks AS (
    SELECT i.client_id, i.requested_on, i.replied_on, i.scheduled_on, i.confirmed_on, i.held_on
    FROM interviews AS i
    JOIN shown ON shown.client_id = i.client_id
),
days AS (
    SELECT p.client_id, p.added_on AS day, 1 AS steps, 0 AS talks
    FROM contacts AS p
    JOIN shown ON shown.client_id = p.client_id
    UNION ALL
    SELECT r.client_id, r.read_on, 1, 0
    FROM research AS r
    JOIN shown ON shown.client_id = r.client_id
    UNION ALL
    SELECT client_id, requested_on, 1, 0 FROM talks
    UNION ALL
    SELECT client_id, replied_on, 1, 0 FROM talks
    UNION ALL
    SELECT client_id, scheduled_on, 1, 0 FROM talks
    UNION ALL
    SELECT client_id, confirmed_on, 1, 0 FROM talks
    UNION ALL
    SELECT client_id, held_on, 1, 1 FROM talks
),
weeks AS (
    SELECT
        client_id,
        CASE WHEN day BETWEEN $first_week AND $as_of THEN CAST(date_trunc('week', day) AS DATE) END AS week,
        steps,
        talks
    FROM days
    UNION ALL
    SELECT shown.client_id, CAST(each.week AS DATE), 0, 0
    FROM shown
    CROSS JOIN generate_series($first_week, $as_of, INTERVAL '7 days') AS each(week)
),
counted AS (
    SELECT client_id, week, sum(steps) AS steps, sum(talks) AS talks
    FROM weeks
    GROUP BY client_id, week
)
SELECT
    client_id,
    array_agg(CAST(steps AS INTEGER) ORDER BY week) FILTER (WHERE week IS NOT NULL) AS steps,
    array_agg(CAST(talks AS INTEGER) ORDER BY week) FILTER (WHERE week IS NOT NULL) AS talks
FROM counted
GROUP BY client_id
ORDER BY client_id
