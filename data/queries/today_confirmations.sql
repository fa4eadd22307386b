-- Where do these clients' records speak of confirmations, and of which talks do they say that it was confirmed?
SELECT f.client_id, f.interview_id, coalesce(f.done_on <= $as_of, FALSE) AS confirmed
FROM follow_ups AS f
JOIN visible_clients AS v ON v.client_id = f.client_id
WHERE f.client_id IN (SELECT unnest(CAST($clients AS BIGINT[])))
    AND f.kind = 'confirm'
UNION ALL
SELECT i.client_id, i.interview_id, FALSE
FROM interviews AS i
JOIN visible_clients AS v ON v.client_id = i.client_id
WHERE i.client_id IN (SELECT unnest(CAST($clients AS BIGINT[])))
    AND (i.confirmed_on IS NOT NULL OR i.stage = 'confirmed')
