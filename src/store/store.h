#pragma once

#include "casework/act.h"
#include "store/connection.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kenkei::store {

using casework::CaseId;

// A line of a list of cases: the projection, not the case.
struct CaseRow {
    CaseId id;
    std::string edition;
    std::string firm; // 法人番号
    std::string code;
    casework::Stage stage = casework::Stage::None;
    std::string result; // "", recognised, refused
    std::string class_id;
    std::string name;
    std::string kana;
    std::string opened_at;    // base::to_utc
    std::string submitted_at; // "" if never
    std::string changed_at;
    std::string certificate;
    std::string valid_from; // ISO; "" if none
    std::string valid_to;
    std::string insurer;       // that was asked last; "" if none
    std::int64_t versions = 0; // submissions
    std::int64_t head = 0;     // number of the last event
    std::string head_hash;
};

// Whose cases may be looked at: those of any of these schemes, firms (法人番号) or insurers that are asked. Empty texts
// in the lists are passed over; without `all` and without any other nothing is within it.
struct Reach {
    bool all = false;
    std::vector<std::string> schemes = {};
    std::vector<std::string> firms = {};
    std::vector<std::string> insurers = {};
};

struct Filter {
    std::optional<Reach> reach = {}; // nothing: all
    std::string edition;             // "" for all
    std::string scheme;
    std::string firm;
    std::string code;
    std::string not_firm;    // cases of all others
    std::string certificate; // its whole number
    std::optional<casework::Stage> stage;
    bool filed = false;             // true: handed in, and neither a draft nor withdrawn now
    bool waits_for_insurer = false; // true: an insurer was asked last and has not answered
    std::string after;              // case id: those behind it, for paging
    std::int64_t limit = 0;         // 0: all
};

// A mail to be sent (office/ writes it in the transaction of its errand).
struct Mail {
    std::int64_t id = 0;
    std::string message_id; // without <>; stable over all attempts
    CaseId case_id;
    std::string kind; // of what it tells: submitted, notified, …
    std::string recipient;
    std::string subject;
    std::string content; // text
    std::string state;   // waiting, sent, failed, bounced, erased
    std::int64_t attempts = 0;
    base::Timestamp created;
    base::Timestamp due; // not before
    std::optional<base::Timestamp> sent;
    std::string answer; // the server's last
};

struct Hook;

// A row of a table as texts, kept: what a case's projection is compared with when it is written again.
struct KeptRow {
    std::int64_t number = 0; // 0: it was not read
    std::vector<std::string> columns;
};

// All that one errand reads and writes; durable at once, or not at all.
class Transaction {
public:
    enum class Use { Read, Write };
    explicit Transaction(Connection& connection, Use use = Use::Read) : m_connection(connection), m_use(use) {}

    // The next free 案件番号 of an edition (yuryo-sme/2025 → yuryo-sme-2025-000001).
    base::Result<CaseId> new_case_id(const std::string& edition);

    // Error store.no-case.
    base::Result<std::vector<casework::Event>> events_of(const CaseId&);
    base::Result<casework::Case> load_case(const CaseId&);

    // Adds events behind `state.last_event`, chained and salted, writes the projection, and brings `state` up to date.
    // FileRefs in them must have been put. Errors: store.conflict (another errand was faster; load again),
    // case.certificate (another case of the scheme has that number), case.anchored (an event is dated back behind the
    // last anchor, which would not know it; audit.h).
    base::Result<void> append(casework::Case& state, const std::vector<casework::Event>&);

    base::Result<std::string> put_file(std::string_view content);   // its SHA-256
    base::Result<std::string> load_file(const std::string& sha256); // error store.no-file (erased or never there)

    base::Result<std::vector<CaseRow>> list(const Filter&); // by case id
    // Cases whose number, name, kana, phone, person or code holds the text, folded (width, kana, hyphens of phones);
    // also of one or two kanji. By age, at most `limit`.
    // Error store.search: more than 16 words.
    base::Result<std::vector<CaseRow>> search(std::string_view text, std::int64_t limit,
                                              const std::optional<Reach>& = {});
    // In an errand that writes nobody else adds to the case until it is committed.
    base::Result<std::optional<CaseRow>> find_row(const CaseId&);
    // How many cases of the reach stand where, by edition, stage and result.
    struct Count {
        std::string edition;
        casework::Stage stage = casework::Stage::None;
        std::string result;
        std::string class_id;
        std::int64_t cases = 0;
    };
    base::Result<std::vector<Count>> count(const Reach&);

    base::Result<void> put_mail(const Mail&); // id is given by the store
    base::Result<std::vector<Mail>> mails_due(base::Timestamp now, std::int64_t limit);
    // Takes a mail for one sender until `until`: false if another has it.
    base::Result<bool> claim_mail(const Mail&, base::Timestamp until);
    base::Result<void> set_mail(const Mail&); // state, attempts, due, sent, answer
    base::Result<std::optional<Mail>> find_mail(const std::string& message_id);
    base::Result<std::vector<Mail>> mails_of(const CaseId&);

    Connection& connection() { return m_connection; }
    // What stands behind a SELECT of rows that this errand is going to change: on PostgreSQL several errands write at
    // one time, and each must see what the others made of a row.
    std::string_view to_change() const
    {
        return m_use == Use::Write && m_connection.backend() == Backend::Postgres ? " FOR UPDATE" : "";
    }

private:
    friend class Jobs;
    base::Result<std::string> hash_of_head(const casework::Case&);
    base::Result<void> refuse_anchored(const std::vector<casework::Event>&);

    // The last event of the case that was read last, and what the table of cases says of it.
    struct Head {
        std::string case_id;
        std::int64_t number = 0;
        std::string hash;
        KeptRow row;
    };
    struct LastAnchor {
        std::int64_t number = 0; // 0: none yet
        std::string at;
    };

    Connection& m_connection;
    Use m_use;
    Head m_head;
    // Asked for once, however many errands share this transaction.
    std::optional<LastAnchor> m_last_anchor;
    std::shared_ptr<const std::vector<Hook>> m_hooks;
};

using Errand = std::function<base::Result<void>(Transaction&)>;

// A database of cases, up to date (schema.h).
class Store {
public:
    // Migrates on the way, unless `ReadOnly` (error store.older: it would have to).
    static base::Result<Store> open(const std::string& where, Opening = Opening::Create);

    // Runs an errand in one transaction. Its error undoes all of it and is given back; store.conflict, store.busy and
    // store.serialization run it again, a few times. A read sees one state of the database.
    base::Result<void> write(const Errand&);
    base::Result<void> read(const Errand&);

    const std::string& where() const { return m_where; }
    Connection& connection() { return *m_connection; }

private:
    std::string m_where;
    std::unique_ptr<Connection> m_connection;
};

}
