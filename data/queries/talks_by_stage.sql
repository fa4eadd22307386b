-- At which stage are the interviews, and how many were held?
-- Builds on: caseload.
SELECT
    i.stage,
    count(*) AS interviews,
    count(CASE WHEN i.held_on <= $as_of THEN 1 END) AS interviews_held,
    count(CASE WHEN i.held_on BETWEEN $as_of - 27 AND $as_of THEN 1 END) AS interviews_recent
FROM interviews AS i
JOIN caseload ON caseload.client_id = i.client_id
GROUP BY i.stage
ORDER BY i.stage
