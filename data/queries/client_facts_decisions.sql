-- What do this client's decisions say about what is owed?
SELECT decision_id, field_id, decided_on
FROM decisions
WHERE client_id = $client_id
    AND EXISTS (SELECT 1 FROM visible_clients v WHERE v.client_id = $client_id)
