-- Who is not counted because they are paused or closed, and what of theirs is left out? Asked of the status *others*.
-- Builds on: follow_up_states.
-- Builds on: talks_so_far.
WITH parts AS (
    SELECT client_id, count(held_on) AS held, 0 AS late
    FROM talks_so_far
    GROUP BY client_id
    UNION ALL
    SELECT client_id, 0 AS held, count(CASE WHEN is_late THEN 1 END) AS late
    FROM follow_up_states
    GROUP BY client_id
)
SELECT
    c.status,
    count(DISTINCT c.client_id) AS clients,
    CAST(coalesce(sum(p.held), 0) AS BIGINT) AS interviews_held,
    CAST(coalesce(sum(p.late), 0) AS BIGINT) AS follow_ups_overdue
FROM caseload AS c
LEFT JOIN parts AS p ON p.client_id = c.client_id
GROUP BY c.status
ORDER BY c.status DESC NULLS LAST
