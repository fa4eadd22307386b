-- What do the names, books and ideas that this client was given say about what is owed?
SELECT lead_id, kind, interview_id, contact_id, given_on, done_on, dropped_on
FROM leads
WHERE client_id = $client_id
    AND EXISTS (SELECT 1 FROM visible_clients v WHERE v.client_id = $client_id)
