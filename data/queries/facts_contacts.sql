-- What do the contacts of these clients say about what is owed?
SELECT client_id, contact_id, added_on, referred_by, keep_in_touch_months
FROM contacts
WHERE client_id IN (SELECT unnest(CAST($clients AS BIGINT[])))
    AND client_id IN (SELECT v.client_id FROM visible_clients v)
