-- Of these talks, people and follow-ups, which belong to the field that alone is counted, and which to no field at all?
-- Builds on: owed_meant.
WITH owed AS (
    SELECT o.follow_up_id, i.field_id, coalesce(o.contact_id, i.contact_id) AS contact_id
    FROM follow_ups AS o
    JOIN caseload ON caseload.client_id = o.client_id
    LEFT JOIN interviews AS i ON i.interview_id = o.interview_id
    WHERE o.follow_up_id IN (SELECT unnest(CAST($follow_ups AS BIGINT[])))
)
SELECT
    'interviews' AS record_table,
    i.interview_id AS number,
    i.field_id IS NOT NULL AS has_field,
    coalesce(i.field_id IN (SELECT field_id FROM fields_meant), FALSE) AS is_of_it
FROM interviews AS i
JOIN caseload ON caseload.client_id = i.client_id
WHERE i.interview_id IN (SELECT unnest(CAST($talks AS BIGINT[])))
UNION ALL
SELECT
    'contacts',
    p.contact_id,
    p.contact_id IN (SELECT contact_id FROM fields_of_people),
    p.contact_id IN (SELECT contact_id FROM people_meant)
FROM contacts AS p
JOIN caseload ON caseload.client_id = p.client_id
WHERE p.contact_id IN (SELECT unnest(CAST($contacts AS BIGINT[])))
UNION ALL
SELECT
    'follow_ups',
    follow_up_id,
    field_id IS NOT NULL OR coalesce(contact_id IN (SELECT contact_id FROM fields_of_people), FALSE),
    follow_up_id IN (SELECT follow_up_id FROM owed_meant)
FROM owed
