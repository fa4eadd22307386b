-- How many of the eleven topics were heard in each field, ruled out or not?
-- Builds on: heard.
WITH topics AS (
    SELECT
        field_id,
        topic,
        count(CASE WHEN answered THEN 1 END) AS answers,
        count(DISTINCT CASE WHEN answered THEN contact_id END) AS people
    FROM heard
    GROUP BY field_id, topic
)
SELECT
    f.field_id,
    f.client_id,
    f.name,
    coalesce(f.status, 'exploring') AS status,
    f.added_on,
    count(CASE WHEN t.answers > 0 THEN 1 END) AS topics_answered,
    count(CASE WHEN t.people > 1 THEN 1 END) AS topics_replicated,
    count(CASE WHEN t.answers = 0 THEN 1 END) AS topics_only_asked,
    11 AS topics_total
FROM fields AS f
JOIN caseload ON caseload.client_id = f.client_id
LEFT JOIN topics AS t ON t.field_id = f.field_id
GROUP BY f.field_id, f.client_id, f.name, f.status, f.added_on
ORDER BY f.field_id
