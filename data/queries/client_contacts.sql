-- Whom does this client know, and through whom?
SELECT
    contact_id, name, organization, title, seniority, channel, closeness, shared_connection, preferred_format,
    referred_by, field_id, added_on, met_at, imported_on
FROM contacts
WHERE client_id = $client_id
    AND added_on <= $as_of
    AND EXISTS (SELECT 1 FROM visible_clients v WHERE v.client_id = $client_id)
ORDER BY added_on, contact_id
