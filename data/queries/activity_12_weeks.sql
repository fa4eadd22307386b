-- What happened in each of the last twelve weeks of these clients: steps forward, and talks among them, oldest first?
-- With `of_field` only what belongs to it: its sources and talks, the people filed under it and those of its talks.
WITH shown AS (
    SELECT client_id
    FROM visible_clients
    WHERE client_id IN (SELECT unnest(CAST($clients AS BIGINT[])))
),
fields_meant AS (
    SELECT f.field_id
    FROM fields AS f
    JOIN shown ON shown.client_id = f.client_id
    WHERE lower(f.name) = lower($of_field)
),
talks AS (
    SELECT i.client_id, i.contact_id, i.requested_on, i.replied_on, i.scheduled_on, i.confirmed_on, i.held_on
    FROM interviews AS i
    JOIN shown ON shown.client_id = i.client_id
    WHERE CAST($of_field AS VARCHAR) IS NULL
        OR i.field_id IN (SELECT field_id FROM fields_meant)
),
days AS (
    SELECT p.client_id, p.added_on AS day, 0 AS talks
    FROM contacts AS p
    JOIN shown ON shown.client_id = p.client_id
    -- Whoever came with a file that knows no day of them was added by nobody on it.
    WHERE (p.imported_on IS NULL OR p.added_on < p.imported_on)
        AND (
            CAST($of_field AS VARCHAR) IS NULL
            OR p.field_id IN (SELECT field_id FROM fields_meant)
            OR p.contact_id IN (SELECT contact_id FROM talks)
        )
    UNION ALL
    SELECT r.client_id, r.read_on, 0
    FROM research AS r
    JOIN shown ON shown.client_id = r.client_id
    WHERE CAST($of_field AS VARCHAR) IS NULL
        OR r.field_id IN (SELECT field_id FROM fields_meant)
    UNION ALL
    SELECT client_id, requested_on, 0 FROM talks
    UNION ALL
    SELECT client_id, replied_on, 0 FROM talks
    UNION ALL
    SELECT client_id, scheduled_on, 0 FROM talks
    UNION ALL
    SELECT client_id, confirmed_on, 0 FROM talks
    UNION ALL
    SELECT client_id, held_on, 1 FROM talks
),
weeks AS (
    SELECT client_id, CAST(date_trunc('week', day) AS DATE) AS week, count(*) AS steps, sum(talks) AS talks
    FROM days
    WHERE day BETWEEN $first_week AND $as_of
    GROUP BY client_id, CAST(date_trunc('week', day) AS DATE)
    UNION ALL
    SELECT shown.client_id, CAST(each.week AS DATE), 0, 0
    FROM shown
    CROSS JOIN generate_series($first_week, $as_of, INTERVAL '7 days') AS each(week)
),
counted AS (
    SELECT client_id, week, CAST(sum(steps) AS INTEGER) AS steps, CAST(sum(talks) AS INTEGER) AS talks
    FROM weeks
    GROUP BY client_id, week
)
SELECT client_id, array_agg(steps ORDER BY week) AS steps, array_agg(talks ORDER BY week) AS talks
FROM counted
GROUP BY client_id
ORDER BY client_id
