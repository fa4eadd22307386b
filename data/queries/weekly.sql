-- What was done in each week, and how did things stand at its end (of the running week: on the day)?
-- Builds on: topics_so_far.
-- Builds on: follow_ups_standing.
-- Builds on: people_so_far.
--
-- A follow-up begins to be overdue on the first day on which it is late, and ends on the day it is done; as a promise
-- that can still be kept it also ends on the day from which it is over, or too old.
-- Everything before the first week is gathered in the week before it, for what adds up.
WITH spans AS (
    SELECT
        late_from AS begins_on,
        CASE WHEN is_done THEN greatest(late_from, done_on) END AS ends_on,
        CASE WHEN hello THEN 1 END AS hello,
        CASE WHEN NOT hello THEN 1 END AS promise,
        greatest(late_from, least(CASE WHEN is_done THEN done_on END, over_from, old_from)) AS missed_on
    FROM follow_ups_standing
),
days AS (
    SELECT
        held_on AS day,
        1 AS talks, CAST(NULL AS INTEGER) AS requests, CAST(NULL AS INTEGER) AS replies,
        CAST(NULL AS INTEGER) AS added, CAST(NULL AS INTEGER) AS imported, CAST(NULL AS INTEGER) AS referred,
        CAST(NULL AS INTEGER) AS overdue, CAST(NULL AS INTEGER) AS hello, CAST(NULL AS INTEGER) AS promise,
        CAST(NULL AS INTEGER) AS answered, CAST(NULL AS INTEGER) AS replicated
    FROM talks_so_far
    UNION ALL
    SELECT requested_on, NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM talks_so_far
    UNION ALL
    SELECT
        CASE WHEN requested_on IS NOT NULL THEN replied_on END,
        NULL, NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM talks_so_far
    UNION ALL
    SELECT
        added_on,
        NULL, NULL, NULL,
        1, CASE WHEN imported_on IS NOT NULL THEN 1 END, CASE WHEN referred_by IS NOT NULL THEN 1 END,
        NULL, NULL, NULL, NULL, NULL
    FROM people_so_far
    UNION ALL
    SELECT begins_on, NULL, NULL, NULL, NULL, NULL, NULL, 1, hello, promise, NULL, NULL
    FROM spans
    UNION ALL
    SELECT ends_on, NULL, NULL, NULL, NULL, NULL, NULL, -1, -hello, NULL, NULL, NULL
    FROM spans
    UNION ALL
    SELECT missed_on, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, -promise, NULL, NULL
    FROM spans
    UNION ALL
    SELECT
        CASE WHEN topic IS NOT NULL THEN heard_on END,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL
    FROM topics_so_far
    UNION ALL
    SELECT
        CASE WHEN topic IS NOT NULL THEN replicated_on END,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1
    FROM topics_so_far
    UNION ALL
    SELECT CAST(each.week AS DATE), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM generate_series($first_week, $as_of, INTERVAL '7 days') AS each(week)
),
summed AS (
    SELECT
        CASE
            WHEN day < $first_week THEN $first_week - 7
            WHEN day <= $as_of THEN CAST(date_trunc('week', day) AS DATE)
        END AS week,
        count(talks) AS talks,
        count(requests) AS requests,
        count(replies) AS replies,
        count(added) AS added,
        count(imported) AS imported,
        count(referred) AS referred,
        coalesce(sum(overdue), 0) AS overdue,
        coalesce(sum(hello), 0) AS hellos,
        coalesce(sum(promise), 0) AS promises,
        count(answered) AS answered,
        count(replicated) AS replicated
    FROM days
    GROUP BY 1
),
added_up AS (
    SELECT
        week,
        talks,
        requests,
        replies,
        added,
        added - imported AS added_by_hand,
        imported,
        referred,
        CAST(sum(talks) OVER so_far AS BIGINT) AS held,
        CAST(sum(added) OVER so_far AS BIGINT) AS people,
        CAST(sum(referred) OVER so_far AS BIGINT) AS people_referred,
        CAST(sum(overdue) OVER so_far AS BIGINT) AS overdue,
        CAST(sum(hellos) OVER so_far AS BIGINT) AS hellos,
        CAST(sum(promises) OVER so_far AS BIGINT) AS promises,
        CAST(sum(answered) OVER so_far AS BIGINT) AS topics_answered,
        CAST(sum(replicated) OVER so_far AS BIGINT) AS topics_replicated
    FROM summed
    WINDOW so_far AS (ORDER BY week)
)
SELECT *
FROM added_up
WHERE week >= $first_week
ORDER BY week
