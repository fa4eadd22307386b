-- Which fields are explored here, the most explored first?
--
-- Spellings are counted before they are compared, because there are few of them and many fields.
WITH spelled AS (
    SELECT f.name, count(*) AS clients
    FROM fields AS f
    JOIN visible_clients AS v ON v.client_id = f.client_id
    WHERE coalesce(f.status <> 'ruled_out', TRUE)
    GROUP BY f.name
)
SELECT min(name) AS name, CAST(sum(clients) AS BIGINT) AS clients
FROM spelled
GROUP BY lower(name)
ORDER BY clients DESC NULLS LAST, name
LIMIT 200
