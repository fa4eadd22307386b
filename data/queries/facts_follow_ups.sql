-- Which follow-ups of these clients are on record?
SELECT client_id, follow_up_id, kind, contact_id, interview_id, because_of, opens_on, due_on, done_on, imported_on
FROM follow_ups
WHERE client_id IN (SELECT unnest(CAST($clients AS BIGINT[])))
    AND client_id IN (SELECT v.client_id FROM visible_clients v)
