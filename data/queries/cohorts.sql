-- Which cohorts are there?
SELECT cohort_id, name
FROM cohorts
WHERE EXISTS (SELECT 1 FROM visible_clients) OR $viewer_role IN ('local', 'lead', 'counselor', 'client')
ORDER BY name, cohort_id
