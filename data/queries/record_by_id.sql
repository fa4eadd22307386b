-- Which client, counselor or cohort does an id of the bundle mean: the one that carries it, else the one of that number?
SELECT known.number
FROM (
    SELECT 'clients' AS record_table, c.client_id AS number, c.source_id
    FROM clients AS c
    JOIN visible_clients AS v ON v.client_id = c.client_id
    UNION ALL
    SELECT 'counselors' AS record_table, counselor_id AS number, source_id
    FROM counselors
    UNION ALL
    SELECT 'cohorts' AS record_table, cohort_id AS number, source_id
    FROM cohorts
) AS known
WHERE known.record_table = $record_table
    AND (known.source_id = $printed OR CAST(known.number AS VARCHAR) = $printed)
ORDER BY CASE WHEN known.source_id = $printed THEN 0 ELSE 1 END
LIMIT 1
