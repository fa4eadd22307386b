-- Which topics were asked and answered in held talks about a field, by whom and when?
-- Builds on: fields_meant.
SELECT
    q.client_id,
    i.field_id,
    q.topic,
    i.contact_id,
    i.held_on,
    q.answered
FROM questions AS q
JOIN caseload ON caseload.client_id = q.client_id
JOIN interviews AS i ON i.interview_id = q.interview_id
WHERE (q.answered OR q.asked)
    AND q.topic <> 'referral'
    AND i.held_on <= $as_of
    AND i.field_id IS NOT NULL
    AND (CAST($of_field AS VARCHAR) IS NULL OR i.field_id IN (SELECT field_id FROM fields_meant))
