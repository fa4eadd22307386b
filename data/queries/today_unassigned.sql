-- Who has no counselor yet, in an office that has counselors?
-- Builds on: caseload.
SELECT client_id, printed_id, name
FROM caseload
WHERE counselor_id IS NULL
    AND EXISTS (SELECT 1 FROM counselors)
