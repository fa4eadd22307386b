-- Which fields does this client explore?
SELECT field_id, name, soc_code, familiarity, coalesce(status, 'exploring') AS status, added_on, decide_by
FROM fields
WHERE client_id = $client_id
    AND EXISTS (SELECT 1 FROM visible_clients v WHERE v.client_id = $client_id)
ORDER BY field_id
