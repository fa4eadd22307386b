-- What else stands beside the figures of these clients, taken together, so that nobody is misled?
-- Builds on: heard.
-- Builds on: talks_so_far.
-- Builds on: people_so_far.
WITH talk_parts AS (
    SELECT
        count(CASE WHEN held_on BETWEEN $as_of - 55 AND $as_of - 28 THEN 1 END) AS interviews_recent_before,
        count(CASE WHEN requested_on IS NOT NULL THEN held_on END) AS requests_held,
        count(CASE WHEN requested_on IS NOT NULL AND replied_on IS NOT NULL AND stage = 'declined' THEN 1 END)
            AS requests_declined
    FROM talks_so_far
),
answer_parts AS (
    SELECT count(*) AS answers_without_field
    FROM questions AS q
    JOIN caseload ON caseload.client_id = q.client_id
    JOIN talks_so_far AS t ON t.interview_id = q.interview_id
    WHERE q.answered
        AND t.held_on IS NOT NULL
        AND t.field_id IS NULL
),
topic_parts AS (
    SELECT count(*) AS topics_answered_ever
    FROM (SELECT DISTINCT field_id, topic FROM heard WHERE answered) AS pairs
),
people_parts AS (
    SELECT
        max(p.imported_on) AS contacts_imported_on,
        count(CASE WHEN p.contact_id IN (SELECT contact_id FROM talks_so_far WHERE requested_on IS NOT NULL) THEN 1 END)
            AS contacts_new_written_to
    FROM people_so_far AS p
    WHERE p.added_on >= $as_of - 27
)
SELECT *
FROM talk_parts
CROSS JOIN answer_parts
CROSS JOIN topic_parts
CROSS JOIN people_parts
