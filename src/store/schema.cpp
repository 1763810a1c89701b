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
};

}

std::span<const Migration> migrations()
{
    return all_migrations;
}

}
