-- Who belongs to the field that alone is counted? Nobody where everything is.
-- Builds on: fields_meant.
-- Builds on: fields_of_people.
SELECT p.contact_id
FROM fields_of_people AS p
JOIN fields_meant AS f ON f.field_id = p.field_id
