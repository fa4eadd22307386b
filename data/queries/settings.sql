-- Which numbers and words are the office's own?
SELECT name, value
FROM settings
WHERE EXISTS (SELECT 1 FROM visible_clients) OR $viewer_role IN ('local', 'lead', 'counselor')
ORDER BY name
