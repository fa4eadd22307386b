-- What do the names, books and ideas that these clients were given say about what is owed?
SELECT client_id, lead_id, kind, interview_id, contact_id, given_on, done_on, dropped_on
FROM leads
WHERE client_id IN (SELECT unnest(CAST($clients AS BIGINT[])))
    AND client_id IN (SELECT v.client_id FROM visible_clients v)
