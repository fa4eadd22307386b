-- What is waiting, by whom, to whom, since when? The oldest first: of hellos, of what is for next time, or of the rest.
-- Builds on: follow_ups_open.
SELECT
    follow_up_id,
    client_id,
    client,
    person,
    kind,
    due_on,
    held_on,
    confirmed_on,
    over_on,
    count(*) OVER () AS in_all
FROM follow_ups_open
WHERE hello = $hellos AND next_time = $next_time
ORDER BY due_on, follow_up_id
LIMIT $most OFFSET $skip
