-- What is waiting, by whom, to whom, since when? The oldest first; either hellos or everything that was promised.
-- Builds on: caseload.
WITH waiting AS (
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
        i.held_on
    FROM follow_ups AS f
    JOIN caseload AS c ON c.client_id = f.client_id
    LEFT JOIN interviews AS i ON i.interview_id = f.interview_id
    LEFT JOIN contacts AS p ON p.contact_id = coalesce(f.contact_id, i.contact_id)
    WHERE coalesce(f.done_on > $as_of, TRUE)
        AND coalesce(f.opens_on <= $as_of, TRUE)
        AND (f.kind = 'keep_in_touch') = $hellos
        AND (CAST($kind AS VARCHAR) IS NULL OR f.kind = $kind)
)
SELECT w.*, count(*) OVER () AS in_all
FROM waiting AS w
WHERE CAST($search AS VARCHAR) IS NULL
    OR contains(lower(w.client || ' ' || coalesce(w.person, '')), lower($search))
ORDER BY w.due_on, w.follow_up_id
LIMIT $most
