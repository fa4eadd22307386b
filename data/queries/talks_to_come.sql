-- Which talks with this person have been thought of, asked for or agreed, and neither held nor ended?
SELECT interview_id, coalesce(stage, 'identified') AS stage, requested_on, replied_on, scheduled_on, scheduled_day
FROM interviews
WHERE client_id = $client_id
    AND contact_id = $contact_id
    AND held_on IS NULL
    AND coalesce(stage, '') NOT IN ('held', 'closed', 'declined', 'no_reply', 'cancelled')
    AND EXISTS (SELECT 1 FROM visible_clients v WHERE v.client_id = $client_id)
ORDER BY interview_id
