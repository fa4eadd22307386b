-- With whom are these talks and when, what were these suggestions, what are these people called?
-- One row each, told apart by `interview_id`, `lead_id` or `contact_id`.
WITH talks AS (
    SELECT i.interview_id, i.contact_id, i.stage, i.scheduled_day, i.notes_on
    FROM interviews AS i
    JOIN visible_clients AS v ON v.client_id = i.client_id
    WHERE i.interview_id IN (SELECT unnest(CAST($talks AS BIGINT[])))
)
SELECT interview_id, contact_id, stage, scheduled_day, notes_on AS fact_on
FROM talks
UNION ALL BY NAME
SELECT l.lead_id, l.kind, least(l.done_on, l.dropped_on) AS fact_on
FROM leads AS l
JOIN visible_clients AS v ON v.client_id = l.client_id
WHERE l.lead_id IN (SELECT unnest(CAST($leads AS BIGINT[])))
UNION ALL BY NAME
SELECT p.contact_id, p.name
FROM contacts AS p
JOIN visible_clients AS v ON v.client_id = p.client_id
WHERE p.contact_id IN (SELECT unnest(CAST($contacts AS BIGINT[])) UNION ALL SELECT contact_id FROM talks)
