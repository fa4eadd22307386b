-- What was done in each week, how did things stand at its end, and what is waiting, by kind and age?
-- One question for what *Today* draws, so that each table is read once. `part` says of what a row is: week or age;
-- columns that are not of its part are empty.
-- Builds on: weekly.
-- Builds on: follow_ups_by_kind.
SELECT
    'week' AS part,
    week,
    talks,
    requests,
    replies,
    added,
    added_by_hand,
    imported,
    referred,
    people,
    people_referred,
    overdue,
    hellos,
    topics_answered,
    topics_replicated,
    CAST(NULL AS VARCHAR) AS kind,
    CAST(NULL AS INTEGER) AS days,
    CAST(NULL AS BIGINT) AS items
FROM weekly
UNION ALL
SELECT 'age', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, kind, days, items
FROM follow_ups_by_kind
ORDER BY part, week, kind, days DESC NULLS LAST
