-- What do this client's records say about what is owed, and which follow-ups are there?
-- Builds on: facts_owed.
SELECT *
FROM facts_owed
WHERE client_id = $client_id
