-- Which findings about this record have been put aside?
SELECT d.dismissal_id
FROM dismissals d
JOIN visible_clients v ON v.client_id = d.client_id
WHERE d.record_table = $record_table
    AND d.record_id = $record_id
