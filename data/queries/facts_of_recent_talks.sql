-- What do the records say about what is owed to the people whom active clients met, or agreed to meet, in these days,
-- and to those who led to them or gave something in these talks?
-- Builds on: facts_owed.
WITH recent AS (
    SELECT p.contact_id, p.referred_by
    FROM contacts AS p
    JOIN clients AS c ON c.client_id = p.client_id
    WHERE coalesce(c.status, 'active') = 'active'
        AND p.contact_id IN (
            SELECT contact_id
            FROM interviews
            WHERE held_on BETWEEN $since AND $until OR scheduled_on BETWEEN $since AND $until
        )
),

-- A thank-you to somebody who led to several people may stand for any of these.
around AS (
    SELECT contact_id
    FROM contacts
    WHERE contact_id IN (SELECT contact_id FROM recent)
        OR contact_id IN (SELECT referred_by FROM recent)
        OR referred_by IN (SELECT referred_by FROM recent)
        OR contact_id IN (
            SELECT l.contact_id
            FROM leads AS l
            JOIN interviews AS i ON i.interview_id = l.interview_id
            WHERE i.contact_id IN (SELECT contact_id FROM recent)
        )
),

talks AS (
    SELECT interview_id
    FROM interviews
    WHERE contact_id IN (SELECT contact_id FROM around)
)
SELECT f.*, c.name AS client
FROM facts_owed AS f
JOIN clients AS c ON c.client_id = f.client_id
WHERE coalesce(c.status, 'active') = 'active'
    AND (
        f.contact_id IN (SELECT contact_id FROM around)
        OR f.interview_id IN (SELECT interview_id FROM talks)
        OR f.because_of IN (SELECT contact_id FROM around)
    )
