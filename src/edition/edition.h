#pragma once

#include "base/date.h"
#include "base/result.h"
#include "edition/outcome.h"
#include "feel/decision_table.h"
#include "feel/expression.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::edition {

// Where a value is printed: a document of the edition and the place in it. Without a document it is our own
// (`source: none`) and explained in ISSUES.md.
struct Source {
    std::string document;
    std::string place;

    std::string text() const { return document.empty() ? "none" : place.empty() ? document : document + " " + place; }
    bool operator==(const Source&) const = default;
};

struct Document {
    std::string id;
    std::string title;
    std::string publisher;
    std::string issued;
    std::string address;
};

// An instant of legal time, +09:00, to the minute; 24:00 is the end of the day.
struct Instant {
    base::Date date;
    int hour = 0;
    int minute = 0;
    auto operator<=>(const Instant&) const = default;
};
std::string to_iso(const Instant&); // 2024-10-18T17:00

struct Application {
    base::Date opens;
    Instant closes;
    Source source;
    std::string note;
};

struct Fee {
    std::int64_t amount = 0; // 円, without tax
    std::int64_t tax = 0;    // 円
    std::optional<Instant> due;
    Source source;
    std::string note;
};

// Calendar days, or those that are neither Saturday, Sunday nor in the shared list `holidays`.
enum class DayCount { Calendar, Business };
std::string_view name_of(DayCount);
std::optional<DayCount> read_day_count(std::string_view word);

struct EvidenceRule {
    std::int64_t keep_years = 0; // from the last day of the application period
    std::int64_t answer_within_days = 0;
    DayCount days = DayCount::Calendar;
    Source source;
    std::string note;
};

// A rule of procedure that stands or does not stand in an edition.
struct Clause {
    Source source;
    std::string note;
    bool operator==(const Clause&) const = default;
};

// How long a certificate lasts that begins on a day: whole years, with other lengths for the days named.
struct Term {
    struct Exception {
        base::Date from;
        std::int64_t years = 0;
        Source source;
        std::string note;
    };
    std::int64_t years = 0;
    std::vector<Exception> exceptions;
    Source source;
    std::string note;
};

struct Validity {
    std::optional<base::Date> from;
    base::Date to;
    Source source;
    std::string note;
    std::optional<Term> term;           // also of certificates of earlier editions
    std::optional<Clause> renewal;      // a holder applies again only in the fiscal year in which its period ends
    std::optional<Clause> class_change; // or within the period, for another class
};

// What must be behind an application before it is decided (process, edition.yaml).
enum class GateKind { Payment, Screening, Insurer, Resolution };
std::string_view name_of(GateKind);
std::optional<GateKind> read_gate_kind(std::string_view word);
std::string_view label_of(GateKind); // 申請料の入金, 書類審査, 保険者照会, 委員会の議決

struct Gate {
    GateKind kind = GateKind::Screening;
    std::string by; // whose: the body that resolves, the office that screens; may be empty
    Clause clause;
};

// Which questions say who applies; indices into Edition::questions, -1 and empty where none does.
struct ApplicantFields {
    int number = -1; // 法人番号: one application for each
    int code = -1;   // 受付コード, ID
    int name = -1;
    int kana = -1;
    std::vector<std::size_t> phones;
    std::vector<std::size_t> persons;
    std::vector<std::size_t> mails; // results go to the first that is answered
};

// A ground on which a certificate may be revoked.
struct Ground {
    std::string id;
    std::string label;
    Clause clause;
};

// How an application is dealt with after it was written: the data behind casework/.
struct Process {
    struct Exclusive {
        std::string scheme; // who applied there in the same edition is recognised in neither
        Clause clause;
    };

    ApplicantFields applicant;
    Clause submission;                      // any number until the closing instant, the last one counts
    std::optional<Clause> no_delegates;     // 代理作成 is refused
    std::optional<Clause> shared_code;      // several firms under one code: recognised only for a reason
    std::optional<Clause> no_second_answer; // what was unanswered at the closing is not asked again
    std::vector<Exclusive> exclusive;
    std::vector<Gate> gates; // in this order
    std::string decided_by;
    Clause decision;
    std::vector<Ground> revocation;

    const Gate* find_gate(GateKind) const;
};

enum class FieldType { Boolean, Text, Number, Date };
std::string_view name_of(FieldType);
std::optional<FieldType> read_field_type(std::string_view word);

