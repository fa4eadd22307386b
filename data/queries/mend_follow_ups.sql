-- Which follow-ups were done before they opened, are due before they open, or are done on a day that is ahead?
-- Builds on: caseload.
WITH doubtful AS (
    SELECT
        f.client_id,
        caseload.printed_id,
        caseload.name AS client,
        f.follow_up_id,
        f.source_id,
        f.kind,
        f.contact_id,
        f.interview_id,
        f.opens_on,
        f.due_on,
        f.done_on
    FROM follow_ups AS f
    JOIN caseload ON caseload.client_id = f.client_id
    WHERE f.done_on < f.opens_on
        OR f.due_on < f.opens_on
        OR f.done_on > $today
)
SELECT
    d.client_id,
    d.printed_id,
    d.client,
    d.follow_up_id AS number,
    coalesce(d.source_id, CAST(d.follow_up_id AS VARCHAR)) AS key,
    d.kind,
    coalesce(p.name, '') AS contact,
    d.opens_on,
    d.due_on,
    d.done_on,
    CAST(NULL AS DATE) AS fact_on
FROM doubtful AS d
LEFT JOIN interviews AS i ON i.interview_id = d.interview_id
LEFT JOIN contacts AS p ON p.contact_id = coalesce(d.contact_id, i.contact_id)
ORDER BY d.client, d.printed_id, d.follow_up_id
