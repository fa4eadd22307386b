-- What was done in each week, how did things stand at its end, and what is waiting, by kind and age?
-- One question for what *Today* draws, so that each table is read once. `part` says of what a row is: week or age;
-- columns that are not of its part are empty.
-- Builds on: weekly.
-- Builds on: follow_ups_by_kind.
SELECT
    'week' AS part,
    week,
    talks,
    held,
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
    promises,
    topics_answered,
    topics_replicated,
    CAST(NULL AS VARCHAR) AS kind,
    CAST(NULL AS BOOLEAN) AS next_time,
    CAST(NULL AS INTEGER) AS days,
    CAST(NULL AS BIGINT) AS items
FROM weekly
UNION ALL
SELECT
    'age',
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    kind, next_time, days, items
FROM follow_ups_by_kind
ORDER BY part, week, kind, days DESC NULLS LAST, next_time
