-- What does this client owe, to whom, since when; and what of it does the name given say is over, since when?
SELECT
    f.follow_up_id, f.contact_id, f.interview_id, f.kind, f.opens_on, f.due_on, f.done_on, f.note, f.because_of,
    f.touch, f.imported_on, l.fact_on
FROM follow_ups AS f
LEFT JOIN (
    SELECT lead_id, least(done_on, dropped_on) AS fact_on FROM leads WHERE client_id = $client_id
) AS l ON l.lead_id = f.because_of AND f.kind IN ('lead', 'resource')
WHERE f.client_id = $client_id
    AND EXISTS (SELECT 1 FROM visible_clients v WHERE v.client_id = $client_id)
ORDER BY f.due_on, f.follow_up_id
