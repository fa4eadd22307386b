-- Which fields have the name of the one that alone is counted? None where everything is.
-- Builds on: caseload.
SELECT f.client_id, f.field_id
FROM fields AS f
JOIN caseload ON caseload.client_id = f.client_id
WHERE lower(f.name) = lower($of_field)
