-- Which talks are close, and how many questions do they have, and do those clients have any?
-- Builds on: caseload.
WITH soon AS (
    SELECT
        i.client_id,
        i.interview_id,
        coalesce(i.source_id, CAST(i.interview_id AS VARCHAR)) AS key,
        i.contact_id,
        i.scheduled_day,
        CAST(extract(epoch FROM i.scheduled_for) * 1000000 AS BIGINT) AS scheduled_us,
        i.scheduled_on,
        coalesce(i.confirmed_on <= $as_of, FALSE) OR coalesce(i.stage = 'confirmed', FALSE) AS confirmed,
        i.imported_on IS NULL
            OR coalesce(i.edited LIKE '%scheduled%' OR i.edited LIKE '%confirmed%', FALSE) AS is_ours
    FROM interviews AS i
    JOIN caseload ON caseload.client_id = i.client_id
    WHERE i.scheduled_day BETWEEN $as_of AND $soon_until
        AND coalesce(i.held_on > $as_of, TRUE)
        AND coalesce(i.stage NOT IN ('declined', 'no_reply', 'cancelled'), TRUE)
),
noted AS (
    SELECT client_id, interview_id, count(*) AS questions
    FROM questions
    WHERE client_id IN (SELECT client_id FROM soon)
    GROUP BY client_id, interview_id
)
SELECT soon.*, coalesce(n.questions, 0) AS questions, soon.client_id IN (SELECT client_id FROM noted) AS notes_questions
FROM soon
LEFT JOIN noted AS n ON n.interview_id = soon.interview_id
