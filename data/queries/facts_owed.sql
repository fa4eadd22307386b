-- What do the records say about what is owed, and which follow-ups are there?
SELECT f.*
FROM (
    -- What several have; what is of a talk; of a person; of a name given, of a decision; of a follow-up.
    SELECT
        'interviews' AS record, client_id, contact_id, interview_id, field_id,
        CAST(NULL AS VARCHAR) AS kind, CAST(NULL AS DATE) AS done_on,
        stage, requested_on, replied_on, scheduled_on, scheduled_day, confirmed_on, held_on, notes_on, resume_requested,
        asked_for_job,
        CAST(NULL AS VARCHAR) AS name, CAST(NULL AS DATE) AS added_on, CAST(NULL AS BIGINT) AS referred_by,
        CAST(NULL AS INTEGER) AS keep_in_touch_months,
        CAST(NULL AS BIGINT) AS lead_id, CAST(NULL AS DATE) AS given_on, CAST(NULL AS DATE) AS dropped_on,
        CAST(NULL AS BIGINT) AS decision_id, CAST(NULL AS DATE) AS decided_on,
        CAST(NULL AS BIGINT) AS follow_up_id, CAST(NULL AS BIGINT) AS because_of, CAST(NULL AS DATE) AS opens_on,
        CAST(NULL AS DATE) AS due_on, CAST(NULL AS DATE) AS imported_on
    FROM interviews
    UNION ALL
    SELECT
        'contacts', client_id, contact_id, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        name, added_on, referred_by, keep_in_touch_months,
        NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL
    FROM contacts
    UNION ALL
    SELECT
        'leads', client_id, contact_id, interview_id, NULL, kind, done_on,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL,
        lead_id, given_on, dropped_on, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL
    FROM leads
    UNION ALL
    SELECT
        'decisions', client_id, NULL, NULL, field_id, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, decision_id, decided_on,
        NULL, NULL, NULL, NULL, NULL
    FROM decisions
    UNION ALL
    SELECT
        'follow_ups', client_id, contact_id, interview_id, NULL, kind, done_on,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL,
        follow_up_id, because_of, opens_on, due_on, imported_on
    FROM follow_ups
) AS f
WHERE f.client_id IN (SELECT client_id FROM visible_clients)
