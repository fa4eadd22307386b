-- Which follow-ups were done before they opened, or differ from the record that they follow from?
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
),
doubtful AS (
    SELECT follow_up_id, CAST(NULL AS DATE) AS fact_on
    FROM rows_of
    WHERE done_on < opens_on OR due_on < opens_on OR done_on > $today
    UNION ALL
    SELECT r.follow_up_id, CASE r.kind WHEN 'confirm' THEN i.confirmed_on ELSE i.notes_on END
    FROM rows_of AS r
    JOIN interviews AS i ON i.interview_id = r.interview_id AND i.client_id = r.client_id
    WHERE r.kind IN ('confirm', 'write_notes')
        AND CASE r.kind WHEN 'confirm' THEN i.confirmed_on ELSE i.notes_on END
            <> coalesce(r.done_on, DATE '0001-01-01')
    UNION ALL
    SELECT r.follow_up_id, least(l.done_on, l.dropped_on)
    FROM rows_of AS r
    JOIN leads AS l ON l.lead_id = r.because_of AND l.client_id = r.client_id
    WHERE r.kind IN ('lead', 'resource')
        AND least(l.done_on, l.dropped_on) <> coalesce(r.done_on, DATE '0001-01-01')
),
facts AS (
    SELECT follow_up_id, max(fact_on) AS fact_on
    FROM doubtful
    GROUP BY follow_up_id
)
SELECT
    r.client_id,
    r.printed_id,
    r.client,
    r.follow_up_id AS number,
    coalesce(r.source_id, CAST(r.follow_up_id AS VARCHAR)) AS key,
    r.kind,
    coalesce(p.name, '') AS contact,
    r.opens_on,
    r.due_on,
    r.done_on,
    f.fact_on
FROM facts AS f
JOIN rows_of AS r ON r.follow_up_id = f.follow_up_id
LEFT JOIN interviews AS i ON i.interview_id = r.interview_id
LEFT JOIN contacts AS p ON p.contact_id = coalesce(r.contact_id, i.contact_id)
ORDER BY r.client, r.printed_id, r.follow_up_id
