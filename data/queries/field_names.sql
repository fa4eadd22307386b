-- Which fields are explored here, the most explored first?
SELECT min(f.name) AS name, count(*) AS clients
FROM fields f
JOIN visible_clients v ON v.client_id = f.client_id
WHERE coalesce(f.status, 'exploring') <> 'ruled_out'
GROUP BY lower(f.name)
ORDER BY clients DESC, name
LIMIT 200
