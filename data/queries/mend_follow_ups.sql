-- Which follow-ups were done before they opened, are due before they open, are done on a day that is ahead, or differ
-- from the record that they follow from?
-- Builds on: caseload.
WITH with_fact AS (
    SELECT
        f.client_id,
        caseload.printed_id,
        caseload.name AS client,
        f.follow_up_id,
        f.source_id,
        f.kind,
        coalesce(f.contact_id, i.contact_id) AS contact_id,
        f.opens_on,
        f.due_on,
        f.done_on,
        CASE
            WHEN f.kind = 'confirm' THEN i.confirmed_on
            WHEN f.kind = 'write_notes' THEN i.notes_on
            WHEN f.kind IN ('lead', 'resource') THEN least(l.done_on, l.dropped_on)
        END AS fact_on
    FROM follow_ups AS f
    JOIN caseload ON caseload.client_id = f.client_id
    LEFT JOIN interviews AS i ON i.interview_id = f.interview_id
    LEFT JOIN leads AS l ON l.lead_id = f.because_of
)
SELECT
    w.client_id,
    w.printed_id,
    w.client,
    w.follow_up_id AS number,
    coalesce(w.source_id, CAST(w.follow_up_id AS VARCHAR)) AS key,
    w.kind,
    coalesce(p.name, '') AS contact,
    w.opens_on,
    w.due_on,
    w.done_on,
    w.fact_on
FROM with_fact AS w
LEFT JOIN contacts AS p ON p.contact_id = w.contact_id
WHERE w.done_on < w.opens_on
    OR w.due_on < w.opens_on
    OR w.done_on > $today
    OR w.fact_on <> coalesce(w.done_on, DATE '0001-01-01')
ORDER BY w.client, w.printed_id, w.follow_up_id
