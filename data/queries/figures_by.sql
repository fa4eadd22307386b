-- What are the four figures of each counselor, each cohort or the office: sums, sums over sums, maxima?
-- Builds on: figures_summed.
--
-- The office always has its row. Of counselors and cohorts each one has, also without clients (`is_in_filter`), where
-- all of the office is seen and no other filter is set; else those with clients here. No number: the clients without.
WITH named AS (
    SELECT
        counselor_id AS group_number,
        coalesce(source_id, CAST(counselor_id AS VARCHAR)) AS group_id,
        name AS group_name,
        CAST($cohort_id AS BIGINT) IS NULL
            AND (CAST($counselor_id AS BIGINT) IS NULL OR counselor_id = $counselor_id) AS is_in_filter
    FROM counselors
    WHERE $by = 'counselor'
    UNION ALL
    SELECT
        cohort_id,
        coalesce(source_id, CAST(cohort_id AS VARCHAR)),
        name,
        CAST($counselor_id AS BIGINT) IS NULL
            AND (CAST($cohort_id AS BIGINT) IS NULL OR cohort_id = $cohort_id)
    FROM cohorts
    WHERE $by = 'cohort'
    UNION ALL
    SELECT 0, NULL, NULL, TRUE
    WHERE $by = 'office'
)
SELECT
    n.group_id,
    n.group_name,
    s.*
FROM figures_summed AS s
FULL JOIN named AS n ON n.group_number = s.group_number
WHERE s.clients > 0
    OR (
        n.is_in_filter
        AND ($by = 'office' OR (CAST($field AS VARCHAR) IS NULL AND $viewer_role IN ('local', 'lead')))
    )
