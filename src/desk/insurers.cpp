#include "desk/insurers.h"

#include "answers/check_digits.h"
#include "base/fold.h"
#include "desk/insurer_name.h"
#include "table/csv_reader.h"
#include "table/statement_values.h"

#include <algorithm>
#include <array>
#include <set>

namespace kenkei::desk {

namespace {

using table::in_quotes;

constexpr std::string_view kind_labels[] = {"協会けんぽ支部", "健康保険組合", "国民健康保険組合", "共済組合等"};

struct KindWord {
    std::string_view folded;
    InsurerKind kind;
};
constexpr KindWord kind_words[] = {
    {"協会けんぽ支部", InsurerKind::Branch}, {"協会けんぽ", InsurerKind::Branch},    {"船員保険", InsurerKind::Branch},
    {"健保", InsurerKind::Society},          {"国保", InsurerKind::NationalSociety}, {"共済組合等", InsurerKind::Other},
    {"共済組合", InsurerKind::Other},        {"共済等", InsurerKind::Other},         {"共済", InsurerKind::Other},
    {"その他", InsurerKind::Other},
};

std::optional<InsurerKind> find_kind(std::string_view written)
{
    const std::string folded = comparable_insurer(written);
    for (const KindWord& word : kind_words) {
        if (word.folded == folded)
            return word.kind;
    }
    return std::nullopt;
}

std::string full_number(std::string_view written)
{
    std::string digits = base::fold_code(written);
    if (digits.size() == 7)
        digits.insert(0, "0");
    return digits;
}

bool has_law_number(InsurerKind kind, std::string_view number)
{
    if (kind == InsurerKind::NationalSociety)
        return number.size() == 6;
    if (number.size() != 8)
        return false;
    const std::string_view law = number.substr(0, 2);
    if (kind == InsurerKind::Branch)
        return law == "01" || law == "02";
    if (kind == InsurerKind::Society)
        return law == "06";
    return law >= "31" && law <= "34";
}

bool is_number_of(InsurerKind kind, std::string_view number)
{
    return answers::is_insurer_number(number) && has_law_number(kind, number);
}

class RegisterReader {
public:
    explicit RegisterReader(const table::Csv& csv)
    {
        for (const table::CsvFault& fault : csv.faults)
            m_register.faults.push_back(fault.message);
        if (csv.rows.empty()) {
            m_register.faults.push_back("保険者の台帳が空です。1行目に列の名前を書いてください。");
            return;
        }
        find_columns(csv.rows.front());
        if (!m_register.faults.empty())
            return;
        for (std::size_t i = 1; i < csv.rows.size(); ++i)
            read_row(csv.rows[i]);
    }

    InsurerRegister take() { return std::move(m_register); }

private:
    enum Column { Kind, Name, Place, Number, Aliases, columns };
    static constexpr std::array<std::string_view, columns> names = {"種別", "名称", "支部・連合会", "保険者番号",
                                                                    "別名"};

    void find_columns(const table::CsvRow& header)
    {
        m_places.fill(header.cells.size());
        for (std::size_t i = 0; i < header.cells.size(); ++i) {
            const std::string folded = base::fold_width(base::trim(header.cells[i]));
            const auto* const name = std::find(names.begin(), names.end(), folded);
            if (name != names.end())
                m_places[static_cast<std::size_t>(name - names.begin())] = i;
        }
        for (const Column needed : {Kind, Name}) {
            if (m_places[needed] == header.cells.size())
                m_register.faults.push_back("保険者の台帳の1行目に「" + std::string(names[needed]) +
                                            "」の列がありません。列の名前を書いてください。");
        }
    }

    std::string cell(const table::CsvRow& row, Column column) const
    {
        return m_places[column] < row.cells.size() ? base::collapse_blanks(row.cells[m_places[column]]) : "";
    }

    void refuse(const table::CsvRow& row, Column column, const std::string& what)
    {
        m_register.faults.push_back(std::to_string(row.line) + "行目の" + std::string(names[column]) +
                                    in_quotes(cell(row, column)) + what + "この行は台帳に入れていません。");
    }

    void read_row(const table::CsvRow& row)
    {
        if (std::all_of(row.cells.begin(), row.cells.end(), [](const auto& text) { return base::is_blank(text); }))
            return;
        const auto kind = find_kind(cell(row, Kind));
        if (!kind)
            return refuse(row, Kind,
                          "は種別ではありません。協会けんぽ支部、健康保険組合、国民健康保険組合、共済組合等の"
                          "いずれかを書いてください。");
        Insurer insurer{.kind = *kind, .name = cell(row, Name), .place = cell(row, Place), .line = row.line};
        if (insurer.name.empty())
            return refuse(row, Name, "です。正式名称を書いてください。");
        insurer.number = full_number(cell(row, Number));
        if (!insurer.number.empty() && !is_number_of(*kind, insurer.number))
            return refuse(row, Number,
                          "は" + std::string(label_of(*kind)) +
                              "の保険者番号ではありません（桁数、法別番号、検証番号）。番号を確かめてください。");
        if (!insurer.number.empty() && !m_numbers.insert(insurer.number).second)
            return refuse(row, Number, "は前の行にもあります。番号を確かめてください。");
        if (!m_names
                 .insert(std::string(label_of(*kind)) + comparable_insurer(insurer.name) + "|" +
                         comparable_place(insurer.place))
                 .second)
            return refuse(row, Name, "は同じ種別、同じ支部・連合会で前の行にもあります。名称を確かめてください。");
        insurer.aliases = split(cell(row, Aliases));
        m_register.insurers.push_back(std::move(insurer));
    }

