-- Which answers were never asked for, or belong to a talk that is not noted as held?
-- Builds on: caseload.
WITH open AS (
    SELECT i.interview_id
    FROM interviews AS i
    JOIN caseload ON caseload.client_id = i.client_id
    WHERE coalesce(i.held_on > $today, TRUE)
),
doubtful AS (
    SELECT q.*, caseload.printed_id, caseload.name AS client
    FROM questions AS q
    JOIN caseload ON caseload.client_id = q.client_id
    WHERE q.answered
        AND (NOT coalesce(q.asked, FALSE) OR q.interview_id IN (SELECT interview_id FROM open))
)
SELECT
    d.client_id,
    d.printed_id,
    d.client,
    d.question_id AS number,
    coalesce(i.source_id, CAST(d.interview_id AS VARCHAR)) || '/' || CAST(d.position AS VARCHAR) AS key,
    coalesce(p.name, 'somebody') AS contact,
    coalesce(d.text, '') AS text,
    coalesce(d.asked, FALSE) AS asked,
    i.held_on,
    d.interview_id,
    d.position
FROM doubtful AS d
JOIN interviews AS i ON i.interview_id = d.interview_id
LEFT JOIN contacts AS p ON p.contact_id = i.contact_id
ORDER BY d.client, d.printed_id, d.interview_id, d.position
