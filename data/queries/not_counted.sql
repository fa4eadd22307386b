-- Who is not counted because they are paused or closed, and what of theirs is left out?
-- Builds on: figures.
SELECT
    status,
    count(*) AS clients,
    CAST(sum(interviews_held) AS BIGINT) AS interviews_held,
    CAST(sum(follow_ups_overdue) AS BIGINT) AS follow_ups_overdue
FROM figures
WHERE status <> 'active'
GROUP BY status
ORDER BY status
