#include "desk/reply_columns.h"

#include "base/fold.h"
#include "desk/insurer_name.h"

#include <algorithm>

namespace kenkei::desk {

namespace {

using Kind = InquiryColumn::Kind;

struct OtherHeading {
    std::string_view folded;
    Kind kind;
};
constexpr OtherHeading other_headings[] = {
    {"法人番号(13桁)", Kind::Number},
    {"会社名", Kind::Firm},
    {"事業所名", Kind::Firm},
    {"法人名称", Kind::Firm},
    {"申請法人名", Kind::Firm},
    {"記号", Kind::Symbol},
    {"保険証の記号", Kind::Symbol},
    {"保険者番号", Kind::Symbol},
    {"備考欄", Kind::Note},
    {"メモ", Kind::Note},
    {"摘要", Kind::Note},
    {"案件no", Kind::Case},
};

std::string folded(std::string_view heading)
{
    return comparable_firm(heading); // width, case and blanks
}

}

ReplyColumns::ReplyColumns(std::span<const InquiryColumn> sent)
{
    m_places.resize(sent.size());
    m_width = sent.size();
    for (std::size_t i = 0; i < sent.size(); ++i)
        put(sent, i, i);
}

ReplyColumns::ReplyColumns(std::span<const InquiryColumn> sent, std::span<const std::string> upper,
                           std::span<const std::string> lower)
{
    m_places.resize(sent.size());
    m_width = std::max(upper.size(), lower.size());
    for (std::size_t i = 0; i < m_width; ++i) {
        const std::string above = i < upper.size() ? folded(upper[i]) : "";
        const std::string below = i < lower.size() ? folded(lower[i]) : "";
        for (const std::string& heading : {above + below, below, above}) {
            const std::size_t column = column_of(sent, heading);
            if (column == sent.size())
                continue;
            put(sent, column, i);
            break;
        }
    }
}

std::size_t ReplyColumns::column_of(std::span<const InquiryColumn> sent, const std::string& heading) const
{
    if (heading.empty())
        return sent.size();
    for (std::size_t i = 0; i < sent.size(); ++i) {
        const std::string own = folded(sent[i].heading);
        const bool same_stem = sent[i].kind == Kind::Answer && own.substr(0, own.find('(')) == heading;
        if (own == heading || same_stem)
            return i;
    }
    for (const OtherHeading& other : other_headings) {
        if (other.folded != heading)
            continue;
        const auto column =
            std::find_if(sent.begin(), sent.end(), [&](const InquiryColumn& one) { return one.kind == other.kind; });
        return static_cast<std::size_t>(column - sent.begin());
    }
    return sent.size();
}

void ReplyColumns::put(std::span<const InquiryColumn> sent, std::size_t column, std::size_t place)
{
    if (m_places[column]) {
        m_doubled = sent[column].heading;
        return;
    }
    m_places[column] = place;
    ++m_found;
    const Kind kind = sent[column].kind;
    m_identifies =
        m_identifies || kind == Kind::Mark || kind == Kind::Number || kind == Kind::Case || kind == Kind::Firm;
    m_answers = m_answers || kind == Kind::Answer;
}

}
