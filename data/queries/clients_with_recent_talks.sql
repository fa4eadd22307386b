-- Which active clients held a talk, or agreed on one, in these days?
SELECT DISTINCT c.client_id, c.name
FROM clients c
JOIN visible_clients v ON v.client_id = c.client_id
JOIN interviews i ON i.client_id = c.client_id
WHERE coalesce(c.status, 'active') = 'active'
    AND (i.held_on BETWEEN $since AND $until OR i.scheduled_on BETWEEN $since AND $until)
ORDER BY c.client_id
