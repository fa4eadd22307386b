-- Whom did each client know by the day? People added after it are there without a day, since chains run over them.
-- Builds on: caseload.
SELECT
    p.client_id,
    p.contact_id,
    p.referred_by,
    p.imported_on,
    CASE WHEN p.added_on <= $as_of THEN p.added_on END AS added_on
FROM contacts AS p
JOIN caseload ON caseload.client_id = p.client_id
