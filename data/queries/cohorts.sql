-- Which cohorts are there, with how many active clients?
SELECT h.cohort_id, h.name, count(v.client_id) AS clients
FROM cohorts h
LEFT JOIN clients c ON c.cohort_id = h.cohort_id AND coalesce(c.status, 'active') = 'active'
LEFT JOIN visible_clients v ON v.client_id = c.client_id
GROUP BY h.cohort_id, h.name
ORDER BY h.name, h.cohort_id
