-- Who is in this caseload, by name?
-- Builds on: caseload.
SELECT c.client_id, c.name, c.goal_interviews
FROM caseload AS c
ORDER BY lower(c.name), c.client_id
