-- What do this client's contacts say about what is owed?
SELECT contact_id, added_on, referred_by, keep_in_touch_months
FROM contacts
WHERE client_id = $client_id
    AND EXISTS (SELECT 1 FROM visible_clients v WHERE v.client_id = $client_id)
