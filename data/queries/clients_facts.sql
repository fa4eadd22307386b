-- What do the records of these clients say about what is owed, and which follow-ups are there?
-- Builds on: facts_owed.
SELECT *
FROM facts_owed
WHERE client_id IN (SELECT unnest(CAST($clients AS BIGINT[])))
