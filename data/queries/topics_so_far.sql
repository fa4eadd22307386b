-- Since when had each topic of an active field been heard by the day, and since when from a second person?
-- Builds on: answers_so_far.
--
-- The second smallest day is asked for in the engine's own way; in others' it is (array_agg(… ORDER BY …))[2], which
-- sorts and takes longer.
SELECT
    client_id,
    field_id,
    topic,
    min(heard_on) AS heard_on,
    min(heard_on, 2)[2] AS replicated_on
FROM answers_so_far
GROUP BY client_id, field_id, topic
