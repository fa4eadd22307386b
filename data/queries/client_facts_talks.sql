-- What do this client's talks say about what is owed?
SELECT
    interview_id, contact_id, field_id, stage, scheduled_on, scheduled_day, confirmed_on, held_on, notes_on,
    resume_requested, asked_for_job
FROM interviews
WHERE client_id = $client_id
    AND EXISTS (SELECT 1 FROM visible_clients v WHERE v.client_id = $client_id)
