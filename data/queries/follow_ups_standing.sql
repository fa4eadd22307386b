-- How does each follow-up stand as of the day: is it over, is it for next time, and from which day on?
-- Builds on: follow_up_states.
--
-- For next time is what is too old to be mended (`old_from`), and what its talk or the name given says is over
-- (`over_from`); a confirmation can be sent as long as its talk lies ahead. A hello is never for next time.
-- core/follow_up_state.py has the same in Python. The person is its own, else its talk's.
WITH told AS (
    SELECT
        f.*,
        coalesce(f.contact_id, i.contact_id) AS person_id,
        i.held_on,
        i.confirmed_on,
        CASE f.kind
            WHEN 'confirm' THEN least(
                i.held_on,
                i.confirmed_on,
                -- A talk that is off without a day was never on, as far as is known.
                CASE
                    WHEN i.stage IN ('declined', 'no_reply', 'cancelled') THEN coalesce(i.closed_on, DATE '1900-01-01')
                END
            )
            WHEN 'write_notes' THEN i.notes_on
            ELSE l.fact_on
        END AS over_from,
        greatest(
            f.due_on + CAST($as_of - $missed_from AS INTEGER) + 1,
            CASE WHEN f.kind = 'confirm' THEN i.scheduled_day + 1 END
        ) AS old_from
    FROM follow_up_states AS f
    LEFT JOIN interviews AS i ON i.interview_id = f.interview_id
    LEFT JOIN (SELECT lead_id, least(done_on, dropped_on) AS fact_on FROM leads) AS l
        ON l.lead_id = f.because_of AND f.kind IN ('lead', 'resource')
)
SELECT
    *,
    coalesce(over_from <= $as_of, FALSE) AS is_over,
    NOT hello AND (coalesce(over_from <= $as_of, FALSE) OR old_from <= $as_of) AS next_time
FROM told
