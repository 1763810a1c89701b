#include "scheme/demo_cohort.h"

#include <algorithm>
#include <array>

namespace kenkei::scheme {

namespace {

using base::json::Kind;
using Value = base::json::Value;
using edition::GateKind;
using edition::TreeReader;

constexpr std::array<std::string_view, 23> stop_words{
    "draft",    "submitted", "withdrawn", "received", "correction", "overdue",   "corrected", "evidence",
    "supplied", "unpaid",    "paid",      "screened", "insurer",    "confirmed", "referred",  "resolved",
    "decided",  "notified",  "certified", "changed",  "returned",   "revoked",   "refused"};
static_assert(stop_words.size() == static_cast<std::size_t>(Stop::Refused) + 1);

constexpr std::int64_t most_cases = 20'000; // every one is made when the demo starts

std::optional<GateKind> gate_of(Stop stop)
{
    switch (stop) {
    case Stop::Unpaid:
    case Stop::Paid:
        return GateKind::Payment;
    case Stop::Screened:
        return GateKind::Screening;
    case Stop::Insurer:
    case Stop::Confirmed:
        return GateKind::Insurer;
    case Stop::Referred:
    case Stop::Resolved:
        return GateKind::Resolution;
    default:
        return {};
    }
}

// Why no case of the edition can get there; "" where it can.
std::string why_not(Stop stop, const edition::Edition& edition)
{
    const edition::Process& process = *edition.process;
    if (const auto gate = gate_of(stop); gate && !process.find_gate(*gate))
        return "この年度版の手続に" + std::string(edition::label_of(*gate)) + "がありません";
    if (gate_of(stop) == GateKind::Payment && !edition.fee)
        return "この年度版に申請料（fee）がありません";
    if ((stop == Stop::Evidence || stop == Stop::Supplied) && !edition.evidence)
        return "この年度版に資料の定め（evidence）がありません";
    const bool certificate =
        stop == Stop::Certified || stop == Stop::Changed || stop == Stop::Returned || stop == Stop::Revoked;
    if (certificate && !edition.validity)
        return "この年度版に有効期間（validity）がありません";
    if (stop == Stop::Revoked && process.revocation.empty())
        return "この年度版に取消しの事由（revocation）がありません";
    return "";
}

class CohortReader {
public:
    CohortReader(TreeReader& reader, const edition::Edition& edition) : m_reader(reader), m_edition(edition) {}

    CohortPlan read(const Value& written)
    {
        if (!m_reader.object(written, "cohort",
                             {"stops", "again", "unanswered", "renewals", "insurer", "dated", "names", "people"}))
            return {};
        if (!m_edition.process) {
            refuse(written, "手続（process）のない年度版に案件はありません。", "cohort を消してください。");
            return {};
        }
        if (const Value* stops = m_reader.need(written, "stops", "cohort"))
            read_stops(*stops);
        m_plan.again = count_in(written, "again", handed_in(), "提出する案件");
        m_plan.unanswered =
            count_in(written, "unanswered", m_plan.count(Stop::Submitted) + m_plan.count(Stop::Received),
                     "submitted と received の案件");
        m_plan.renewals = count_in(written, "renewals", m_plan.cases(), "案件");
        read_insurer(written);
        read_dated(written);
        if (const Value* names = written.find("names"))
            read_names(*names);
        m_plan.people = m_reader.texts_in(written, "people");
        return std::move(m_plan);
    }

private:
    void refuse(const Value& at, std::string message, std::string way_out)
    {
        m_reader.refuse_key(at, "demo.cohort", std::move(message), std::move(way_out));
    }

    std::int64_t handed_in() const { return m_plan.cases() - m_plan.count(Stop::Draft); }

