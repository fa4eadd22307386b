-- What was planned, asked and answered in this client's talks?
SELECT question_id, interview_id, position, topic, text, asked, answered, answer, agrees, scope, planned
FROM questions
WHERE client_id = $client_id
    AND EXISTS (SELECT 1 FROM visible_clients v WHERE v.client_id = $client_id)
ORDER BY interview_id, position
