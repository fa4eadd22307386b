-- Who is this client, and who looks after them?
SELECT
    c.client_id,
    coalesce(c.source_id, CAST(c.client_id AS VARCHAR)) AS bundle_id,
    c.name,
    c.email,
    c.counselor_id,
    s.name AS counselor,
    h.name AS cohort,
    c.situation,
    c.mode,
    c.current_employer,
    c.started_on,
    c.needed_by,
    c.leaves_by,
    c.goal_interviews,
    coalesce(c.status, 'active') AS status,
    c.confidence,
    c.barrier,
    c.pitch,
    c.revision,
    c.imported_on
FROM clients c
JOIN visible_clients v ON v.client_id = c.client_id
LEFT JOIN counselors s ON s.counselor_id = c.counselor_id
LEFT JOIN cohorts h ON h.cohort_id = c.cohort_id
WHERE c.client_id = $client_id
