-- What was done in each week, how did things stand at its end, and what is waiting, by kind and age?
-- One question for what *Today* draws, so that each table is read once. `part` says of what a row is: week or age;
-- columns that are not of its part are empty.
-- Builds on: weekly.
-- Builds on: follow_ups_by_kind.
SELECT 'week' AS part, *
FROM weekly
UNION ALL BY NAME
SELECT 'age' AS part, *
FROM follow_ups_by_kind
ORDER BY part, week, kind, days DESC