    static std::vector<std::string> split(const std::string& text)
    {
        std::vector<std::string> parts;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find(';', at), text.size());
            if (const std::string part = base::trim(text.substr(at, end - at)); !part.empty())
                parts.push_back(part);
            at = end + 1;
        }
        return parts;
    }

    InsurerRegister m_register;
    std::array<std::size_t, columns> m_places{};
    std::set<std::string> m_numbers;
    std::set<std::string> m_names;
};

std::string text_of(const base::json::Value& answers, const std::string& question)
{
    const base::json::Value* value =
        answers.kind == base::json::Kind::Object && !question.empty() ? answers.find(question) : nullptr;
    const bool is_text = value && (value->kind == base::json::Kind::String || value->kind == base::json::Kind::Number);
    return is_text ? base::collapse_blanks(value->text) : "";
}

class Finder {
public:
    Finder(const InsurerRegister& insurers, const InsurerClaim& claim) : m_insurers(insurers.insurers), m_claim(claim)
    {}

    FoundInsurer find()
    {
        if (!m_claim.kind)
            doubt(InsurerDoubtKind::Missing, "保険者の種別が未回答です。");
        else if (*m_claim.kind == InsurerKind::Branch)
            find_branch();
        else
            find_society();
        if (m_found.doubts.empty() && m_found.candidates.size() == 1) {
            m_found.insurer = m_found.candidates.front();
            m_found.candidates.clear();
        }
        return std::move(m_found);
    }

private:
    using Places = std::vector<std::size_t>;

    void doubt(InsurerDoubtKind kind, std::string reason) { m_found.doubts.push_back({kind, std::move(reason)}); }

    void propose(const Places& insurers)
    {
        std::set<std::size_t> all(m_found.candidates.begin(), m_found.candidates.end());
        all.insert(insurers.begin(), insurers.end());
        m_found.candidates.assign(all.begin(), all.end());
    }

    template<typename Test>
    Places all_that(Test test) const
    {
        Places places;
        for (std::size_t i = 0; i < m_insurers.size(); ++i) {
            if (test(m_insurers[i]))
                places.push_back(i);
        }
        return places;
    }

    std::string names_of(const Places& places) const
    {
        std::string text;
        for (const std::size_t place : places)
            text += (text.empty() ? "" : "、") + m_insurers[place].shown();
        return text;
    }

    void find_branch()
    {
        check_symbol();
        if (m_claim.branch.empty())
            return doubt(InsurerDoubtKind::Missing, "協会けんぽの支部名が未回答です。");
        const std::string place = comparable_place(m_claim.branch);
        const Places found = all_that([&](const Insurer& one) {
            return one.kind == InsurerKind::Branch && is_written(one, place, &comparable_place, one.place);
        });
        settle(found, "支部名" + in_quotes(m_claim.branch));
        if (found.size() == 1)
            check_seamen(m_insurers[found.front()]);
    }

    static bool is_written(const Insurer& one, const std::string& folded, std::string (*fold)(std::string_view),
                           const std::string& name)
    {
        return fold(name) == folded || fold(one.name) == folded ||
               std::any_of(one.aliases.begin(), one.aliases.end(),
                           [&](const std::string& alias) { return fold(alias) == folded; });
    }

    void settle(const Places& found, const std::string& by)
    {
        propose(found);
        if (found.empty())
            return doubt(InsurerDoubtKind::Unknown, by + "の" + std::string(label_of(*m_claim.kind)) +
                                                        "は保険者の台帳にありません。名称を確かめるか、台帳に"
                                                        "加えてください。");
        if (found.size() > 1)
            return doubt(InsurerDoubtKind::Ambiguous, by + "にあたる保険者が複数あります（" + names_of(found) +
                                                          "）。どれかを申請者に確かめてください。");
        m_found.reason += (m_found.reason.empty() ? "" : "、") + by;
    }

    // domain: 7 or 8 digits, 船員保険 10
    void check_symbol()
    {
        const std::string symbol = base::fold_code(m_claim.symbol);
        if (symbol.empty())
            return doubt(InsurerDoubtKind::Missing, "健康保険証の記号が未回答です。");
        const bool has_places = symbol.size() == 7 || symbol.size() == 8 || symbol.size() == 10;
        if (!has_places || !table::is_digits(symbol))
            doubt(InsurerDoubtKind::Malformed,
                  "記号" + in_quotes(m_claim.symbol) + "は7桁または8桁（船員保険は10桁）の数字ではありません。");
    }

