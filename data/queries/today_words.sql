-- When did each client and their counselor last speak, when do they meet; which words are of late, what was put aside?
-- Builds on: caseload.
--
-- `words` are the words of late, each its day, kind and codes; `asides` is what was put aside and may still be so, or
-- was of late. Both in no order, with a sign between that no text of ours can hold (docs/records.md).
WITH facts AS (
    SELECT
        m.client_id,
        CASE WHEN m.happened_on <= $as_of THEN m.happened_on END AS spoke_on,
        m.planned_day AS planned_on,
        CASE WHEN coalesce(m.happened_on > $as_of, TRUE) THEN m.planned_day END AS meets_on,
        CASE
            WHEN m.happened_on BETWEEN $words_from AND $as_of
                THEN CAST(m.happened_on AS VARCHAR) || ' ' || coalesce(m.kind, '-') || ' ' || coalesce(m.about, '')
        END AS word,
        CAST(NULL AS VARCHAR) AS aside
    FROM meetings AS m
    JOIN caseload ON caseload.client_id = m.client_id
    UNION ALL
    SELECT
        d.client_id,
        NULL,
        NULL,
        NULL,
        NULL,
        CAST(coalesce(d.dismissed_on, $words_from) AS VARCHAR)
            || chr(31) || coalesce(CAST(d.until AS VARCHAR), '')
            || chr(31) || d.code
            || chr(31) || d.record_table
            || chr(31) || CAST(d.record_id AS VARCHAR)
            || chr(31) || coalesce(d.facts, '')
            || chr(31) || coalesce(d.reason, '')
    FROM dismissals AS d
    JOIN caseload ON caseload.client_id = d.client_id
    WHERE d.record_position IS NULL
        AND coalesce(d.dismissed_on <= $as_of, TRUE)
        AND (d.until IS NULL OR d.until > $as_of OR d.dismissed_on > $untouched_before)
)
SELECT
    client_id,
    max(spoke_on) AS last_word,
    max(planned_on) AS planned_on,
    max(meets_on) AS meets_on,
    string_agg(word, chr(30)) AS words,
    string_agg(aside, chr(30)) AS asides
FROM facts
GROUP BY client_id
