-- What is open on the day, whose, to whom; is it over, is it for next time?
-- Builds on: follow_up_states.
--
-- For next time is what is too old to be mended, and what its talk or the name given says is over (`over_on`); a
-- confirmation can be sent as long as its talk lies ahead. A hello is never for next time. core/follow_up_state.py has
-- the same in Python.
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
        i.held_on,
        i.confirmed_on,
        f.kind = 'confirm' AND coalesce(i.scheduled_day >= $as_of, FALSE) AS ahead,
        CASE f.kind
            WHEN 'confirm' THEN CASE
                WHEN i.held_on <= $as_of THEN i.held_on
                WHEN i.confirmed_on <= $as_of THEN i.confirmed_on
                WHEN i.stage IN ('declined', 'no_reply', 'cancelled') AND coalesce(i.closed_on <= $as_of, TRUE)
                    THEN coalesce(i.closed_on, $as_of)
            END
            WHEN 'write_notes' THEN CASE WHEN i.notes_on <= $as_of THEN i.notes_on END
            ELSE CASE WHEN l.fact_on <= $as_of THEN l.fact_on END
        END AS over_on
    FROM follow_up_states AS f
    LEFT JOIN interviews AS i ON i.interview_id = f.interview_id
    LEFT JOIN contacts AS p ON p.contact_id = coalesce(f.contact_id, i.contact_id)
    LEFT JOIN (SELECT lead_id, least(done_on, dropped_on) AS fact_on FROM leads) AS l
        ON l.lead_id = f.because_of AND f.kind IN ('lead', 'resource')
    WHERE f.is_open
        AND (CAST($kind AS VARCHAR) IS NULL OR f.kind = $kind)
)
SELECT
    *,
    NOT hello AND (over_on IS NOT NULL OR (due_on < $missed_from AND NOT ahead)) AS next_time
FROM told
WHERE CAST($search AS VARCHAR) IS NULL
    OR strpos(lower(client || ' ' || coalesce(person, '')), lower($search)) > 0
