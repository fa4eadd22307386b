-- To which fields does each person belong: the one they are filed under, and those of their talks, on any day?
-- Builds on: caseload.
SELECT p.contact_id, p.field_id
FROM contacts AS p
JOIN caseload ON caseload.client_id = p.client_id
WHERE p.field_id IS NOT NULL
UNION
SELECT i.contact_id, i.field_id
FROM interviews AS i
JOIN caseload ON caseload.client_id = i.client_id
WHERE i.field_id IS NOT NULL
