-- What is open on the day, whose, to whom; is it a hello, is it for next time?
-- Builds on: caseload.
--
-- For next time is what is too old to be mended, and what its talk or the name given says is over (`over_on`); a
-- confirmation can be sent as long as its talk lies ahead.
WITH told AS (
    SELECT
        f.follow_up_id,
        f.client_id,
        c.name AS client,
        p.name AS person,
        p.organization,
        f.kind,
        f.opens_on,
        f.due_on,
        f.note,
        i.held_on,
        i.confirmed_on,
        f.kind = 'confirm' AND coalesce(i.scheduled_day >= $as_of, FALSE) AS ahead,
        CASE
            WHEN f.kind = 'confirm' AND i.held_on <= $as_of THEN i.held_on
            WHEN f.kind = 'confirm' AND i.confirmed_on <= $as_of THEN i.confirmed_on
            WHEN f.kind = 'confirm' AND i.stage IN ('declined', 'no_reply', 'cancelled')
                AND coalesce(i.closed_on, $as_of) <= $as_of THEN coalesce(i.closed_on, $as_of)
            WHEN f.kind = 'write_notes' AND i.notes_on <= $as_of THEN i.notes_on
            WHEN l.fact_on <= $as_of THEN l.fact_on
        END AS over_on
    FROM follow_ups AS f
    JOIN caseload AS c ON c.client_id = f.client_id
    LEFT JOIN interviews AS i ON i.interview_id = f.interview_id
    LEFT JOIN contacts AS p ON p.contact_id = coalesce(f.contact_id, i.contact_id)
    LEFT JOIN (SELECT lead_id, least(done_on, dropped_on) AS fact_on FROM leads) AS l
        ON l.lead_id = f.because_of AND f.kind IN ('lead', 'resource')
    WHERE coalesce(f.done_on > $as_of, TRUE)
        AND coalesce(f.opens_on <= $as_of, TRUE)
        AND (CAST($kind AS VARCHAR) IS NULL OR f.kind = $kind)
)
SELECT
    *,
    kind = 'keep_in_touch' AS hello,
    kind <> 'keep_in_touch' AND (over_on IS NOT NULL OR (due_on < $missed_from AND NOT ahead)) AS next_time
FROM told
WHERE CAST($search AS VARCHAR) IS NULL
    OR strpos(lower(client || ' ' || coalesce(person, '')), lower($search)) > 0
