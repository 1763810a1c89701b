// The texts of a command, before its verb looks at them. What stands in the body of an event is kept for ever and is
// not erased with what is personal: there only ids and short lines have a place, words belong in notes and reasons.
#include "casework/act_rules.h"

#include "base/fold.h"
#include "base/utf8.h"

#include <algorithm>

namespace kenkei::casework {

namespace {

constexpr std::size_t longest_id = 100;
constexpr std::size_t longest_line = 200;
constexpr std::size_t most_shown = 40; // of a wrong text, in a message

bool is_id_character(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("._:@/-").find(c) != std::string_view::npos;
}

base::Error not_readable(std::string_view name)
{
    return wrong_value(std::string(name) + "が文字として読めません（UTF-8 ではありません）。",
                       std::string(name) + "を書き直してください。");
}

std::string quoted(const std::string& text)
{
    return "「" + base::shortened(base::printable(text), most_shown) + "」";
}

// Words for people, of any length and on any number of lines.
base::Result<void> tidy_words(std::string& text, std::string_view name)
{
    if (!base::is_utf8(text))
        return not_readable(name);
    text = base::trim(text);
    return {};
}

base::Result<void> tidy_line(std::string& text, std::string_view name)
{
    TRY(tidy_words(text, name));
    constexpr std::string_view separators[] = {"\u2028", "\u2029"};
    const bool broken = std::any_of(std::begin(separators), std::end(separators),
                                    [&](std::string_view one) { return text.find(one) != std::string::npos; });
    if (broken || base::printable(text) != text)
        return wrong_value(std::string(name) + quoted(text) + "に改行や制御文字があります。",
                           "1行の文字だけで書いてください。");
    if (const std::size_t count = base::count_code_points(text); count > longest_line)
        return wrong_value(std::string(name) + "が" + std::to_string(count) + "文字あります（" +
                               std::to_string(longest_line) + "文字まで）。",
                           "番号や名前だけを短く書いてください。");
    return {};
}

base::Result<void> check_id(const std::string& id, std::string_view name)
{
    const std::string of(name);
    if (id.empty())
        return wrong_value(of + "が空です。", of + "を半角の英数字で書いてください。");
    if (!base::is_utf8(id))
        return not_readable(name);
    if (!std::all_of(id.begin(), id.end(), is_id_character))
        return wrong_value(of + quoted(id) + "に、半角の英数字と . _ : @ / - のほかの文字があります。" + of +
                               "は消去されずに残るため、言葉は書けません。",
                           "符号で書き、言葉による説明は、消去のできる説明や理由の欄に書いてください。");
    if (id.size() > longest_id)
        return wrong_value(of + "が" + std::to_string(id.size()) + "文字あります（" + std::to_string(longest_id) +
                               "文字まで）。",
                           "短い符号で書いてください。");
    return {};
}

base::Result<void> tidy_id(std::string& id, std::string_view name)
{
    TRY(tidy_words(id, name));
    return check_id(id, name);
}

// Where it may be left out, or the verb says what it is for.
base::Result<void> tidy_id_if_given(std::string& id, std::string_view name)
{
    TRY(tidy_words(id, name));
    return id.empty() ? base::Result<void>() : check_id(id, name);
}

base::Result<void> tidy_ids(std::vector<std::string>& ids, std::string_view name)
{
    for (std::string& id : ids)
        TRY(tidy_id(id, name));
    return {};
}

base::Result<void> tidy(OpenDraft& command)
{
    return tidy_line(command.aims_at, "区分");
}
base::Result<void> tidy(RequestCorrection& command)
{
    return tidy_words(command.message, "差戻しの文面");
}
base::Result<void> tidy(RequestEvidence& command)
{
    return tidy_words(command.message, "資料の依頼の文面");
}
base::Result<void> tidy(IssueInvoice& command)
{
    return tidy_line(command.invoice, "請求書の番号");
}
base::Result<void> tidy(RecordPayment& command)
{
    return tidy_words(command.payer, "入金した人の名前");
}
base::Result<void> tidy(InquireInsurer& command)
{
    return tidy_line(command.insurer, "照会先の保険者");
}
base::Result<void> tidy(RecordInsurerReply& command)
{
    TRY(tidy_ids(command.contradictions, "食い違う事実の符号"));
    return tidy_words(command.note, "説明");
}
base::Result<void> tidy(Screen& command)
{
    TRY(tidy_ids(command.grounds, "書類審査の根拠の符号"));
    return tidy_words(command.note, "説明");
}
base::Result<void> tidy(ReferToBody& command)
{
    return tidy_line(command.list, "付議の一覧の名前");
}
base::Result<void> tidy(RecordResolution& command)
{
    TRY(tidy_line(command.class_id, "区分"));
    return tidy_words(command.reason, "理由");
}
base::Result<void> tidy(Decide& command)
{
    TRY(tidy_line(command.class_id, "区分"));
    return tidy_words(command.reason, "理由");
}
base::Result<void> tidy(Certify& command)
{
    return tidy_line(command.certificate, "証書の番号");
}
base::Result<void> tidy(ReportChange& command)
{
    TRY(tidy_ids(command.fields, "変わった項目の符号"));
    return tidy_words(command.detail, "変更の内容");
}
base::Result<void> tidy(Withdraw& command)
{
    return tidy_words(command.reason, "理由");
}
base::Result<void> tidy(ReturnCertificate& command)
{
    return tidy_words(command.reason, "理由");
}
base::Result<void> tidy(Revoke& command)
{
    TRY(tidy_id_if_given(command.ground, "取消しの事由の符号"));
    return tidy_words(command.reason, "理由");
}
base::Result<void> tidy(Supersede& command)
{
    return tidy_id_if_given(command.by, "引き継ぐ案件の番号");
}
base::Result<void> tidy(TakeOver& command)
{
    TRY(tidy_line(command.certificate, "証書の番号"));
    TRY(tidy_line(command.class_id, "区分"));
    return tidy_line(command.record, "証書の記録のありか");
}
base::Result<void> tidy(ErasePayloads& command)
{
    return tidy_line(command.list, "保存期間の一覧の番号");
}

// Those whose only texts are ids of the edition, numbers and what the applicant wrote.
template<typename... Plain>
struct OneOf {
    template<typename T>
    static constexpr bool has = (std::is_same_v<T, Plain> || ...);
};
using WithoutWords = OneOf<Renew, Save, Submit, Receive, ReturnCorrection, SupplyEvidence, Notify>;

template<typename T>
requires WithoutWords::has<T> base::Result<void> tidy(T&)
{
    return {};
}

}

base::Result<Command> tidy(Command command)
{
    TRY(std::visit([](auto& one) { return tidy(one); }, command));
    return command;
}

base::Result<void> check_actor(const Actor& actor)
{
    return check_id(actor.id, "記録する人の符号");
}

}
