-- What are the figures of each client, of all of them together, of each week, and what is overdue by kind and age?
-- One question for what *Today* shows, so that each table is read once. `part` says of what a row is: client, sum, week,
-- kind or age; columns that are not of its part are empty.
-- Builds on: figures_summed.
-- Builds on: weekly.
-- Builds on: overdue_by_kind.
-- Builds on: follow_ups_by_kind.
SELECT 'client' AS part, *
FROM figures
UNION ALL BY NAME
SELECT 'sum' AS part, *
FROM figures_summed
UNION ALL BY NAME
SELECT 'week' AS part, *
FROM weekly
UNION ALL BY NAME
SELECT 'kind' AS part, *
FROM overdue_by_kind
UNION ALL BY NAME
SELECT 'age' AS part, *
FROM follow_ups_by_kind
