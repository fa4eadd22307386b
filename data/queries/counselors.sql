-- Who looks after whom: the counselors, with how many active clients each has?
SELECT s.counselor_id, s.name, count(v.client_id) AS clients
FROM counselors s
LEFT JOIN clients c ON c.counselor_id = s.counselor_id AND coalesce(c.status, 'active') = 'active'
LEFT JOIN visible_clients v ON v.client_id = c.client_id
GROUP BY s.counselor_id, s.name
ORDER BY s.name, s.counselor_id
