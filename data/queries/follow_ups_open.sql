-- What is open on the day, whose, to whom; since when is it over, is it for next time?
-- Builds on: follow_ups_standing.
WITH told AS (
    SELECT
        f.follow_up_id,
        f.client_id,
        f.client,
        p.name AS person,
        f.kind,
        f.due_on,
        f.is_late,
        f.hello,
        f.held_on,
        f.confirmed_on,
        CASE
            WHEN f.kind = 'confirm' AND f.held_on <= $as_of THEN f.held_on
            WHEN f.kind = 'confirm' AND f.confirmed_on <= $as_of THEN f.confirmed_on
            WHEN f.over_from = DATE '1900-01-01' THEN $as_of
            WHEN f.is_over THEN f.over_from
        END AS over_on,
        f.next_time
    FROM follow_ups_standing AS f
    LEFT JOIN contacts AS p ON p.contact_id = f.person_id
    WHERE f.is_open
        AND (CAST($kind AS VARCHAR) IS NULL OR f.kind = $kind)
)
SELECT *
FROM told
WHERE CAST($search AS VARCHAR) IS NULL
    OR strpos(lower(client || ' ' || coalesce(person, '')), lower($search)) > 0
