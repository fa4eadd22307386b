-- How many people were added in each week, by hand, by an import or through others, and how many were known by its end?
-- Builds on: caseload.
WITH weeks AS (
    SELECT
        greatest(CAST(date_trunc('week', p.added_on) AS DATE), $first_week - 7) AS week,
        count(*) AS added,
        count(p.imported_on) AS imported,
        count(p.referred_by) AS referred
    FROM contacts AS p
    JOIN caseload ON caseload.client_id = p.client_id
    WHERE p.added_on <= $as_of
    GROUP BY 1
    UNION ALL
    SELECT CAST(each.week AS DATE), 0, 0, 0
    FROM generate_series($first_week, $as_of, INTERVAL '7 days') AS each(week)
),
counted AS (
    SELECT
        week,
        CAST(sum(added) AS BIGINT) AS added,
        CAST(sum(added - imported) AS BIGINT) AS added_by_hand,
        CAST(sum(imported) AS BIGINT) AS imported,
        CAST(sum(referred) AS BIGINT) AS referred,
        CAST(sum(sum(added)) OVER (ORDER BY week) AS BIGINT) AS people,
        CAST(sum(sum(referred)) OVER (ORDER BY week) AS BIGINT) AS people_referred
    FROM weeks
    GROUP BY week
)
SELECT *
FROM counted
WHERE week >= $first_week
ORDER BY week
