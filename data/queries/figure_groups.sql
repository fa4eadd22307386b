-- Which counselors or cohorts are there, and which of them does a filter mean, where no filter of the other kind is set?
WITH named AS (
    SELECT
        'counselor' AS kind,
        counselor_id AS group_number,
        coalesce(source_id, CAST(counselor_id AS VARCHAR)) AS group_id,
        name AS group_name,
        CAST($cohort_id AS BIGINT) IS NULL
            AND (CAST($counselor_id AS BIGINT) IS NULL OR counselor_id = $counselor_id) AS is_in_filter
    FROM counselors
    UNION ALL
    SELECT
        'cohort',
        cohort_id,
        coalesce(source_id, CAST(cohort_id AS VARCHAR)),
        name,
        CAST($counselor_id AS BIGINT) IS NULL
            AND (CAST($cohort_id AS BIGINT) IS NULL OR cohort_id = $cohort_id)
    FROM cohorts
)
SELECT
    group_number,
    group_id,
    group_name,
    is_in_filter
FROM named
WHERE kind = $by
    AND (EXISTS (SELECT 1 FROM visible_clients) OR $viewer_role IN ('local', 'lead', 'counselor', 'client'))
