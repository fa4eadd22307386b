-- Who looks after clients here?
SELECT counselor_id, name
FROM counselors
WHERE EXISTS (SELECT 1 FROM visible_clients) OR $viewer_role IN ('local', 'lead', 'counselor', 'client')
ORDER BY name, counselor_id
