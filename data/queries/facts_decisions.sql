-- What do the decisions of these clients say about what is owed?
SELECT client_id, decision_id, field_id, decided_on
FROM decisions
WHERE client_id IN (SELECT unnest(CAST($clients AS BIGINT[])))
    AND client_id IN (SELECT v.client_id FROM visible_clients v)
