-- From how many people has each client who talked about a field heard each topic? Those with most gaps first.
-- Builds on: talks_so_far.
-- Builds on: fields_active.
-- Builds on: answers_so_far.
--
-- So many clients at most, and with each of them how many there are in all; who has heard nothing has one row. An answer
-- in a talk with nobody in particular is one person's.
WITH talked AS (
    SELECT DISTINCT t.client_id
    FROM talks_so_far AS t
    JOIN fields_active AS f ON f.field_id = t.field_id
    WHERE t.held_on IS NOT NULL
),
heard_from AS (
    SELECT client_id, topic, greatest(count(DISTINCT contact_id), 1) AS people
    FROM answers_so_far
    WHERE topic IS NOT NULL
    GROUP BY client_id, topic
),
counted AS (
    SELECT talked.client_id, count(h.topic) AS topics
    FROM talked
    LEFT JOIN heard_from AS h ON h.client_id = talked.client_id
    GROUP BY talked.client_id
),
shown AS (
    SELECT counted.client_id, counted.topics, c.name, count(*) OVER () AS in_all
    FROM counted
    JOIN caseload AS c ON c.client_id = counted.client_id
    ORDER BY counted.topics, c.name, counted.client_id
    LIMIT $most
)
SELECT shown.client_id, shown.name, shown.topics, h.topic, h.people, shown.in_all
FROM shown
LEFT JOIN heard_from AS h ON h.client_id = shown.client_id
ORDER BY shown.topics, shown.name, shown.client_id, h.topic
