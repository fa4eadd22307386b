-- Whom did each client know by the day? People added after it, and those of no field that is counted, are there
-- without a day, since chains run over them.
-- Builds on: people_meant.
SELECT
    p.client_id,
    p.contact_id,
    p.referred_by,
    p.imported_on,
    CASE
        WHEN CAST($of_field AS VARCHAR) IS NULL OR p.contact_id IN (SELECT contact_id FROM people_meant)
            THEN CASE WHEN p.added_on <= $as_of THEN p.added_on END
    END AS added_on
FROM contacts AS p
JOIN caseload ON caseload.client_id = p.client_id
