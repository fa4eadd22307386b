-- What are the four figures of each group that has clients: sums, sums over sums, maxima?
-- Builds on: figures.
SELECT
    CASE $by WHEN 'counselor' THEN counselor_id WHEN 'cohort' THEN cohort_id ELSE 0 END AS group_number,
    count(*) AS clients,
    count(CASE WHEN is_halted THEN 1 END) AS clients_stuck,
    CAST(sum(interviews_held) AS BIGINT) AS interviews_held,
    CAST(sum(interviews_recent) AS BIGINT) AS interviews_recent,
    CAST(sum(requests) AS BIGINT) AS requests,
    CAST(sum(replies) AS BIGINT) AS replies,
    CAST(sum(replies) AS DOUBLE PRECISION) / nullif(sum(requests), 0) AS reply_rate,
    CAST(sum(topics_answered) AS BIGINT) AS topics_answered,
    CAST(sum(topics_answered) AS DOUBLE PRECISION) / nullif(sum(topics_total), 0) AS coverage,
    CAST(sum(topics_total) AS BIGINT) AS topics_total,
    CAST(sum(topics_replicated) AS BIGINT) AS topics_replicated,
    CAST(sum(follow_ups_open) AS BIGINT) AS follow_ups_open,
    CAST(sum(follow_ups_overdue) AS BIGINT) AS follow_ups_overdue,
    max(oldest_overdue_days) AS oldest_overdue_days,
    CAST(sum(contacts) AS BIGINT) AS contacts,
    CAST(sum(contacts_new) AS BIGINT) AS contacts_new,
    CAST(sum(contacts_new_imported) AS BIGINT) AS contacts_new_imported,
    CAST(sum(contacts_interviewed) AS BIGINT) AS contacts_interviewed,
    CAST(sum(contacts_warm) AS BIGINT) AS contacts_warm,
    CAST(sum(contacts_warm_ending) AS BIGINT) AS contacts_warm_ending,
    CAST(sum(people_talked_with) AS BIGINT) AS people_talked_with,
    CAST(sum(requests_agreed) AS BIGINT) AS requests_agreed,
    CAST(sum(requests_last_7_days) AS BIGINT) AS requests_last_7_days,
    CAST(sum(contacts_referred) AS BIGINT) AS contacts_referred,
    CAST(sum(contacts_referred) AS DOUBLE PRECISION) / nullif(sum(contacts), 0) AS referral_share,
    max(generations) AS generations,
    max(last_held_on) AS last_held_on,
    max(last_step_on) AS last_step_on
FROM figures
GROUP BY group_number
