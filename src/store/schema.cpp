#include "store/schema.h"

namespace kenkei::store {

namespace {

constexpr Migration all_migrations[] = {
    {1, "cases, files, mails, anchors",
     // What is kept once and for all. `body` and hashes are never changed; payloads and files may be erased.
     R"(
CREATE TABLE schema_version (
    number {integer} NOT NULL PRIMARY KEY,
    about {text} NOT NULL
){strict};
CREATE TABLE events (
    case_id {text} NOT NULL,
    number {integer} NOT NULL,
    at {text} NOT NULL,
    role {text} NOT NULL,
    actor {text} NOT NULL,
    kind {text} NOT NULL,
    body {text} NOT NULL,
    payload_hash {text} NOT NULL,
    previous {text} NOT NULL,
    hash {text} NOT NULL,
    PRIMARY KEY (case_id, number)
){strict};
CREATE TABLE payloads (
    case_id {text} NOT NULL,
    number {integer} NOT NULL,
    salt {text} NOT NULL,
    content {text} NOT NULL,
    PRIMARY KEY (case_id, number),
    FOREIGN KEY (case_id, number) REFERENCES events (case_id, number)
){strict};
CREATE TABLE files (
    sha256 {text} NOT NULL PRIMARY KEY,
    size {integer} NOT NULL,
    content {bytes} NOT NULL
){strict};
CREATE TABLE event_files (
    case_id {text} NOT NULL,
    number {integer} NOT NULL,
    sha256 {text} NOT NULL REFERENCES files (sha256),
    PRIMARY KEY (case_id, number, sha256),
    FOREIGN KEY (case_id, number) REFERENCES events (case_id, number)
){strict};
CREATE INDEX event_files_by_file ON event_files (sha256);
CREATE TABLE anchors (
    number {integer} NOT NULL PRIMARY KEY,
    day {text} NOT NULL,
    at {text} NOT NULL,
    heads {integer} NOT NULL,
    previous {text} NOT NULL,
    hash {text} NOT NULL,
    public_key {text} NOT NULL,
    signature {text} NOT NULL
){strict};
CREATE TABLE anchor_heads (
    anchor {integer} NOT NULL REFERENCES anchors (number),
    case_id {text} NOT NULL,
    number {integer} NOT NULL,
    hash {text} NOT NULL,
    PRIMARY KEY (anchor, case_id)
){strict};
CREATE INDEX anchor_heads_by_case ON anchor_heads (case_id, anchor);
CREATE TABLE case_numbers (
    edition {text} NOT NULL PRIMARY KEY,
    last {integer} NOT NULL
){strict};
CREATE TABLE outbox (
    id {row},
    message_id {text} NOT NULL UNIQUE,
    case_id {text} NOT NULL,
    kind {text} NOT NULL,
    recipient {text} NOT NULL,
    subject {text} NOT NULL,
    content {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'bounced', 'erased')),
    attempts {integer} NOT NULL,
    created_at {text} NOT NULL,
    due_at {text} NOT NULL,
    sent_at {text},
    answer {text} NOT NULL
){strict};
CREATE INDEX outbox_due ON outbox (state, due_at);
CREATE INDEX outbox_by_case ON outbox (case_id);
CREATE TABLE retention_lists (
    id {text} NOT NULL PRIMARY KEY,
    at {text} NOT NULL,
    before_day {text} NOT NULL,
    content {text} NOT NULL,
    done_at {text}
){strict};
)"
     // Projections: worked out from the events, thrown away and made again by a rebuild.
     R"(
CREATE TABLE cases (
    row_number {row},
    case_id {text} NOT NULL UNIQUE,
    edition {text} NOT NULL,
    scheme {text} NOT NULL,
    firm {text} NOT NULL,
    code {text} NOT NULL,
    stage {text} NOT NULL,
    result {text} NOT NULL,
    class_id {text} NOT NULL,
    name {text} NOT NULL,
    kana {text} NOT NULL,
    opened_at {text} NOT NULL,
    submitted_at {text} NOT NULL,
    changed_at {text} NOT NULL,
    certificate {text} NOT NULL,
    valid_from {text} NOT NULL,
    valid_to {text} NOT NULL,
    versions {integer} NOT NULL,
    head {integer} NOT NULL,
    head_hash {text} NOT NULL,
    searched {text} NOT NULL
){strict};
CREATE INDEX cases_by_edition ON cases (edition, case_id);
CREATE INDEX cases_by_stage ON cases (edition, stage, case_id);
CREATE INDEX cases_by_firm ON cases (firm, case_id);
CREATE INDEX cases_by_firm_in_edition ON cases (edition, firm, case_id);
CREATE INDEX cases_by_code ON cases (edition, code, case_id);
CREATE UNIQUE INDEX cases_by_certificate ON cases (certificate, scheme) WHERE certificate <> '';
)",
     // The index of bigrams (search.h).
     R"(
CREATE VIRTUAL TABLE search USING fts5 (grams, content = '', detail = none, tokenize = "unicode61 remove_diacritics 0");
)",
     R"(
