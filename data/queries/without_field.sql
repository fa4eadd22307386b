-- What of a caseload has no field, so that it is not counted where one is chosen: talks held, people, follow-ups?
-- Builds on: talks_so_far.
-- Builds on: people_so_far.
-- Builds on: follow_ups_standing.
-- Builds on: fields_of_people.
WITH owed AS (
    SELECT f.is_open, f.is_late
    FROM follow_ups_standing AS f
    LEFT JOIN talks_so_far AS t ON t.interview_id = f.interview_id
    WHERE t.field_id IS NULL
        AND coalesce(f.person_id NOT IN (SELECT contact_id FROM fields_of_people), TRUE)
)
SELECT
    (SELECT count(held_on) FROM talks_so_far WHERE field_id IS NULL) AS talks,
    (
        SELECT count(added_on)
        FROM people_so_far
        WHERE contact_id NOT IN (SELECT contact_id FROM fields_of_people)
    ) AS people,
    (SELECT count(*) FROM owed WHERE is_open) AS follow_ups_open,
    (SELECT count(*) FROM owed WHERE is_late) AS follow_ups_overdue
