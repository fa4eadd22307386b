-- At which revision is each client of a caseload? It moves with every change to any record of the client.
-- Builds on: caseload.
SELECT caseload.client_id, c.revision
FROM caseload
JOIN clients AS c ON c.client_id = caseload.client_id
ORDER BY caseload.client_id
