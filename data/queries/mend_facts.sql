-- Which follow-ups differ from the record that they follow from?
-- Builds on: caseload.
WITH rows_of AS (
    SELECT
        f.client_id,
        caseload.printed_id,
        caseload.name AS client,
        f.follow_up_id,
        f.source_id,
        f.kind,
        f.contact_id,
        f.interview_id,
        f.because_of,
        f.opens_on,
        f.due_on,
        f.done_on
    FROM follow_ups AS f
    JOIN caseload ON caseload.client_id = f.client_id
    WHERE f.kind IN ('confirm', 'write_notes', 'lead', 'resource')
),
differing AS (
    SELECT r.*, CASE r.kind WHEN 'confirm' THEN i.confirmed_on ELSE i.notes_on END AS fact_on
    FROM rows_of AS r
    JOIN interviews AS i ON i.interview_id = r.interview_id AND i.client_id = r.client_id
    WHERE r.kind IN ('confirm', 'write_notes')
        AND CASE r.kind WHEN 'confirm' THEN i.confirmed_on ELSE i.notes_on END
            <> coalesce(r.done_on, DATE '0001-01-01')
    UNION ALL
    SELECT r.*, least(l.done_on, l.dropped_on)
    FROM rows_of AS r
    JOIN leads AS l ON l.lead_id = r.because_of AND l.client_id = r.client_id
    WHERE r.kind IN ('lead', 'resource')
        AND least(l.done_on, l.dropped_on) <> coalesce(r.done_on, DATE '0001-01-01')
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
    d.fact_on
FROM differing AS d
LEFT JOIN interviews AS i ON i.interview_id = d.interview_id
LEFT JOIN contacts AS p ON p.contact_id = coalesce(d.contact_id, i.contact_id)
ORDER BY d.client, d.printed_id, d.follow_up_id
