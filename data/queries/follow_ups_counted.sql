-- How much is open, and of that past its day and for how long? Hellos, what is over, what is too old, the rest apart.
-- Builds on: follow_ups_open.
SELECT
    hello,
    next_time,
    over_on IS NOT NULL AS is_over,
    count(*) AS items,
    count(*) FILTER (WHERE is_late) AS late,
    max($as_of - due_on) AS oldest_days
FROM follow_ups_open
GROUP BY hello, next_time, over_on IS NOT NULL
