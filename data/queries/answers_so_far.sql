-- From whom, and since when, had a topic of an active field been heard by the day? The referral is here without its name.
-- Builds on: talks_so_far.
-- Builds on: fields_active.
SELECT
    q.client_id,
    t.field_id,
    CASE WHEN q.topic <> 'referral' THEN q.topic END AS topic,
    t.contact_id,
    min(t.held_on) AS heard_on
FROM questions AS q
JOIN caseload ON caseload.client_id = q.client_id
JOIN talks_so_far AS t ON t.interview_id = q.interview_id
JOIN fields_active AS f ON f.field_id = t.field_id
WHERE q.answered
    AND t.held_on IS NOT NULL
GROUP BY q.client_id, t.field_id, q.topic, t.contact_id
