-- What do the talks of these clients say about what is owed?
SELECT
    client_id, interview_id, contact_id, field_id, stage, scheduled_on, scheduled_day, confirmed_on, held_on, notes_on,
    resume_requested, asked_for_job
FROM interviews
WHERE client_id IN (SELECT unnest(CAST($clients AS BIGINT[])))
    AND client_id IN (SELECT v.client_id FROM visible_clients v)
