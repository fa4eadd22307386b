-- What is each client called, by the id under which they go out?
SELECT coalesce(c.source_id, CAST(c.client_id AS VARCHAR)) AS printed_id, c.name
FROM clients AS c
JOIN visible_clients AS v ON v.client_id = c.client_id
ORDER BY printed_id
