-- Who is in this caseload, those who need a word first, by name after that? How many there are stands in every row.
-- Builds on: caseload.
SELECT c.client_id, c.name, c.goal_interviews, count(*) OVER () AS in_all
FROM caseload AS c
WHERE CAST($search AS VARCHAR) IS NULL
    OR strpos(lower(c.name), lower($search)) > 0
ORDER BY array_position(CAST($listed AS BIGINT[]), c.client_id) NULLS LAST, lower(c.name), c.client_id
LIMIT $most