CREATE TABLE search (
    row_number BIGINT NOT NULL PRIMARY KEY,
    grams TSVECTOR NOT NULL
);
CREATE INDEX search_by_gram ON search USING gin (grams);
)"},
    {2, "accounts, jobs, hooks, whose case",
     // Who may log in, and what belongs to them. Lines of grants, claims and events stay for ever.
     R"(
CREATE TABLE accounts (
    id {text} NOT NULL PRIMARY KEY,
    mail {text} NOT NULL,
    name {text} NOT NULL,
    password {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('unconfirmed', 'active', 'suspended')),
    issuer {text} NOT NULL,
    subject {text} NOT NULL,
    totp {text} NOT NULL,
    totp_confirmed {integer} NOT NULL CHECK (totp_confirmed IN (0, 1)),
    totp_step {integer} NOT NULL,
    created_at {text} NOT NULL,
    seen_at {text}
){strict};
CREATE UNIQUE INDEX accounts_by_mail ON accounts (mail) WHERE mail <> '';
CREATE UNIQUE INDEX accounts_by_subject ON accounts (issuer, subject) WHERE issuer <> '';
CREATE TABLE account_grants (
    id {text} NOT NULL PRIMARY KEY,
    account {text} NOT NULL REFERENCES accounts (id),
    role {text} NOT NULL,
    scheme {text} NOT NULL,
    firm {text} NOT NULL,
    insurer {text} NOT NULL,
    granted_by {text} NOT NULL,
    granted_at {text} NOT NULL,
    until_at {text},
    ended_at {text},
    ended_by {text} NOT NULL,
    reason {text} NOT NULL
){strict};
CREATE INDEX account_grants_by_account ON account_grants (account, id);
CREATE INDEX account_grants_by_firm ON account_grants (firm, id) WHERE firm <> '';
CREATE UNIQUE INDEX account_grants_of_applicants ON account_grants (firm) WHERE role = 'applicant' AND ended_at IS NULL;
CREATE TABLE sessions (
    digest {text} NOT NULL PRIMARY KEY,
    account {text} NOT NULL REFERENCES accounts (id),
    created_at {text} NOT NULL,
    seen_at {text} NOT NULL,
    expires_at {text} NOT NULL
){strict};
CREATE INDEX sessions_by_account ON sessions (account, created_at);
CREATE INDEX sessions_by_end ON sessions (expires_at);
CREATE TABLE api_tokens (
    id {text} NOT NULL PRIMARY KEY,
    digest {text} NOT NULL UNIQUE,
    account {text} NOT NULL REFERENCES accounts (id),
    name {text} NOT NULL,
    scopes {text} NOT NULL,
    created_at {text} NOT NULL,
    expires_at {text} NOT NULL,
    revoked_at {text},
    used_at {text}
){strict};
CREATE INDEX api_tokens_by_account ON api_tokens (account, id);
CREATE TABLE one_time_secrets (
    digest {text} NOT NULL PRIMARY KEY,
    kind {text} NOT NULL,
    account {text} REFERENCES accounts (id),
    content {text} NOT NULL,
    created_at {text} NOT NULL,
    expires_at {text} NOT NULL,
    used_at {text}
){strict};
CREATE INDEX one_time_secrets_by_account ON one_time_secrets (account, kind);
CREATE INDEX one_time_secrets_by_end ON one_time_secrets (expires_at);
CREATE TABLE firm_claims (
    id {text} NOT NULL PRIMARY KEY,
    account {text} NOT NULL REFERENCES accounts (id),
    firm {text} NOT NULL,
    scheme {text} NOT NULL,
    name {text} NOT NULL,
    way {text} NOT NULL,
    postal {text} NOT NULL,
    address {text} NOT NULL,
    person {text} NOT NULL,
    code {text} NOT NULL,
    tries {integer} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('waiting', 'sent', 'approved', 'refused', 'expired')),
    created_at {text} NOT NULL,
    sent_at {text},
    decided_at {text},
    decided_by {text} NOT NULL,
    reason {text} NOT NULL,
    checked_how {text} NOT NULL,
    checked_postal {text} NOT NULL,
    checked_address {text} NOT NULL,
    checked_by {text} NOT NULL
){strict};
CREATE INDEX firm_claims_by_account ON firm_claims (account, id);
CREATE INDEX firm_claims_by_state ON firm_claims (state, id);
CREATE INDEX firm_claims_by_scheme ON firm_claims (scheme, state, id);
CREATE UNIQUE INDEX firm_claims_open ON firm_claims (account, firm) WHERE state IN ('waiting', 'sent');
CREATE TABLE account_events (
    id {row},
    at {text} NOT NULL,
    account {text} NOT NULL,
    actor {text} NOT NULL,
    kind {text} NOT NULL,
    detail {text} NOT NULL
){strict};
CREATE INDEX account_events_by_account ON account_events (account, id);
CREATE TABLE remembered_answers (
    account {text} NOT NULL REFERENCES accounts (id),
    key {text} NOT NULL,
    request {text} NOT NULL,
    status {integer} NOT NULL,
    headers {text} NOT NULL,
    body {text} NOT NULL,
    at {text} NOT NULL,
    PRIMARY KEY (account, key)
){strict};
CREATE INDEX remembered_answers_by_age ON remembered_answers (at);
)"
     // What is done by the clock, and what is told to other programs.
     R"(
