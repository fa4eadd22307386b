-- Which follow-ups of this client are on record, and where do they come from?
SELECT follow_up_id, kind, contact_id, interview_id, because_of, opens_on, due_on, done_on, imported_on
FROM follow_ups
WHERE client_id = $client_id
    AND EXISTS (SELECT 1 FROM visible_clients v WHERE v.client_id = $client_id)
