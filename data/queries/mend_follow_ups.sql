-- Which follow-ups were done before they opened, or differ from the record that they follow from?
-- Builds on: caseload.
WITH facts AS (
    SELECT
        f.*,
        caseload.printed_id,
        caseload.name AS client,
        i.contact_id AS of_talk,
        CASE f.kind
            WHEN 'confirm' THEN i.confirmed_on
            WHEN 'write_notes' THEN i.notes_on
            WHEN 'lead' THEN least(l.done_on, l.dropped_on)
            WHEN 'resource' THEN least(l.done_on, l.dropped_on)
        END AS fact_on
    FROM follow_ups AS f
    JOIN caseload ON caseload.client_id = f.client_id
    LEFT JOIN interviews AS i ON i.interview_id = f.interview_id AND i.client_id = f.client_id
    LEFT JOIN leads AS l ON l.lead_id = f.because_of AND f.kind IN ('lead', 'resource')
)
SELECT
    f.client_id,
    f.printed_id,
    f.client,
    f.follow_up_id AS number,
    coalesce(f.source_id, CAST(f.follow_up_id AS VARCHAR)) AS key,
    f.kind,
    coalesce(p.name, '') AS contact,
    f.opens_on,
    f.due_on,
    f.done_on,
    f.fact_on
FROM facts AS f
LEFT JOIN contacts AS p ON p.contact_id = coalesce(f.contact_id, f.of_talk)
WHERE f.done_on < f.opens_on
    OR f.due_on < f.opens_on
    OR f.done_on > $today
    OR f.fact_on IS DISTINCT FROM f.done_on AND f.fact_on IS NOT NULL
ORDER BY f.client, f.printed_id, f.follow_up_id
