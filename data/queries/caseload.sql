-- Which clients are meant: one, a counselor's, a cohort's, those who explore a field; the active ones, the others or all?
-- One client is meant whatever the status. `field` says whose records are looked at, all of them; `of_field`, which
-- queries built on this read too, that besides only what belongs to that field is counted.
SELECT
    c.client_id,
    c.counselor_id,
    c.cohort_id,
    coalesce(c.source_id, CAST(c.client_id AS VARCHAR)) AS printed_id,
    c.name,
    coalesce(c.status, 'active') AS status,
    c.started_on,
    c.needed_by,
    c.goal_interviews
FROM clients AS c
JOIN visible_clients AS v ON v.client_id = c.client_id
WHERE (CAST($client_id AS BIGINT) IS NULL OR c.client_id = $client_id)
    AND (CAST($counselor_id AS BIGINT) IS NULL OR c.counselor_id = $counselor_id)
    AND (CAST($cohort_id AS BIGINT) IS NULL OR c.cohort_id = $cohort_id)
    AND (
        coalesce(CAST($field AS VARCHAR), CAST($of_field AS VARCHAR)) IS NULL
        OR c.client_id IN (
            SELECT f.client_id
            FROM fields AS f
            WHERE lower(f.name) = lower(coalesce(CAST($field AS VARCHAR), CAST($of_field AS VARCHAR)))
        )
    )
    AND (
        $status = 'all'
        OR CAST($client_id AS BIGINT) IS NOT NULL
        OR (coalesce(c.status, 'active') = 'active') = ($status = 'active')
    )
