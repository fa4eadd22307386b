-- What stands beside the figures of these clients, taken together, so that nobody is misled?
-- Builds on: heard.
WITH talks AS (
    SELECT
        i.interview_id,
        i.contact_id,
        i.field_id,
        i.stage,
        CASE WHEN i.requested_on <= $as_of THEN i.requested_on END AS requested_on,
        CASE WHEN i.requested_on <= $as_of AND i.replied_on <= $as_of THEN i.replied_on END AS replied_on,
        CASE WHEN i.scheduled_on <= $as_of THEN i.scheduled_on END AS scheduled_on,
        CASE WHEN i.held_on <= $as_of THEN i.held_on END AS held_on
    FROM interviews AS i
    JOIN caseload ON caseload.client_id = i.client_id
),
talk_parts AS (
    SELECT
        count(DISTINCT CASE WHEN held_on IS NOT NULL THEN contact_id END) AS people_talked_with,
        count(CASE WHEN held_on BETWEEN $as_of - 55 AND $as_of - 28 THEN 1 END) AS interviews_recent_before,
        max(held_on) AS last_held_on,
        count(requested_on) AS requests,
        count(replied_on) AS replies,
        count(CASE WHEN requested_on IS NOT NULL THEN coalesce(scheduled_on, held_on) END) AS requests_agreed,
        count(CASE WHEN requested_on IS NOT NULL THEN held_on END) AS requests_held,
        count(CASE WHEN replied_on IS NOT NULL AND stage = 'declined' THEN 1 END) AS requests_declined,
        count(CASE WHEN requested_on >= $as_of - 6 THEN 1 END) AS requests_last_7_days
    FROM talks
),
answer_parts AS (
    SELECT count(*) AS answers_without_field
    FROM questions AS q
    JOIN caseload ON caseload.client_id = q.client_id
    JOIN talks AS t ON t.interview_id = q.interview_id
    WHERE q.answered
        AND t.held_on IS NOT NULL
        AND t.field_id IS NULL
),
topic_parts AS (
    SELECT count(*) AS topics_answered_ever
    FROM (SELECT DISTINCT field_id, topic FROM heard WHERE answered) AS pairs
),
persons AS (
    SELECT
        contact_id,
        max(added_on) AS added_on,
        max(imported_on) AS imported_on,
        max(touched_on) AS touched_on,
        max(requested_on) AS requested_on
    FROM (
        SELECT p.contact_id, CASE WHEN p.added_on <= $as_of THEN p.added_on END AS added_on, p.imported_on
        FROM contacts AS p
        JOIN caseload ON caseload.client_id = p.client_id
        UNION ALL BY NAME
        SELECT contact_id, requested_on, held_on AS touched_on FROM talks
        UNION ALL BY NAME
        SELECT
            coalesce(u.contact_id, t.contact_id) AS contact_id,
            CASE WHEN u.done_on <= $as_of AND u.kind IN ('thank_you', 'keep_in_touch') THEN u.done_on END AS touched_on
        FROM follow_ups AS u
        JOIN caseload ON caseload.client_id = u.client_id
        LEFT JOIN talks AS t ON t.interview_id = u.interview_id
    ) AS facts
    GROUP BY contact_id
),
people_parts AS (
    SELECT
        count(CASE WHEN imported_on IS NULL THEN 1 END) AS contacts_new_by_hand,
        count(imported_on) AS contacts_new_imported,
        max(imported_on) AS contacts_imported_on,
        count(requested_on) AS contacts_new_written_to
    FROM persons
    WHERE added_on >= $as_of - 27
),
warm_parts AS (
    SELECT count(*) AS contacts_warm_ending
    FROM persons
    WHERE added_on IS NOT NULL
        AND touched_on BETWEEN $as_of - 179 AND $as_of - 166
)
SELECT *
FROM talk_parts
CROSS JOIN answer_parts
CROSS JOIN topic_parts
CROSS JOIN people_parts
CROSS JOIN warm_parts
