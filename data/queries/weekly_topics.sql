-- How many topics had been heard, and heard from two people, by the end of each week? Over the fields active today.
-- Builds on: heard.
WITH people AS (
    SELECT h.field_id, h.topic, h.contact_id, min(h.held_on) AS heard_on
    FROM heard AS h
    JOIN fields AS f ON f.field_id = h.field_id
    WHERE h.answered
        AND coalesce(f.status <> 'ruled_out', TRUE)
    GROUP BY h.field_id, h.topic, h.contact_id
),
ranked AS (
    SELECT
        heard_on,
        row_number() OVER (PARTITION BY field_id, topic ORDER BY heard_on, contact_id) AS place
    FROM people
),
weeks AS (
    SELECT
        greatest(CAST(date_trunc('week', heard_on) AS DATE), $first_week - 7) AS week,
        count(CASE WHEN place = 1 THEN 1 END) AS answered,
        count(CASE WHEN place = 2 THEN 1 END) AS replicated
    FROM ranked
    GROUP BY 1
    UNION ALL
    SELECT CAST(each.week AS DATE), 0, 0
    FROM generate_series($first_week, $as_of, INTERVAL '7 days') AS each(week)
),
counted AS (
    SELECT
        week,
        CAST(sum(answered) AS BIGINT) AS answered_new,
        CAST(sum(sum(answered)) OVER (ORDER BY week) AS BIGINT) AS topics_answered,
        CAST(sum(sum(replicated)) OVER (ORDER BY week) AS BIGINT) AS topics_replicated
    FROM weeks
    GROUP BY week
)
SELECT *
FROM counted
WHERE week >= $first_week
ORDER BY week