CREATE TABLE leases (
    name {text} NOT NULL PRIMARY KEY,
    holder {text} NOT NULL,
    until_at {text} NOT NULL
){strict};
CREATE TABLE job_runs (
    job {text} NOT NULL PRIMARY KEY,
    at {text} NOT NULL,
    milliseconds {integer} NOT NULL,
    done {integer} NOT NULL CHECK (done IN (0, 1)),
    attempts {integer} NOT NULL,
    told {text} NOT NULL
){strict};
CREATE INDEX job_runs_by_age ON job_runs (at);
CREATE TABLE hooks (
    id {text} NOT NULL PRIMARY KEY,
    scheme {text} NOT NULL,
    url {text} NOT NULL,
    secret {text} NOT NULL,
    kinds {text} NOT NULL,
    active {integer} NOT NULL CHECK (active IN (0, 1)),
    owner {text} REFERENCES accounts (id),
    created_at {text} NOT NULL,
    failures {integer} NOT NULL,
    answer {text} NOT NULL
){strict};
CREATE TABLE hook_deliveries (
    id {row},
    hook {text} NOT NULL REFERENCES hooks (id),
    message_id {text} NOT NULL UNIQUE,
    case_id {text} NOT NULL,
    event {integer} NOT NULL,
    body {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts {integer} NOT NULL,
    created_at {text} NOT NULL,
    due_at {text} NOT NULL,
    answer {text} NOT NULL
){strict};
CREATE INDEX hook_deliveries_due ON hook_deliveries (state, due_at);
CREATE INDEX hook_deliveries_by_hook ON hook_deliveries (hook, id);
ALTER TABLE cases ADD COLUMN insurer {text} NOT NULL DEFAULT '';
CREATE INDEX cases_by_insurer ON cases (insurer, case_id) WHERE insurer <> '';
CREATE INDEX cases_by_scheme ON cases (scheme, case_id);
CREATE INDEX cases_by_standing ON cases (scheme, edition, stage, result, class_id);
)",
     // The insurer of the latest inquiry. What a damaged event says is left out: the audit tells, a rebuild mends.
     R"(
UPDATE cases SET insurer = coalesce((
    SELECT CASE WHEN json_valid(body) THEN json_extract(body, '$.insurer') END FROM events
    WHERE events.case_id = cases.case_id AND kind = 'insurer_inquired' ORDER BY number DESC LIMIT 1), '')
WHERE case_id IN (SELECT case_id FROM events WHERE kind = 'insurer_inquired');
)",
     R"(
UPDATE cases SET insurer = coalesce((
    SELECT CASE WHEN body ~ '^{"insurer":"([^"\\[:cntrl:]]|\\["\\/bfnrt])*","due":("[0-9-]*"|null)}$'
           THEN body::json ->> 'insurer' END FROM events
    WHERE events.case_id = cases.case_id AND kind = 'insurer_inquired' ORDER BY number DESC LIMIT 1), '')
WHERE case_id IN (SELECT case_id FROM events WHERE kind = 'insurer_inquired');
)"},
    {3, "keys of secrets, browsers that are known",
     R"(
CREATE TABLE secret_keys (
    id {text} NOT NULL PRIMARY KEY,
    since {text} NOT NULL
){strict};
ALTER TABLE accounts ADD COLUMN strange_until {text};
)",
     "", ""},
};

}

std::span<const Migration> migrations()
{
    return all_migrations;
}

}
