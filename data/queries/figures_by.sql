-- What are the four figures of each counselor, each cohort or the office: sums, sums over sums, maxima?
-- Builds on: figures.
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
),
summed AS (
    SELECT
        CASE $by WHEN 'counselor' THEN counselor_id WHEN 'cohort' THEN cohort_id ELSE 0 END AS group_number,
        count(*) AS clients,
        count(CASE WHEN is_halted THEN 1 END) AS clients_stuck,
        sum(interviews_held) AS interviews_held,
        sum(interviews_recent) AS interviews_recent,
        sum(requests) AS requests,
        sum(replies) AS replies,
        sum(topics_answered) AS topics_answered,
        sum(topics_total) AS topics_total,
        sum(topics_replicated) AS topics_replicated,
        sum(follow_ups_open) AS follow_ups_open,
        sum(follow_ups_overdue) AS follow_ups_overdue,
        max(oldest_overdue_days) AS oldest_overdue_days,
        sum(contacts) AS contacts,
        sum(contacts_new) AS contacts_new,
        sum(contacts_interviewed) AS contacts_interviewed,
        sum(contacts_warm) AS contacts_warm,
        sum(contacts_referred) AS contacts_referred,
        max(generations) AS generations,
        max(last_held_on) AS last_held_on,
        max(last_step_on) AS last_step_on
    FROM figures
    GROUP BY group_number
)
SELECT
    g.group_number,
    n.group_id,
    n.group_name,
    coalesce(g.clients, 0) AS clients,
    coalesce(g.clients_stuck, 0) AS clients_stuck,
    CAST(coalesce(g.interviews_held, 0) AS BIGINT) AS interviews_held,
    CAST(coalesce(g.interviews_recent, 0) AS BIGINT) AS interviews_recent,
    CAST(coalesce(g.requests, 0) AS BIGINT) AS requests,
    CAST(coalesce(g.replies, 0) AS BIGINT) AS replies,
    CAST(g.replies AS DOUBLE PRECISION) / nullif(g.requests, 0) AS reply_rate,
    CAST(coalesce(g.topics_answered, 0) AS BIGINT) AS topics_answered,
    CAST(coalesce(g.topics_total, 0) AS BIGINT) AS topics_total,
    CAST(g.topics_answered AS DOUBLE PRECISION) / nullif(g.topics_total, 0) AS coverage,
    CAST(coalesce(g.topics_replicated, 0) AS BIGINT) AS topics_replicated,
    CAST(coalesce(g.follow_ups_open, 0) AS BIGINT) AS follow_ups_open,
    CAST(coalesce(g.follow_ups_overdue, 0) AS BIGINT) AS follow_ups_overdue,
    g.oldest_overdue_days,
    CAST(coalesce(g.contacts, 0) AS BIGINT) AS contacts,
    CAST(coalesce(g.contacts_new, 0) AS BIGINT) AS contacts_new,
    CAST(coalesce(g.contacts_interviewed, 0) AS BIGINT) AS contacts_interviewed,
    CAST(coalesce(g.contacts_warm, 0) AS BIGINT) AS contacts_warm,
    CAST(coalesce(g.contacts_referred, 0) AS BIGINT) AS contacts_referred,
    CAST(g.contacts_referred AS DOUBLE PRECISION) / nullif(g.contacts, 0) AS referral_share,
    coalesce(g.generations, 0) AS generations,
    g.last_held_on,
    g.last_step_on
FROM summed AS g
FULL JOIN named AS n ON n.group_number = g.group_number
WHERE g.clients > 0
    OR (
        n.is_in_filter
        AND ($by = 'office' OR (CAST($field AS VARCHAR) IS NULL AND $viewer_role IN ('local', 'lead')))
    )
