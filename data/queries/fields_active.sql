-- Which fields are explored, that is, not ruled out?
-- Builds on: fields_meant.
SELECT f.client_id, f.field_id
FROM fields AS f
JOIN caseload ON caseload.client_id = f.client_id
WHERE coalesce(f.status <> 'ruled_out', TRUE)
    AND (CAST($of_field AS VARCHAR) IS NULL OR f.field_id IN (SELECT field_id FROM fields_meant))
