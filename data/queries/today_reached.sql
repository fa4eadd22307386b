-- When did each of these clients hold the talk with which their aim was reached?
WITH asked AS (
    SELECT unnest(CAST($clients AS BIGINT[])) AS client_id, unnest(CAST($goals AS INTEGER[])) AS goal
)
SELECT n.client_id, n.held_on AS reached_on
FROM (
    SELECT i.client_id, i.held_on, row_number() OVER (PARTITION BY i.client_id ORDER BY i.held_on) AS nth
    FROM interviews AS i
    JOIN visible_clients AS v ON v.client_id = i.client_id
    WHERE i.client_id IN (SELECT client_id FROM asked)
        AND i.held_on <= $as_of
) AS n
JOIN asked ON asked.client_id = n.client_id AND asked.goal = n.nth