    void check_seamen(const Insurer& insurer)
    {
        const bool seamen = comparable_insurer(insurer.name).find("船員") != std::string::npos;
        const std::string symbol = base::fold_code(m_claim.symbol);
        if (!symbol.empty() && (symbol.size() == 10) != seamen && m_found.doubts.empty())
            doubt(InsurerDoubtKind::Contradiction, "記号" + in_quotes(m_claim.symbol) + "の桁数が" + insurer.shown() +
                                                       "のものではありません（10桁は船員保険）。");
    }

    void find_society()
    {
        if (m_claim.society.empty())
            doubt(InsurerDoubtKind::Missing, "組合名が未回答です。");
        const Places named = m_claim.society.empty() ? Places() : with_name();
        if (*m_claim.kind != InsurerKind::Society && m_claim.number.empty()) {
            if (!m_claim.society.empty())
                settle(named, "組合名" + in_quotes(m_claim.society));
            return;
        }
        find_by_number(named);
    }

    Places with_name() const
    {
        const std::string name = comparable_insurer(m_claim.society);
        Places found = all_that([&](const Insurer& one) {
            return one.kind == *m_claim.kind && is_written(one, name, &comparable_insurer, one.name);
        });
        if (found.size() < 2 || m_claim.federation.empty())
            return found;
        Places there;
        for (const std::size_t place : found) {
            if (comparable_place(m_insurers[place].place) == comparable_place(m_claim.federation))
                there.push_back(place);
        }
        return there.empty() ? found : there;
    }

    void find_by_number(const Places& named)
    {
        propose(named);
        const std::string number = full_number(m_claim.number);
        if (number.empty())
            return doubt(InsurerDoubtKind::Missing, "保険者番号が未回答です。");
        if (!is_number_of(*m_claim.kind, number))
            return doubt(InsurerDoubtKind::Malformed, "保険者番号" + in_quotes(m_claim.number) + "は" +
                                                          std::string(label_of(*m_claim.kind)) +
                                                          "の番号ではありません（桁数、法別番号、検証番号）。");
        const Places numbered = all_that([&](const Insurer& one) { return one.number == number; });
        if (numbered.empty())
            return doubt(InsurerDoubtKind::Unknown, "保険者番号" + in_quotes(m_claim.number) +
                                                        "は保険者の台帳にありません。番号を確かめるか、台帳に"
                                                        "加えてください。");
        if (m_claim.society.empty())
            return propose(numbered);
        compare(named, numbered);
    }

    // The number is of one insurer.
    void compare(const Places& named, const Places& numbered)
    {
        const Insurer& insurer = m_insurers[numbered.front()];
        if (std::find(named.begin(), named.end(), numbered.front()) == named.end()) {
            propose(numbered);
            return doubt(InsurerDoubtKind::Contradiction,
                         "保険者番号" + in_quotes(m_claim.number) + "は" + insurer.shown() + "のものですが、組合名は" +
                             in_quotes(m_claim.society) + "です。どちらが正しいかを申請者に確かめてください。");
        }
        m_found.candidates = numbered;
        if (!m_claim.federation.empty() && !insurer.place.empty() &&
            comparable_place(m_claim.federation) != comparable_place(insurer.place))
            return doubt(InsurerDoubtKind::Contradiction, insurer.shown() + "の連合会は台帳では" +
                                                              in_quotes(insurer.place) + "ですが、回答は" +
                                                              in_quotes(m_claim.federation) + "です。");
        m_found.reason = "組合名" + in_quotes(m_claim.society) + "と保険者番号" + in_quotes(m_claim.number);
        if (!m_claim.federation.empty() && !insurer.place.empty())
            m_found.reason += "、連合会" + in_quotes(m_claim.federation);
    }

    const std::vector<Insurer>& m_insurers;
    const InsurerClaim& m_claim;
    FoundInsurer m_found;
};

}

std::string_view label_of(InsurerKind kind)
{
    return kind_labels[static_cast<std::size_t>(kind)];
}

std::string_view label_of(InsurerDoubtKind kind)
{
    constexpr std::string_view labels[] = {"未回答", "形式の誤り", "台帳にない", "候補が複数", "くいちがい"};
    return labels[static_cast<std::size_t>(kind)];
}

std::string Insurer::shown() const
{
    return number.empty() ? name : name + "（" + number + "）";
}

InsurerRegister read_insurers(std::string_view csv)
{
    return RegisterReader(table::read_csv(csv)).take();
}

InsurerClaim claim_of(const base::json::Value& answers, const InsurerQuestions& questions)
{
    InsurerClaim claim{.kind = std::nullopt,
                       .branch = text_of(answers, questions.branch),
                       .symbol = text_of(answers, questions.symbol),
                       .society = text_of(answers, questions.society),
                       .federation = text_of(answers, questions.federation),
                       .number = text_of(answers, questions.number)};
    const std::string kind = text_of(answers, questions.kind);
    for (const auto& [option, meaning] : questions.options) {
        if (option == kind)
            claim.kind = meaning;
    }
    return claim;
}

FoundInsurer find_insurer(const InsurerRegister& insurers, const InsurerClaim& claim)
{
    return Finder(insurers, claim).find();
}

}
