-- Which talks has this client held, asked for or agreed?
SELECT
    interview_id, contact_id, field_id, purpose, stage, requested_on, request_method, minutes_requested, replied_on,
    scheduled_on, CAST(extract(epoch FROM scheduled_for) * 1000000 AS BIGINT) AS scheduled_us, scheduled_day, format,
    platform, confirmed_on, held_on, closed_on, minutes_actual, reschedules, asked_for_job, referral_asked, notes_on,
    highlights, difficulties, improvements, expected, heard, outcome, energy, belonging, confidence_before,
    confidence_after
FROM interviews
WHERE client_id = $client_id
    AND EXISTS (SELECT 1 FROM visible_clients v WHERE v.client_id = $client_id)
ORDER BY coalesce(held_on, scheduled_day, requested_on) DESC NULLS LAST, interview_id DESC NULLS LAST