// Facts of a register or an insurer that rules may read as known.<id>.<field>.
struct KnownFacts {
    std::string id;
    std::string register_name;
    bool many = false;
    std::vector<std::pair<std::string, FieldType>> fields;
    std::string use; // what they are asked for where no rule reads them
    Source source;
};

// A shared list, compiled in: canonical names, and which other spellings stand for which.
struct NameList {
    std::string id;
    std::vector<std::string> names;
    std::map<std::string, std::string, std::less<>> aliases; // folded spelling → name; holds the names themselves too

    const std::string* find(std::string_view spelling) const; // the canonical name; nullptr if it is none
};

// A rule: FEEL over the edition's names, with the null rule of editions already written in (docs/feel.md).
struct Expression {
    std::string text;
    feel::NodePtr tree;
};

enum class Type { Choice, Choices, Integer, Decimal, Text, Date, Month, Boolean };
std::string_view name_of(Type);
std::optional<Type> read_type(std::string_view word);

enum class Format { Free, Name, Kana, Code, Contact, Email };
std::string_view name_of(Format);
std::optional<Format> read_format(std::string_view word);

enum class Carry { Keep, Show, ReEnter, Recompute };
std::string_view name_of(Carry);
std::optional<Carry> read_carry(std::string_view word);

struct Option {
    std::int64_t number = 0;
    std::string label;
};

struct Question {
    std::string id;
    std::string section;
    std::string no;
    std::string label;
    std::string help;
    Type type = Type::Text;
    std::vector<Option> options;
    std::optional<std::int64_t> exclusive;
    Format format = Format::Free;
    std::string list;
    std::vector<std::string> drop_suffix;
    std::string unit;
    std::optional<base::Decimal> minimum;
    std::optional<base::Decimal> maximum;
    std::optional<feel::Value> fallback;     // `default`
    std::optional<Expression> fallback_rule; // `default_from`
    std::string example;
    bool deciding = false;
    bool changeable = false;
    std::optional<Expression> when;
    std::optional<Expression> derive;
    std::optional<Expression> best;
    Carry carry = Carry::ReEnter;
    std::vector<std::string> evidence;
    std::string use; // what it is asked for where no rule reads it
    Source source;
    Source options_source;
    int slot = -1;

    const Option* find_option(std::int64_t number) const;
    // How people point at it: its printed number, else its label.
    const std::string& name() const { return no.empty() ? label : no; }
};

struct Section {
    std::string id;
    std::string label;
    Source source;
};

struct Table {
    std::string id;
    std::string label;
    Source source;
    FieldType output_type = FieldType::Text;
    std::string output_name;
    feel::DecisionTable rules;
    std::vector<Source> row_sources;
    std::optional<feel::Value> otherwise; // what no row gives, where that is meant; null: 未回答
};

// A named step of the rules; a fact is a value that the judgement prints.
struct ComputedValue {
    std::string id;
    std::string label;
    std::string unit;
    bool fact = false;
    std::optional<Expression> expression;                   // or
    int table = -1;                                         // index into Edition::tables
    std::vector<std::pair<std::string, std::string>> words; // for people: value → word
    Source source;
    int slot = -1;
};

struct Item {
    std::string id;
    std::string no;
    std::string code;
    std::string label;
    std::string measure;
    std::vector<std::string> evidence;
    Expression met;
    Source source;

    std::string title() const { return no.empty() ? label : no + " " + label; }
};

// all_of or at_least: `need` of `items` (indices into Edition::items). Requirements, titles and classes alike. Where
// all_of stands beside at_least, its items are `besides`: each of them is needed too and none counts towards `need`.
struct Group {
    std::string id;
    std::string label;
    std::vector<std::size_t> items;
    std::size_t need = 0;
    std::vector<std::size_t> besides;
    bool all = false; // all_of alone
    int beyond = -1;  // for classes: index of the class it adds to
    Source source;

    std::vector<std::size_t> members() const; // besides, then items
};

enum class Severity { Error, Warning, Note };
std::string_view name_of(Severity);
std::optional<Severity> read_severity(std::string_view word);

struct FindingRule {
    std::string code;
    int question = -1;
    Severity severity = Severity::Warning;
    Expression when;
    std::string message; // with {name} for values
    std::string next;
    Source source;
};

