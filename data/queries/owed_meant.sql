-- Which follow-ups belong to the field that alone is counted: by their talk's field, else by their person?
-- Builds on: people_meant.
SELECT o.follow_up_id
FROM follow_ups AS o
JOIN caseload ON caseload.client_id = o.client_id
LEFT JOIN interviews AS i ON i.interview_id = o.interview_id
WHERE CASE
    WHEN CAST($of_field AS VARCHAR) IS NULL THEN FALSE
    WHEN i.field_id IS NOT NULL THEN i.field_id IN (SELECT field_id FROM fields_meant)
    ELSE coalesce(o.contact_id, i.contact_id) IN (SELECT contact_id FROM people_meant)
END
