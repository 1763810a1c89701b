#include "store/audit_case.h"

#include "store/chain.h"
#include "store/erasure.h"
#include "store/projection.h"

#include <algorithm>
#include <map>
#include <set>

namespace kenkei::store {

namespace {

class CaseAudit {
public:
    CaseAudit(const AuditedCase& audited, const std::vector<Anchor>& anchors, AuditReport& report)
        : m_audited(audited)
        , m_events(audited.stored.events)
        , m_anchors(anchors)
        , m_report(report)
    {}

    void check()
    {
        read_events();
        check_chain();
        check_payloads();
        check_files();
        check_heads();
        check_all_are_committed();
        check_projection();
    }

private:
    // An event as far as it can be read.
    struct Read {
        std::optional<casework::EventRecord> record;
        std::optional<casework::Event> event;
        std::string hash; // computed again; "" if that cannot be done
    };

    void damage(std::string_view code, std::int64_t event, std::string message)
    {
        m_report.damage.push_back({std::string(code), m_audited.stored.id, event, std::move(message)});
    }

    void read_events();
    void note_erasures(const casework::Event&);
    void check_chain();
    void check_hash(std::size_t index);
    void check_payloads();
    void check_payload(std::size_t index);
    void check_files();
    void check_links(std::size_t index, const std::set<std::string>& linked);
    void check_heads();
    void check_all_are_committed();
    void check_projection();
    void compare_row(const Projection&, const StoredRow&);
    bool is_good(const AuditedCase::Head&) const;