    void read_stops(const Value& written)
    {
        if (!m_reader.map_of_ids(written, "stops", TreeReader::Hyphen::Refused))
            return;
        for (const auto& [word, count] : written.members) {
            const std::optional<Stop> stop = read_stop(word);
            if (!stop) {
                const std::string near = edition::nearest(word, stop_words);
                refuse(count, "「" + word + "」という止まり方はありません。",
                       near.empty() ? edition::one_of(stop_words) : "「" + near + "」ではありませんか。");
                continue;
            }
            if (const std::string why = why_not(*stop, m_edition); !why.empty()) {
                refuse(count, "「" + word + "」で止まる案件は作れません（" + why + "）。", "この行を消してください。");
                continue;
            }
            const std::int64_t cases = m_reader.integer(count, word).value_or(1);
            if (cases < 1)
                refuse(count, "「" + word + "」の件数は1以上です。", "ないものは行を消してください。");
            m_plan.stops.emplace_back(*stop, std::clamp<std::int64_t>(cases, 0, most_cases + 1));
        }
        if (written.members.empty() || m_plan.cases() > most_cases)
            refuse(written, "件数は、合わせて1以上" + std::to_string(most_cases) + "以下です。",
                   "例: stops: { draft: 20, submitted: 80 }");
    }

    std::int64_t count_in(const Value& written, std::string_view key, std::int64_t most, const std::string& of)
    {
        const Value* found = written.find(key);
        if (!found)
            return 0;
        const std::int64_t count = m_reader.integer(*found, key).value_or(0);
        if (count >= 0 && count <= most)
            return count;
        refuse(*found, std::string(key) + " は0以上で、" + of + "（" + std::to_string(most) + "件）以下です。",
               "件数を直してください。");
        return 0;
    }

    // Who is asked, exactly where somebody is.
    void read_insurer(const Value& written)
    {
        const bool asked = m_edition.process->find_gate(GateKind::Insurer) != nullptr;
        const Value* found = written.find("insurer");
        if (found && !asked)
            refuse(*found, "この年度版の手続に保険者照会がありません。", "insurer を消してください。");
        else if (asked)
            m_plan.insurer = m_reader.need_text(written, "insurer", "cohort");
    }

    void read_dated(const Value& written)
    {
        m_plan.dated = m_reader.texts_in(written, "dated");
        for (const std::string& id : m_plan.dated) {
            const edition::Question* question = m_edition.find_question(id);
            if (!question || question->type != edition::Type::Date)
                refuse(*written.find("dated"), "「" + id + "」という日付の設問はありません。",
                       "日付の設問の id を確かめてください。");
        }
    }

    void read_names(const Value& written)
    {
        if (written.kind != Kind::Array || written.items.empty()) {
            refuse(written, "names は名前の一覧です。", "例: names: [{ name: 見本商店, kana: ミホンショウテン }]");
            return;
        }
        for (const Value& name : written.items) {
            if (m_reader.object(name, "names", {"name", "kana"}))
                m_plan.names.push_back(
                    {m_reader.need_text(name, "name", "names"), m_reader.need_text(name, "kana", "names")});
        }
    }

    TreeReader& m_reader;
    const edition::Edition& m_edition;
    CohortPlan m_plan;
};

}

std::string_view name_of(Stop stop)
{
    return stop_words[static_cast<std::size_t>(stop)];
}

std::optional<Stop> read_stop(std::string_view word)
{
    const auto found = std::find(stop_words.begin(), stop_words.end(), word);
    if (found == stop_words.end())
        return {};
    return static_cast<Stop>(found - stop_words.begin());
}

bool needs_pass(Stop stop, const edition::Edition& edition)
{
    if (stop >= Stop::Decided)
        return stop != Stop::Refused;
    const std::optional<GateKind> gate = gate_of(stop);
    if (!gate || !edition.process)
        return false;
    const edition::Gate* screening = edition.process->find_gate(GateKind::Screening);
    return screening && screening < edition.process->find_gate(*gate);
}

bool needs_failure(Stop stop)
{
    return stop == Stop::Refused;
}

std::int64_t CohortPlan::cases() const
{
    std::int64_t sum = 0;
    for (const auto& [stop, cases] : stops)
        sum += cases;
    return sum;
}

std::int64_t CohortPlan::count(Stop wanted) const
{
    std::int64_t sum = 0;
    for (const auto& [stop, cases] : stops)
        sum += stop == wanted ? cases : 0;
    return sum;
}

CohortPlan read_cohort(TreeReader& reader, const Value& written, const edition::Edition& edition)
{
    return CohortReader(reader, edition).read(written);
}

}
