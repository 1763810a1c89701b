#pragma once

#include "feel/expression.h"

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace kenkei::feel {

// What is known of a value before it is computed.
struct StaticType {
    enum class Form {
        Unknown, // anything; nothing is said against it
        Null,
        Boolean,
        Number,
        String,
        Date,
        Time,
        DateTime,
        YearsMonthsDuration,
        DaysTimeDuration,
        List,
        Range,
        Context,
        Function
    };
    Form form = Form::Unknown;
    bool nullable = true;                                         // may be 未回答
    std::shared_ptr<const StaticType> element = {};               // of a List or Range; absent: unknown
    std::vector<std::pair<std::string, StaticType>> entries = {}; // of a Context
    std::string unit = {};                                        // of a Number: 人, 円 …; empty: none or unknown
    std::vector<Value> values = {}; // where only these are possible (options of a choice, words of a fact); else empty
    bool choice = false;            // of a Number: stands for an option, so that a bound between options is a slip
};

// Japanese name of a form as messages print it: 数, 文字列, 真偽, 日付, 一覧 …
std::string_view name_of(StaticType::Form);

// Something that is surely or very likely a mistake of the rule's author.
struct Problem {
    std::string
        code; // rule.if-null, rule.incomparable, rule.impossible, rule.unit, rule.type, rule.date, rule.constant
    std::string message;          // Japanese: what is wrong, in the words of the rule
    std::string way_out;          // Japanese: how to mend it
    base::SourcePosition at = {}; // in the text of the expression
};

struct Checked {
    StaticType type;
    std::vector<Problem> problems; // in the order of the text
};

// Checks a rule as its author wrote it, that is before the null rule of editions is written in (docs/feel.md): equality
// and membership with 未回答 count as 未回答. `types` gives the type of each slot; a slot beyond its end is Unknown.
// `input` is the type of `?` and of the input of unary tests, `input_node` how messages show it.
Checked check(const Node&, std::span<const StaticType> types, const StaticType* input = nullptr,
              const Node* input_node = nullptr);

}