    const AuditedCase& m_audited;
    const std::vector<StoredEvent>& m_events;
    const std::vector<Anchor>& m_anchors;
    AuditReport& m_report;
    std::vector<Read> m_read;
    std::set<std::int64_t> m_erased; // numbers of events whose payload was erased later
    bool m_has_all_payloads = true;
};

void CaseAudit::note_erasures(const casework::Event& event)
{
    if (const auto* erasure = std::get_if<casework::PayloadsErased>(&event.what)) {
        for (const std::int64_t number : erasure->events) {
            if (number < event.number)
                m_erased.insert(number);
        }
    }
}

void CaseAudit::read_events()
{
    for (const StoredEvent& stored : m_events) {
        Read read;
        if (auto record = record_of(stored); record.ok()) {
            read.hash = event_hash(m_audited.stored.id, *record, stored.payload_hash, stored.previous);
            read.record = std::move(*record);
            if (auto event = casework::read_record(*read.record); event.ok())
                read.event = std::move(*event);
        }
        if (read.event)
            note_erasures(*read.event);
        m_read.push_back(std::move(read));
    }
    m_report.cases += m_events.empty() ? 0 : 1;
    m_report.events += static_cast<std::int64_t>(m_events.size());
}

void CaseAudit::check_hash(std::size_t index)
{
    const StoredEvent& event = m_events[index];
    if (m_read[index].hash != event.hash)
        return damage(
            "audit.event", event.number,
            "記録された後に書き換えられています（ハッシュ値が合いません）。この出来事から後は信頼できません。");
    if (m_read[index].event)
        return;
    // Its hash is right, so it was written like this; without the payload, is it the body?
    casework::EventRecord bare = *m_read[index].record;
    bare.payload.clear();
    if (!casework::read_record(bare).ok())
        damage("audit.event", event.number,
               "内容を出来事として読めません。新しい版のプログラムで書かれたおそれがあります。");
}

void CaseAudit::check_chain()
{
    std::int64_t number = 0;
    std::string_view previous;
    for (std::size_t i = 0; i < m_events.size(); ++i) {
        const StoredEvent& event = m_events[i];
        if (event.number != number + 1)
            damage("audit.gap", number + 1,
                   "出来事 " + std::to_string(number + 1) + " から " + std::to_string(event.number - 1) +
                       " までが失われています。");
        else if (event.previous != previous)
            damage("audit.chain", event.number,
                   "前の出来事とつながっていません。前の出来事が書き換えられたか、入れ替えられています。");
        check_hash(i);
        number = event.number;
        previous = event.hash;
    }
}

void CaseAudit::check_payload(std::size_t index)
{
    const StoredEvent& event = m_events[index];
    const bool erased = m_erased.contains(event.number);
    if (!event.has_payload) {
        if (event.payload_hash.empty())
            return;
        if (erased) {
            ++m_report.erased;
            return;
        }
        m_has_all_payloads = false;
        return damage("audit.payload-missing", event.number, "個人に関わる内容が、消去の記録なしに失われています。");
    }
    ++m_report.payloads;
    if (event.payload_hash.empty())
        return damage("audit.payload", event.number, "内容のないはずの出来事に、個人に関わる内容が加えられています。");
    if (erased)
        return damage("audit.payload", event.number, "消去したはずの個人に関わる内容が残っています。");
    if (payload_hash(event.salt, event.payload) != event.payload_hash)
        return damage("audit.payload", event.number,
                      "個人に関わる内容が書き換えられています（ハッシュ値が合いません）。");
    if (m_read[index].record && !m_read[index].event)
        damage("audit.payload", event.number,
               "個人に関わる内容を読めません。新しい版のプログラムで書かれたおそれがあります。");
}

void CaseAudit::check_payloads()
{
    for (std::size_t i = 0; i < m_events.size(); ++i)
        check_payload(i);
    for (const std::int64_t number : m_audited.stray_payloads)
        damage("audit.payload", number, "出来事のない、個人に関わる内容があります。");
}

void CaseAudit::check_links(std::size_t index, const std::set<std::string>& linked)
{
    const StoredEvent& event = m_events[index];
    // Without its payload an event does not say which files were its own.
    if (!m_read[index].event || (!event.has_payload && !event.payload_hash.empty() && !m_erased.contains(event.number)))
        return;
    const std::vector<std::string> named = files_of(*m_read[index].event);
    for (const std::string& file : named) {
        if (!linked.contains(file))
            damage("audit.file", event.number, "提出されたファイル " + file + " との結び付きが失われています。");
    }
    for (const std::string& file : linked) {
        if (std::find(named.begin(), named.end(), file) == named.end())
            damage("audit.file", event.number, "この出来事のものではないファイルが結び付けられています。");
    }
}

void CaseAudit::check_files()
{
    std::map<std::int64_t, std::set<std::string>> linked;
    for (const AuditedCase::File& file : m_audited.files) {
        linked[file.number].insert(file.sha256);
        if (!file.kept)
            damage("audit.file-missing", file.number, "提出されたファイルが失われています。");
    }
    for (std::size_t i = 0; i < m_events.size(); ++i) {
        check_links(i, linked[m_events[i].number]);
        linked.erase(m_events[i].number);
    }
    for (const auto& [number, files] : linked)
        damage("audit.file", number, "出来事のないファイルの結び付きがあります。");
}

bool CaseAudit::is_good(const AuditedCase::Head& head) const
{
    for (std::size_t i = 0; i < m_events.size(); ++i) {
        if (m_events[i].number == head.number)
            return m_read[i].hash == head.hash;
    }
    return false;
}

void CaseAudit::check_heads()
{
    std::int64_t good = 0;
    for (const AuditedCase::Head& head : m_audited.heads) {
        if (!is_good(head))
            return damage("audit.rewritten", good + 1,
                          "署名 " + std::to_string(head.anchor) + " が確かめた出来事 " + std::to_string(head.number) +
                              " と違います。出来事 " + std::to_string(good + 1) +
                              " から後が書き換えられたか、削られています。");
        good = head.number;
    }
}

void CaseAudit::check_all_are_committed()
{
    for (std::size_t i = 0; i < m_events.size(); ++i) {
        if (!m_read[i].record)
            return;
        const std::string limit = base::to_utc({m_read[i].record->at.milliseconds + slack_in_milliseconds});
        const auto anchor = std::upper_bound(m_anchors.begin(), m_anchors.end(), limit,
                                             [](const std::string& text, const Anchor& a) { return text < a.at; });
        if (anchor == m_anchors.end())
            return;
        const auto commits = [&](const AuditedCase::Head& head) {
            return head.anchor <= anchor->number && head.number >= m_events[i].number;
        };
        if (std::none_of(m_audited.heads.begin(), m_audited.heads.end(), commits))
            return damage("audit.rewritten", m_events[i].number,
                          "署名 " + std::to_string(anchor->number) + "（" + anchor->day +
                              "）より前の日時なのに、その署名が知らない出来事です。後から加えられたおそれがあります。");
    }
}

void CaseAudit::compare_row(const Projection& projection, const StoredRow& row)
{
    const std::vector<std::string> expected = columns_of(projection);
    if (row.columns == expected)
        return;
    std::string names;
    std::string_view rest = projected_columns;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto comma = rest.find(", ");
        if (row.columns[i] != expected[i])
            names += (names.empty() ? "" : "、") + std::string(rest.substr(0, comma));
        rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 2);
    }
    damage("audit.projection", projection.row.head, "一覧の行が出来事と違います（" + names + "）。");
}

void CaseAudit::check_projection()
{
    const auto& row = m_audited.stored.row;
    if (m_events.empty()) {
        if (row)
            damage("audit.projection", 0, "出来事が一つもない案件が一覧にあります。出来事が削られたおそれがあります。");
        return;
    }
    if (!row)
        return damage("audit.projection", m_events.back().number, "出来事のある案件が一覧にありません。");
    std::vector<casework::Event> events;
    for (const Read& read : m_read) {
        if (!read.event)
            return; // told already
        events.push_back(*read.event);
    }
    // What was lost without a word is told already; the line shows what was there.
    if (m_has_all_payloads)
        compare_row(project(casework::fold(m_audited.stored.id, events), m_events.back().hash), *row);
}

}

void check_case(const AuditedCase& audited, const std::vector<Anchor>& anchors, AuditReport& report)
{
    CaseAudit(audited, anchors, report).check();
}

}
