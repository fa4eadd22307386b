-- Whose caseloads are there, with how many active clients each? Those without a counselor have a row of their own.
SELECT c.counselor_id, count(*) AS clients
FROM clients AS c
JOIN visible_clients AS v ON v.client_id = c.client_id
WHERE coalesce(c.status, 'active') = 'active'
GROUP BY c.counselor_id
ORDER BY clients DESC NULLS LAST, c.counselor_id
