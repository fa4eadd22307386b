-- Has this finding about this record been put aside already?
SELECT d.dismissal_id
FROM dismissals d
LEFT JOIN visible_clients v ON v.client_id = d.client_id
WHERE d.code = $code
    AND d.record_table = $record_table
    AND d.record_id = $record_id
    AND d.record_position IS NOT DISTINCT FROM CAST($record_position AS INTEGER)
    AND (v.client_id IS NOT NULL OR d.client_id IS NULL)
