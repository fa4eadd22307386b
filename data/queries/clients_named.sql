-- Which clients have this in their name? The best matches first; how many there are in all stands in every row.
SELECT c.client_id, c.name, s.name AS counselor, coalesce(c.status, 'active') AS status, count(*) OVER () AS in_all
FROM clients c
JOIN visible_clients v ON v.client_id = c.client_id
LEFT JOIN counselors s ON s.counselor_id = c.counselor_id
WHERE CAST($search AS VARCHAR) IS NULL
    OR strpos(lower(c.name), lower(CAST($search AS VARCHAR))) > 0
ORDER BY starts_with(lower(c.name), lower(coalesce(CAST($search AS VARCHAR), ''))) DESC NULLS LAST, c.name, c.client_id
LIMIT $most OFFSET $skip
