-- What are the people on this client's list called?
SELECT contact_id, name
FROM contacts
WHERE client_id = $client_id
    AND EXISTS (SELECT 1 FROM visible_clients v WHERE v.client_id = $client_id)
ORDER BY contact_id
