-- When did the counselor and this client have a word, and what is planned?
SELECT
    m.meeting_id, m.kind, m.counselor_id, s.name AS counselor,
    CAST(extract(epoch FROM m.planned_for) * 1000000 AS BIGINT) AS planned_us, m.planned_day, m.happened_on, m.about
FROM meetings m
LEFT JOIN counselors s ON s.counselor_id = m.counselor_id
WHERE m.client_id = $client_id
    AND EXISTS (SELECT 1 FROM visible_clients v WHERE v.client_id = $client_id)
ORDER BY coalesce(m.happened_on, m.planned_day) DESC NULLS LAST, m.meeting_id DESC NULLS LAST
