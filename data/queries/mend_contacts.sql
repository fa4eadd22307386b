-- Which people came through somebody, or have no day of being added, or one ahead? Loops are found among them.
-- Builds on: caseload.
SELECT
    p.client_id,
    caseload.printed_id,
    caseload.name AS client,
    p.contact_id AS number,
    coalesce(p.source_id, CAST(p.contact_id AS VARCHAR)) AS key,
    coalesce(p.name, '') AS name,
    p.added_on,
    p.referred_by
FROM contacts AS p
JOIN caseload ON caseload.client_id = p.client_id
WHERE coalesce(p.added_on > $today, TRUE)
    -- Only somebody who was introduced, and introduced somebody, can be part of a loop.
    OR (
        p.referred_by IS NOT NULL
        AND p.contact_id IN (SELECT r.referred_by FROM contacts AS r WHERE r.referred_by IS NOT NULL)
    )
ORDER BY caseload.name, caseload.printed_id, p.contact_id
