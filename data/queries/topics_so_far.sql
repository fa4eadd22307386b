-- Since when had each topic of an active field been heard by the day, and since when from a second person?
-- Builds on: answers_so_far.
--
-- The second smallest day stands here in the form that every engine reads; `data/query.py` writes out a faster one.
SELECT
    client_id,
    field_id,
    topic,
    min(heard_on) AS heard_on,
    (array_agg(heard_on ORDER BY heard_on))[2] AS replicated_on
FROM answers_so_far
GROUP BY client_id, field_id, topic
