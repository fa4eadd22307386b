-- Which contradictions have been put aside?
-- Builds on: caseload.
SELECT
    d.code,
    d.record_table,
    d.record_id,
    d.record_position,
    coalesce(d.reason, '') AS reason,
    coalesce(d.dismissed_on, $today) AS dismissed_on,
    d.until,
    coalesce(d.facts, '') AS facts
FROM dismissals AS d
JOIN caseload ON caseload.client_id = d.client_id
WHERE d.code LIKE 'DAT%'
