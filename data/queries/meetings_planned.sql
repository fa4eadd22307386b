-- Whom of a caseload does somebody meet on this day, and when? Who was met already is not here any more.
-- Builds on: caseload.
SELECT m.client_id, caseload.name, CAST(extract(epoch FROM m.planned_for) * 1000000 AS BIGINT) AS planned_us
FROM meetings AS m
JOIN caseload ON caseload.client_id = m.client_id
WHERE m.planned_day = $as_of
    AND coalesce(m.happened_on > $as_of, TRUE)
ORDER BY m.planned_for, caseload.name, m.meeting_id
LIMIT 30
