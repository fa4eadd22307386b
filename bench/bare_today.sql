-- The yardstick for Today: one counselor's active clients, straight from the tables, with nothing that Digwell adds.
WITH mine AS (
    SELECT client_id
    FROM clients
    WHERE counselor_id = $counselor_id
        AND coalesce(status, 'active') = 'active'
),
talks AS (
    SELECT
        i.client_id,
        count(*) FILTER (WHERE i.held_on <= $as_of) AS held,
        count(*) FILTER (WHERE i.requested_on <= $as_of) AS requests,
        count(*) FILTER (WHERE i.requested_on <= $as_of AND i.replied_on <= $as_of) AS replies
    FROM interviews AS i
    JOIN mine ON mine.client_id = i.client_id
    GROUP BY i.client_id
),
pairs AS (
    SELECT q.client_id, i.field_id, q.topic, count(DISTINCT i.contact_id) AS people
    FROM questions AS q
    JOIN mine ON mine.client_id = q.client_id
    JOIN interviews AS i ON i.interview_id = q.interview_id
    JOIN fields AS f ON f.field_id = i.field_id
    WHERE q.answered
        AND q.topic <> 'referral'
        AND i.held_on <= $as_of
        AND coalesce(f.status, '') <> 'ruled_out'
    GROUP BY q.client_id, i.field_id, q.topic
),
topics AS (
    SELECT client_id, count(*) AS answered, count(*) FILTER (WHERE people > 1) AS replicated
    FROM pairs
    GROUP BY client_id
),
owed AS (
    SELECT u.client_id, count(*) AS overdue, max($as_of - u.due_on) AS oldest
    FROM follow_ups AS u
    JOIN mine ON mine.client_id = u.client_id
    WHERE u.due_on < $as_of
        AND coalesce(u.done_on > $as_of, TRUE)
        AND coalesce(u.opens_on <= $as_of, TRUE)
    GROUP BY u.client_id
),
people AS (
    SELECT p.client_id, count(*) AS contacts, count(*) FILTER (WHERE p.added_on > $as_of - 28) AS contacts_new
    FROM contacts AS p
    JOIN mine ON mine.client_id = p.client_id
    WHERE p.added_on <= $as_of
    GROUP BY p.client_id
)
SELECT
    mine.client_id,
    talks.held,
    talks.requests,
    talks.replies,
    topics.answered,
    topics.replicated,
    owed.overdue,
    owed.oldest,
    people.contacts,
    people.contacts_new
FROM mine
LEFT JOIN talks ON talks.client_id = mine.client_id
LEFT JOIN topics ON topics.client_id = mine.client_id
LEFT JOIN owed ON owed.client_id = mine.client_id
LEFT JOIN people ON people.client_id = mine.client_id
