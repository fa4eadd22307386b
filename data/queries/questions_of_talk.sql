-- Which questions stand in this talk, and in which place?
SELECT question_id, position
FROM questions
WHERE client_id = $client_id
    AND interview_id = $interview_id
    AND EXISTS (SELECT 1 FROM visible_clients v WHERE v.client_id = $client_id)
ORDER BY position
