-- Which talks say two things at once, or leave something open? Candidates, with all that the rules read.
-- Builds on: caseload.
WITH doubtful AS (
    SELECT i.*, caseload.printed_id, caseload.name AS client
    FROM interviews AS i
    JOIN caseload ON caseload.client_id = i.client_id
    WHERE i.replied_on < i.requested_on
        OR i.scheduled_on < i.requested_on
        OR i.held_on < i.scheduled_on
        OR i.held_on < i.requested_on
        OR i.confirmed_on < i.scheduled_on
        OR greatest(i.requested_on, i.replied_on, i.scheduled_on, i.confirmed_on, i.held_on) > $today
        OR (i.held_on IS NOT NULL AND coalesce(i.stage NOT IN ('held', 'closed'), FALSE))
        OR (i.held_on IS NULL AND i.stage = 'held')
        OR (i.held_on IS NULL AND i.scheduled_day < $today AND i.closed_on IS NULL)
        OR (i.held_on IS NOT NULL AND i.field_id IS NULL)
        OR (i.replied_on IS NOT NULL AND i.requested_on IS NULL)
)
SELECT
    d.client_id,
    d.printed_id,
    d.client,
    d.interview_id AS number,
    coalesce(d.source_id, CAST(d.interview_id AS VARCHAR)) AS key,
    coalesce(p.name, 'somebody') AS contact,
    d.stage,
    d.requested_on,
    d.replied_on,
    d.scheduled_on,
    d.scheduled_day,
    d.confirmed_on,
    d.held_on,
    d.closed_on,
    d.field_id IS NOT NULL AS has_field,
    coalesce(f.fields, 0) AS fields,
    coalesce(q.answers, 0) AS answers
FROM doubtful AS d
LEFT JOIN contacts AS p ON p.contact_id = d.contact_id
LEFT JOIN (
    SELECT client_id, count(*) AS fields
    FROM fields
    WHERE client_id IN (SELECT client_id FROM doubtful WHERE field_id IS NULL)
    GROUP BY client_id
) AS f ON f.client_id = d.client_id
LEFT JOIN (
    SELECT interview_id, count(*) AS answers
    FROM questions
    WHERE answered AND interview_id IN (SELECT interview_id FROM doubtful WHERE field_id IS NULL)
    GROUP BY interview_id
) AS q ON q.interview_id = d.interview_id
ORDER BY d.client, d.printed_id, d.interview_id
