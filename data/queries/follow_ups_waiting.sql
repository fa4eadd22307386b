-- What is waiting, by whom, to whom, since when? The oldest first; greetings after everything that was promised.
WITH chosen AS (
    SELECT c.client_id, c.name
    FROM clients c
    JOIN visible_clients v ON v.client_id = c.client_id
    WHERE coalesce(c.status, 'active') = 'active'
        AND ($counselor_id IS NULL OR c.counselor_id = CAST($counselor_id AS BIGINT))
        AND ($cohort_id IS NULL OR c.cohort_id = CAST($cohort_id AS BIGINT))
        AND (
            $field IS NULL
            OR EXISTS (
                SELECT 1 FROM fields f WHERE f.client_id = c.client_id AND lower(f.name) = lower(CAST($field AS VARCHAR))
            )
        )
), waiting AS (
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
    FROM follow_ups f
    JOIN chosen c ON c.client_id = f.client_id
    LEFT JOIN interviews i ON i.interview_id = f.interview_id
    LEFT JOIN contacts p ON p.contact_id = coalesce(f.contact_id, i.contact_id)
    WHERE (f.done_on IS NULL OR f.done_on > $as_of)
        AND (f.opens_on IS NULL OR f.opens_on <= $as_of)
        AND ($kind IS NULL OR f.kind = $kind)
)
SELECT w.*, count(*) OVER () AS in_all
FROM waiting w
WHERE (
    $search IS NULL
    OR contains(lower(w.client || ' ' || coalesce(w.person, '')), lower(CAST($search AS VARCHAR)))
)
ORDER BY w.kind = 'keep_in_touch', w.due_on, w.follow_up_id
LIMIT $most
