-- Which people came through somebody, or have no day of being added, or one ahead? Loops are found among them.
-- Builds on: caseload.
WITH doubtful AS (
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
    WHERE p.referred_by IS NOT NULL OR coalesce(p.added_on > $today, TRUE)
)
-- Only somebody who was introduced, and introduced somebody, can be part of a loop.
SELECT *
FROM doubtful
WHERE coalesce(added_on > $today, TRUE)
    OR (referred_by IS NOT NULL AND number IN (SELECT d.referred_by FROM doubtful AS d WHERE d.referred_by IS NOT NULL))
ORDER BY client, printed_id, number
