-- With whom are these talks and when, what were these suggestions, what are these people called?
-- Builds on: caseload.
--
-- One row each, told apart by `interview_id`, `lead_id` or `contact_id`; whose they are is looked at last, when they
-- are few.
WITH talks AS (
    SELECT i.client_id, i.interview_id, i.contact_id, i.stage, i.scheduled_day, i.notes_on AS fact_on
    FROM interviews AS i
    WHERE i.interview_id IN (SELECT unnest(CAST($talks AS BIGINT[])))
),
found AS (
    SELECT
        client_id, interview_id, contact_id, stage, scheduled_day, fact_on,
        CAST(NULL AS BIGINT) AS lead_id,
        CAST(NULL AS VARCHAR) AS kind,
        CAST(NULL AS VARCHAR) AS name
    FROM talks
    UNION ALL
    SELECT l.client_id, NULL, NULL, NULL, NULL, least(l.done_on, l.dropped_on), l.lead_id, l.kind, NULL
    FROM leads AS l
    WHERE l.lead_id IN (SELECT unnest(CAST($leads AS BIGINT[])))
    UNION ALL
    SELECT p.client_id, NULL, p.contact_id, NULL, NULL, NULL, NULL, NULL, p.name
    FROM contacts AS p
    WHERE p.contact_id IN (SELECT unnest(CAST($contacts AS BIGINT[])) UNION ALL SELECT contact_id FROM talks)
)
SELECT interview_id, contact_id, stage, scheduled_day, fact_on, lead_id, kind, name
FROM found
WHERE client_id IN (SELECT client_id FROM caseload)
