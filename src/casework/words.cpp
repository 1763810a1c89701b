// The words of the enums, and the labels people read.
#include "casework/actor.h"
#include "casework/case.h"

#include <array>

namespace kenkei::casework {

namespace {

// By the enum's order.
template<std::size_t N>
using Words = std::array<std::string_view, N>;

template<typename Enum, std::size_t N>
std::string_view word_of(const Words<N>& words, Enum value)
{
    return words[static_cast<std::size_t>(value)];
}

template<typename Enum, std::size_t N>
std::optional<Enum> read_word(const Words<N>& words, std::string_view word)
{
    for (std::size_t i = 0; i < N; ++i) {
        if (words[i] == word)
            return static_cast<Enum>(i);
    }
    return {};
}

constexpr Words<7> roles{"applicant", "delegate", "office", "insurer", "body", "certifier", "system"};
constexpr Words<7> role_labels{"申請法人", "代理人", "事務局", "保険者", "委員会", "決定者", "自動"};
constexpr Words<3> purposes{"new", "renewal", "class-change"};
constexpr Words<2> results{"recognised", "refused"};
constexpr Words<8> stages{"none", "draft", "submitted", "received", "decided", "certified", "withdrawn", "ended"};
constexpr Words<8> stage_labels{"なし", "下書き", "提出済み", "受付済み", "決定済み", "交付済み", "取下げ", "終了"};
constexpr Words<4> gate_states{"open", "waiting", "passed", "failed"};
constexpr Words<4> gate_state_labels{"未着手", "回答待ち", "済", "不可"};
constexpr Words<6> deadline_labels{"締切",       "申請料の入金", "差戻しの回答",
                                   "資料の提出", "保険者の回答", "有効期間の満了"};

}

std::string_view name_of(Role role)
{
    return word_of(roles, role);
}
std::optional<Role> read_role(std::string_view word)
{
    return read_word<Role>(roles, word);
}
std::string_view label_of(Role role)
{
    return word_of(role_labels, role);
}

std::string_view name_of(Purpose purpose)
{
    return word_of(purposes, purpose);
}
std::optional<Purpose> read_purpose(std::string_view word)
{
    return read_word<Purpose>(purposes, word);
}

std::string_view name_of(Result result)
{
    return word_of(results, result);
}
std::optional<Result> read_result(std::string_view word)
{
    return read_word<Result>(results, word);
}

std::string_view name_of(Stage stage)
{
    return word_of(stages, stage);
}
std::optional<Stage> read_stage(std::string_view word)
{
    return read_word<Stage>(stages, word);
}
std::string_view label_of(Stage stage)
{
    return word_of(stage_labels, stage);
}

std::string_view name_of(GateState state)
{
    return word_of(gate_states, state);
}
std::string_view label_of(GateState state)
{
    return word_of(gate_state_labels, state);
}

std::string_view label_of(Deadline::What what)
{
    return word_of(deadline_labels, what);
}

}
