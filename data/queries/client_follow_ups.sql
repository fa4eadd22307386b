-- What does this client owe, to whom, since when?
SELECT follow_up_id, contact_id, interview_id, kind, opens_on, due_on, done_on, note, because_of, touch, imported_on
FROM follow_ups
WHERE client_id = $client_id
    AND EXISTS (SELECT 1 FROM visible_clients v WHERE v.client_id = $client_id)
ORDER BY due_on, follow_up_id
