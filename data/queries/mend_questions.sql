-- Which answers were never asked for, or belong to a talk without a day?
-- Builds on: caseload.
SELECT
    q.client_id,
    caseload.printed_id,
    caseload.name AS client,
    q.question_id AS number,
    coalesce(i.source_id, CAST(q.interview_id AS VARCHAR)) || '/' || CAST(q.position AS VARCHAR) AS key,
    coalesce(p.name, 'somebody') AS contact,
    coalesce(q.text, '') AS text,
    coalesce(q.asked, FALSE) AS asked,
    i.held_on,
    q.interview_id,
    q.position
FROM questions AS q
JOIN caseload ON caseload.client_id = q.client_id
JOIN interviews AS i ON i.interview_id = q.interview_id
LEFT JOIN contacts AS p ON p.contact_id = i.contact_id
WHERE q.answered
    AND (NOT coalesce(q.asked, FALSE) OR coalesce(i.held_on > $today, TRUE))
ORDER BY caseload.name, caseload.printed_id, q.interview_id, q.position
