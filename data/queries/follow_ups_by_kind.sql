-- How much is waiting, by kind and by how many days past its day?
SELECT f.kind, CAST($as_of AS DATE) - f.due_on AS days, count(*) AS items
FROM follow_ups f
JOIN clients c ON c.client_id = f.client_id
JOIN visible_clients v ON v.client_id = c.client_id
WHERE coalesce(c.status, 'active') = 'active'
    AND ($counselor_id IS NULL OR c.counselor_id = CAST($counselor_id AS BIGINT))
    AND ($cohort_id IS NULL OR c.cohort_id = CAST($cohort_id AS BIGINT))
    AND (
        $field IS NULL
        OR EXISTS (
            SELECT 1 FROM fields x WHERE x.client_id = c.client_id AND lower(x.name) = lower(CAST($field AS VARCHAR))
        )
    )
    AND (f.done_on IS NULL OR f.done_on > $as_of)
    AND (f.opens_on IS NULL OR f.opens_on <= $as_of)
    AND f.due_on < $as_of
GROUP BY f.kind, f.due_on
ORDER BY f.kind, f.due_on
