-- Which topics were heard, heard from two people or only asked, over all active fields? Topics never asked have no row.
-- Builds on: heard.
WITH pairs AS (
    SELECT
        h.field_id,
        h.topic,
        count(CASE WHEN h.answered THEN 1 END) AS answers,
        count(DISTINCT CASE WHEN h.answered THEN h.contact_id END) AS people
    FROM heard AS h
    JOIN fields AS f ON f.field_id = h.field_id
    WHERE coalesce(f.status <> 'ruled_out', TRUE)
    GROUP BY h.field_id, h.topic
)
SELECT
    topic,
    count(CASE WHEN answers > 0 THEN 1 END) AS answered,
    count(CASE WHEN people > 1 THEN 1 END) AS replicated,
    count(CASE WHEN answers = 0 THEN 1 END) AS only_asked
FROM pairs
GROUP BY topic
ORDER BY topic
