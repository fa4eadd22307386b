-- What are the figures of each client, and of all of them together (the row without a client)?
-- Builds on: figures_by.
SELECT *
FROM figures
UNION ALL BY NAME
SELECT * EXCLUDE (group_number, group_id, group_name)
FROM figures_by
