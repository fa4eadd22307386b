-- What do the records say about what is owed, and which follow-ups are there?
SELECT f.*
FROM (
    SELECT
        'interviews' AS record, client_id, interview_id, contact_id, field_id, stage, requested_on, replied_on,
        scheduled_on, scheduled_day, confirmed_on, held_on, notes_on, resume_requested, asked_for_job
    FROM interviews
    UNION ALL BY NAME
    SELECT 'contacts' AS record, client_id, contact_id, name, added_on, referred_by, keep_in_touch_months
    FROM contacts
    UNION ALL BY NAME
    SELECT 'leads' AS record, client_id, lead_id, kind, interview_id, contact_id, given_on, done_on, dropped_on
    FROM leads
    UNION ALL BY NAME
    SELECT 'decisions' AS record, client_id, decision_id, field_id, decided_on
    FROM decisions
    UNION ALL BY NAME
    SELECT
        'follow_ups' AS record, client_id, follow_up_id, kind, contact_id, interview_id, because_of, opens_on, due_on,
        done_on, imported_on
    FROM follow_ups
) AS f
WHERE f.client_id IN (SELECT client_id FROM visible_clients)
