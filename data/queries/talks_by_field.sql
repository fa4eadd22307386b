-- In which fields were talks held and requests answered, the most talks first? No name: talks without a field.
-- Builds on: caseload.
SELECT
    min(f.name) AS name,
    count(DISTINCT i.client_id) AS clients,
    count(CASE WHEN i.held_on <= $as_of THEN 1 END) AS interviews_held,
    count(CASE WHEN i.held_on BETWEEN $as_of - 27 AND $as_of THEN 1 END) AS interviews_recent,
    count(CASE WHEN i.requested_on <= $as_of THEN 1 END) AS requests,
    count(CASE WHEN i.requested_on <= $as_of AND i.replied_on <= $as_of THEN 1 END) AS replies
FROM interviews AS i
JOIN caseload ON caseload.client_id = i.client_id
LEFT JOIN fields AS f ON f.field_id = i.field_id
GROUP BY lower(f.name)
ORDER BY interviews_held DESC, lower(f.name)
