-- What has been written about this client? A client reads only what was shared, and what a client wrote for nobody
-- else is read by nobody else: such a note is here without its text.
SELECT
    n.note_id,
    n.author,
    s.name AS counselor,
    n.created_on,
    n.shared,
    CASE WHEN n.shared OR coalesce(n.author <> 'client', TRUE) THEN n.text END AS text
FROM notes n
LEFT JOIN counselors s ON n.author = coalesce(s.source_id, CAST(s.counselor_id AS VARCHAR))
WHERE n.client_id = $client_id
    AND (n.created_on IS NULL OR n.created_on <= $as_of)
    AND ($viewer_role <> 'client' OR n.shared)
    AND EXISTS (SELECT 1 FROM visible_clients v WHERE v.client_id = $client_id)
ORDER BY n.created_on DESC NULLS LAST, n.note_id DESC NULLS LAST