// A way of counting applications in groups: by the answer to a question, or by a value or fact. Numbers are grouped in
// bands, each ending with its number, one more behind the last; without bands each number is a group of its own.
struct Breakdown {
    std::string id;
    std::string label;
    int slot = -1; // of the question or value
    std::vector<base::Decimal> bands;
    Source source; // of the bands; without bands that of the question or value
};

// Names in groups: the municipalities of each prefecture.
struct GroupedList {
    std::string id;
    std::vector<std::pair<std::string, std::vector<std::string>>> groups; // in the order of the list

    const std::vector<std::string>* find_group(std::string_view name) const; // nullptr if there is none
};

// What the Excel form of an edition says and shows beyond what its questions and rules say (workbook.yaml).
struct Workbook {
    // A paragraph of 記入方法.
    struct Note {
        std::string id;
        std::string heading;
        std::string text;
        Source source;
    };
    // A pull-down for a text question, of the group that the answer to another question names.
    struct Suggestion {
        std::size_t question = 0;
        std::size_t list = 0;   // index into `lists`
        std::size_t within = 0; // the question whose answer names the group
    };

    std::string title;                  // of the form; empty: the edition's name
    std::vector<Note> notes;            // in order
    std::vector<std::size_t> pulldowns; // questions of one choice, answered by a pull-down of their options
    std::vector<std::pair<std::size_t, std::int64_t>> lines; // text questions whose cell is several lines high
    std::vector<GroupedList> lists;
    std::vector<Suggestion> suggestions;

    bool is_empty() const
    {
        return title.empty() && notes.empty() && pulldowns.empty() && lines.empty() && suggestions.empty();
    }
};

// The names every expression may read before any answer, by slot.
enum class FixedName { AsOf, PeriodFrom, PeriodTo, Lists, Known };
inline constexpr std::string_view fixed_names[] = {"as_of", "period_from", "period_to", "lists", "known"};
constexpr int slot_of(FixedName name)
{
    return static_cast<int>(name);
}

// What must be computed, in order: a question (asked? derived? answered?) or a value.
struct Step {
    enum class What { Question, Value } what = What::Question;
    std::size_t index = 0;
};

struct Edition {
    std::string scheme;
    std::string edition;
    std::string name;
    std::string short_name;
    std::string authority;
    std::string office;
    Source source;
    std::vector<Document> documents;
    Application application;
    std::optional<Fee> fee;
    std::optional<EvidenceRule> evidence;
    std::optional<Validity> validity;
    std::optional<Process> process; // without it no case can be opened
    std::vector<KnownFacts> known;
    std::vector<NameList> lists;
    std::map<Outcome, std::string> outcome_words;
    std::vector<Section> sections;
    std::vector<Question> questions;
    std::vector<Table> tables;
    std::vector<ComputedValue> values;
    std::vector<Item> items;
    std::vector<Group> requirements;
    std::vector<Group> titles;
    std::vector<Group> classes;
    std::vector<FindingRule> findings;
    std::vector<Breakdown> breakdowns;
    Workbook workbook;

    // Worked out from the members above.
    feel::Names names;
    feel::Value list_names; // what `lists` reads as: { id: [names] }
    std::vector<Step> steps;
    std::string digest; // SHA-256 of the canonical JSON

    std::string key() const { return scheme + "/" + edition; }
    const Question* find_question(std::string_view id) const;
    const ComputedValue* find_value(std::string_view id) const;
    const NameList* find_list(std::string_view id) const;
    const Table& table(const ComputedValue& value) const { return tables[static_cast<std::size_t>(value.table)]; }
    // The question or value behind a slot; nullptr for the fixed names and the other kind.
    const Question* question_at(int slot) const;
    const ComputedValue* value_at(int slot) const;
};

// The slots that the expression or the table of a value reads.
std::vector<int> slots_read_by(const Edition&, const ComputedValue&);

// The order in which an edition's questions and values can be computed. Error edition.cycle names those that depend on
// themselves; `circle`, where given, gets their slots.
base::Result<std::vector<Step>> order_steps(const Edition&, std::vector<int>* circle = nullptr);

// The names an expression reads: questions and values, through values down to questions where `Deep`.
enum class Reach { Direct, Deep };
std::vector<int> slots_behind(const Edition&, const feel::Node&, Reach);

}
