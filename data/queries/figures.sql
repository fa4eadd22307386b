-- What are the four figures of each client as of a day, with the parts that their ratios are made of?
-- Builds on: topics_so_far.
-- Builds on: owed_so_far.
-- Builds on: people_so_far.
--
-- From the tables come facts, each about a client and where possible about a person: a person's facts are gathered
-- first, a client's afterwards.
-- Nobody in a loop, and nobody who comes after one, is ever reached from a person without a referrer.
WITH RECURSIVE chain AS (
    SELECT client_id, contact_id, added_on, 0 AS generation
    FROM people_so_far
    WHERE referred_by IS NULL
    UNION ALL
    SELECT p.client_id, p.contact_id, p.added_on, chain.generation + 1
    FROM chain
    JOIN people_so_far AS p ON p.referred_by = chain.contact_id
),
persons AS (
    SELECT
        client_id,
        max(added_on) AS added_on,
        max(referred_by) AS referred_by,
        max(imported_on) AS imported_on,
        max(held_on) AS met_on,
        max(thanked_on) AS thanked_on
    FROM (
        SELECT
            client_id, contact_id, added_on, referred_by, imported_on,
            CAST(NULL AS DATE) AS held_on,
            CAST(NULL AS DATE) AS thanked_on
        FROM people_so_far
        UNION ALL
        SELECT client_id, contact_id, NULL, NULL, NULL, held_on, NULL FROM talks_so_far
        UNION ALL
        SELECT client_id, contact_id, NULL, NULL, NULL, NULL, thanked_on FROM owed_so_far
    ) AS facts
    GROUP BY client_id, contact_id
),
touched AS (
    SELECT
        client_id,
        added_on,
        CASE WHEN added_on IS NOT NULL THEN referred_by END AS referred_by,
        imported_on,
        met_on,
        CASE WHEN added_on IS NOT NULL THEN greatest(met_on, thanked_on) END AS touched_on
    FROM persons
),
talks AS (
    SELECT
        *,
        CASE WHEN requested_on IS NOT NULL THEN coalesce(scheduled_on, held_on) END AS agreed_on,
        CASE
            WHEN requested_on IS NOT NULL
                AND replied_on IS NULL
                AND held_on IS NULL
                AND coalesce(stage NOT IN ('declined', 'no_reply', 'cancelled'), TRUE)
                THEN 1
        END AS unanswered,
        -- Of one day the furthest step, then the talk entered last: one large number, so that a maximum finds it.
        CAST(
            greatest(
                (requested_on - DATE '1900-01-01') * 8,
                (replied_on - DATE '1900-01-01') * 8 + 1,
                (scheduled_on - DATE '1900-01-01') * 8 + 2,
                (confirmed_on - DATE '1900-01-01') * 8 + 3,
                (held_on - DATE '1900-01-01') * 8 + 4
            ) AS DECIMAL(38, 0)
        ) * 9007199254740992 + interview_id AS step
    FROM talks_so_far
),
counted AS (
    SELECT
        client_id,
        count(held_on) AS interviews_held,
        count(CASE WHEN held_on >= $as_of - 27 THEN 1 END) AS interviews_recent,
        count(CASE WHEN held_on BETWEEN $as_of - 55 AND $as_of - 28 THEN 1 END) AS interviews_recent_before,
        count(requested_on) AS requests,
        count(CASE WHEN requested_on IS NOT NULL THEN replied_on END) AS replies,
        count(topic) AS topics_answered,
        11 * count(field_id) AS topics_total,
        count(CASE WHEN topic IS NOT NULL THEN replicated_on END) AS topics_replicated,
        count(days_late) AS follow_ups_open,
        count(CASE WHEN days_late > 0 THEN 1 END) AS follow_ups_overdue,
        max(nullif(days_late, 0)) AS oldest_overdue_days,
        count(CASE WHEN part = 'promise' THEN 1 END) AS promises_late,
        max(CASE WHEN part = 'promise' THEN days_late END) AS oldest_promise_days,
        count(CASE WHEN part = 'old' THEN 1 END) AS promises_old,
        count(CASE WHEN part = 'over' THEN 1 END) AS promises_over,
        count(CASE WHEN part = 'hello' THEN 1 END) AS hellos_late,
        count(added_on) AS contacts,
        count(CASE WHEN added_on >= $as_of - 27 THEN 1 END) AS contacts_new,
        count(CASE WHEN added_on >= $as_of - 27 THEN imported_on END) AS contacts_new_imported,
        count(CASE WHEN added_on IS NOT NULL THEN met_on END) AS contacts_interviewed,
        count(CASE WHEN touched_on >= $as_of - 179 THEN 1 END) AS contacts_warm,
        count(CASE WHEN touched_on BETWEEN $as_of - 179 AND $as_of - 166 THEN 1 END) AS contacts_warm_ending,
        count(referred_by) AS contacts_referred,
        count(met_on) AS people_talked_with,
        count(agreed_on) AS requests_agreed,
        count(CASE WHEN requested_on >= $as_of - 6 THEN 1 END) AS requests_last_7_days,
        coalesce(max(generation), 0) AS generations,
        max(requested_on) AS last_requested_on,
        max(replied_on) AS last_replied_on,
        max(scheduled_on) AS last_scheduled_on,
        max(confirmed_on) AS last_confirmed_on,
        max(held_on) AS last_held_on,
        max(read_on) AS last_read_on,
        max(added_on) AS last_added_on,
        min(ahead_on) AS ahead_on,
        min(requested_on) AS first_requested_on,
        min(held_on) AS first_held_on,
        -- Whoever came with a file that knows no day of them may have been the first.
        CASE
            WHEN count(CASE WHEN referred_by IS NOT NULL AND added_on >= imported_on THEN 1 END) = 0
                THEN min(CASE WHEN referred_by IS NOT NULL THEN added_on END)
        END AS first_introduced_on,
        count(read_on) AS sources,
        count(unanswered) AS unanswered,
        CAST(max(step) % 9007199254740992 AS BIGINT) AS latest_talk
    FROM (
        -- The client; what is of a person; what is of a talk; what is of anything else.
        SELECT
            client_id,
            CAST(NULL AS DATE) AS added_on, CAST(NULL AS BIGINT) AS referred_by, CAST(NULL AS DATE) AS imported_on,
            CAST(NULL AS DATE) AS met_on, CAST(NULL AS DATE) AS touched_on, CAST(NULL AS INTEGER) AS generation,
            CAST(NULL AS DATE) AS requested_on, CAST(NULL AS DATE) AS replied_on, CAST(NULL AS DATE) AS scheduled_on,
            CAST(NULL AS DATE) AS confirmed_on, CAST(NULL AS DATE) AS held_on, CAST(NULL AS DATE) AS ahead_on,
            CAST(NULL AS DATE) AS agreed_on, CAST(NULL AS INTEGER) AS unanswered, CAST(NULL AS DECIMAL(38, 0)) AS step,
            CAST(NULL AS BIGINT) AS field_id, CAST(NULL AS VARCHAR) AS topic, CAST(NULL AS DATE) AS replicated_on,
            CAST(NULL AS BIGINT) AS days_late, CAST(NULL AS VARCHAR) AS part, CAST(NULL AS DATE) AS read_on
        FROM caseload
        UNION ALL
        SELECT
            client_id,
            added_on, referred_by, imported_on, met_on, touched_on, NULL,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL, NULL, NULL, NULL, NULL
        FROM touched
        UNION ALL
        SELECT
            client_id,
            NULL, NULL, NULL, NULL, NULL, CASE WHEN added_on IS NOT NULL THEN generation END,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL, NULL, NULL, NULL, NULL
        FROM chain
        UNION ALL
        SELECT
            client_id,
            NULL, NULL, NULL, NULL, NULL, NULL,
            requested_on, replied_on, scheduled_on, confirmed_on, held_on, ahead_on, agreed_on, unanswered, step,
            NULL, NULL, NULL, NULL, NULL, NULL
        FROM talks
        UNION ALL
        SELECT
            client_id,
            NULL, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
            field_id, NULL, NULL, NULL, NULL, NULL
        FROM fields_active
        UNION ALL
        SELECT
            client_id,
            NULL, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
            NULL, topic, replicated_on, NULL, NULL, NULL
        FROM topics_so_far
        UNION ALL
        SELECT
            client_id,
            NULL, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL, NULL, days_late, part, NULL
        FROM owed_so_far
        UNION ALL
        SELECT
            r.client_id,
            NULL, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL, NULL, NULL, NULL, CASE WHEN r.read_on <= $as_of THEN r.read_on END
        FROM research AS r
        JOIN caseload ON caseload.client_id = r.client_id
        WHERE CAST($of_field AS VARCHAR) IS NULL
            OR r.field_id IN (SELECT field_id FROM fields_meant)
    ) AS facts
    GROUP BY client_id
),
stepped AS (
    SELECT
        *,
        greatest(
            last_held_on, last_confirmed_on, last_scheduled_on, last_replied_on, last_requested_on, last_read_on,
            last_added_on
        ) AS last_step_on
    FROM caseload
    JOIN counted USING (client_id)
),
quiet AS (
    SELECT
        *,
        CASE
            WHEN interviews_held < coalesce(goal_interviews, $goal_interviews)
                THEN greatest($as_of - greatest(started_on, last_step_on), 0)
        END AS stuck_days
    FROM stepped
)
SELECT
    *,
    CASE last_step_on
        WHEN last_held_on THEN 'held'
        WHEN last_confirmed_on THEN 'confirmed'
        WHEN last_scheduled_on THEN 'scheduled'
        WHEN last_replied_on THEN 'replied'
        WHEN last_requested_on THEN 'requested'
        WHEN last_read_on THEN 'researched'
        WHEN last_added_on THEN 'identified'
    END AS stage,
    CAST(replies AS DOUBLE PRECISION) / nullif(requests, 0) AS reply_rate,
    CAST(topics_answered AS DOUBLE PRECISION) / nullif(topics_total, 0) AS coverage,
    CAST(contacts_referred AS DOUBLE PRECISION) / nullif(contacts, 0) AS referral_share,
    status = 'active' AND ahead_on IS NULL AND coalesce(stuck_days >= $halted_after_days, FALSE) AS is_halted
FROM quiet
