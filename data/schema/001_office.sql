-- The office: every table of the bundle as records.md has it, what stands beside each record, the trail of changes.
-- No index, foreign key, sequence or enum: why is told in ARCHITECTURE.md. An empty word is unknown, and allowed.

CREATE TABLE counselors (
    counselor_id BIGINT PRIMARY KEY,
    name VARCHAR,
    email VARCHAR,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE cohorts (
    cohort_id BIGINT PRIMARY KEY,
    name VARCHAR,
    starts_on DATE,
    ends_on DATE,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE clients (
    client_id BIGINT PRIMARY KEY,
    counselor_id BIGINT,
    name VARCHAR,
    email VARCHAR,
    cohort_id BIGINT,
    situation VARCHAR,
    mode VARCHAR,
    current_employer VARCHAR,
    started_on DATE,
    needed_by DATE,
    leaves_by DATE,
    goal_interviews INTEGER,
    status VARCHAR CHECK (status IN ('active', 'paused', 'closed')),
    confidence INTEGER,
    barrier VARCHAR,
    barrier_on DATE,
    pitch VARCHAR,
    pitch_practised_on DATE,
    shares_network BOOLEAN,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE fields (
    field_id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    name VARCHAR,
    soc_code VARCHAR,
    familiarity INTEGER,
    status VARCHAR,
    added_on DATE,
    decide_by DATE,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE research (
    research_id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    field_id BIGINT,
    source VARCHAR,
    title VARCHAR,
    url VARCHAR,
    read_on DATE,
    note VARCHAR,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE contacts (
    contact_id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    name VARCHAR,
    organization VARCHAR,
    title VARCHAR,
    seniority VARCHAR,
    email VARCHAR,
    phone VARCHAR,
    profile_url VARCHAR,
    channel VARCHAR,
    closeness VARCHAR,
    shared_connection VARCHAR,
    preferred_format VARCHAR,
    referred_by BIGINT,
    field_id BIGINT,
    added_on DATE,
    in_field VARCHAR,
    met_at VARCHAR,
    circle VARCHAR,
    asked_on DATE,
    time_zone VARCHAR,
    keep_in_touch_months INTEGER,
    interests VARCHAR,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE interviews (
    interview_id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    contact_id BIGINT,
    field_id BIGINT,
    purpose VARCHAR,
    stage VARCHAR CHECK (stage IN ('identified', 'researched', 'requested', 'replied', 'scheduled', 'confirmed', 'held', 'closed', 'declined', 'no_reply', 'cancelled')),
    requested_on DATE,
    request_method VARCHAR,
    minutes_requested INTEGER,
    replied_on DATE,
    scheduled_on DATE,
    scheduled_for TIMESTAMPTZ,
    scheduled_day DATE,
    format VARCHAR,
    platform VARCHAR,
    confirmed_on DATE,
    held_on DATE,
    closed_on DATE,
    initiated_by VARCHAR,
    minutes_actual INTEGER,
    reschedules INTEGER,
    resume_presented BOOLEAN,
    asked_for_job BOOLEAN,
    talk_share VARCHAR,
    referral_asked BOOLEAN,
    resume_requested BOOLEAN,
    notes_on DATE,
    highlights VARCHAR,
    difficulties VARCHAR,
    improvements VARCHAR,
    expected VARCHAR,
    heard VARCHAR,
    fit_skills INTEGER,
    fit_values INTEGER,
    fit_abilities INTEGER,
    fit_knowledge INTEGER,
    fit_experience INTEGER,
    fit_interests INTEGER,
    fit_lifestyle INTEGER,
    belonging INTEGER,
    energy INTEGER,
    confidence_before INTEGER,
    confidence_after INTEGER,
    outcome VARCHAR,
    prepared VARCHAR,
    memorable_line VARCHAR,
    memorable_used BOOLEAN,
    why_agreed VARCHAR,
    on_time BOOLEAN,
    missed_by VARCHAR,
    cut_short BOOLEAN,
    atmosphere VARCHAR,
    asked_most VARCHAR,
    openings_raised_by VARCHAR,
    thanked_in_person BOOLEAN,
    said_keep_in_touch BOOLEAN,
    interest_signal BOOLEAN,
    impression INTEGER,
    notes_permitted BOOLEAN,
    extended_by VARCHAR,
    clarity_after INTEGER,
    outcomes VARCHAR,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE questions (
    question_id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    interview_id BIGINT,
    position INTEGER NOT NULL,
    topic VARCHAR,
    text VARCHAR,
    bank_id VARCHAR,
    prompt_id BIGINT,
    asked BOOLEAN,
    answered BOOLEAN,
    answer VARCHAR,
    agrees BOOLEAN,
    scope VARCHAR,
    planned BOOLEAN,
    pinned BOOLEAN,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE follow_ups (
    follow_up_id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    contact_id BIGINT,
    interview_id BIGINT,
    kind VARCHAR CHECK (kind IN ('confirm', 'thank_you', 'thank_referrer', 'write_notes', 'lead', 'resource', 'send_resume', 'keep_in_touch', 'decision_update', 'repair', 'other')),
    opens_on DATE,
    due_on DATE,
    done_on DATE,
    note VARCHAR,
    because_of BIGINT,
    touch VARCHAR,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE notes (
    note_id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    author VARCHAR,
    created_on DATE,
    shared BOOLEAN,
    text VARCHAR,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE insights (
    insight_id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    field_id BIGINT,
    interview_id BIGINT,
    kind VARCHAR,
    text VARCHAR,
    name VARCHAR,
    topic VARCHAR,
    research_id BIGINT,
    organization VARCHAR,
    said_on DATE,
    bridge VARCHAR,
    bridged_on DATE,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE targets (
    target_id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    organization VARCHAR,
    field_id BIGINT,
    added_on DATE,
    applied_on DATE,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE leads (
    lead_id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    interview_id BIGINT,
    contact_id BIGINT,
    kind VARCHAR,
    name VARCHAR,
    volunteered BOOLEAN,
    given_on DATE,
    done_on DATE,
    dropped_on DATE,
    told_giver_on DATE,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE meetings (
    meeting_id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    counselor_id BIGINT,
    kind VARCHAR,
    planned_for TIMESTAMPTZ,
    planned_day DATE,
    happened_on DATE,
    about VARCHAR,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE check_ins (
    check_in_id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    taken_on DATE,
    confidence INTEGER,
    clarity INTEGER,
    focus INTEGER,
    stress INTEGER,
    energy INTEGER,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE decisions (
    decision_id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    field_id BIGINT,
    decided_on DATE,
    choice VARCHAR,
    reason VARCHAR,
    alternatives VARCHAR,
    would_change_it VARCHAR,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE prompts (
    prompt_id BIGINT PRIMARY KEY,
    client_id BIGINT,
    field_id BIGINT,
    topic VARCHAR,
    scope VARCHAR,
    text VARCHAR,
    findable_online BOOLEAN,
    sensitive BOOLEAN,
    drawback BOOLEAN,
    priority INTEGER,
    active BOOLEAN,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE letters (
    letter_id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    contact_id BIGINT,
    interview_id BIGINT,
    kind VARCHAR,
    text VARCHAR,
    sent_on DATE,
    channel VARCHAR,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE dismissals (
    dismissal_id BIGINT PRIMARY KEY,
    client_id BIGINT,
    code VARCHAR,
    record_table VARCHAR,
    record_id BIGINT,
    record_position INTEGER,
    reason VARCHAR,
    dismissed_by VARCHAR,
    dismissed_on DATE,
    until DATE,
    facts VARCHAR,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

CREATE TABLE settings (
    name VARCHAR PRIMARY KEY,
    value VARCHAR,
    source_id VARCHAR,
    revision INTEGER NOT NULL,
    imported_on DATE,
    edited VARCHAR
);

-- What is known of the file itself: its node for numbers, the day it was made, whether its people are made up.
CREATE TABLE office (
    name VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
);

-- One line per command, who gave it and when; undoing is a command too.
CREATE TABLE audit (
    audit_id BIGINT PRIMARY KEY,
    occurred_at TIMESTAMPTZ NOT NULL,
    command VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    person BIGINT,
    client_id BIGINT,
    undoes BIGINT
);

-- What a command did to each record: its fields before and after, as JSON; a run of added records is one line.
CREATE TABLE audit_changes (
    change_id BIGINT PRIMARY KEY,
    audit_id BIGINT NOT NULL,
    table_name VARCHAR NOT NULL,
    first_id BIGINT,
    last_id BIGINT,
    record_key VARCHAR,
    revision INTEGER NOT NULL,
    fields_before VARCHAR,
    fields_after VARCHAR
);

