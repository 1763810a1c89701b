#pragma once

#include "feel/check.h"
#include "feel/compare.h"
#include "feel/null_tests.h"

#include <initializer_list>
#include <optional>

namespace kenkei::feel {

using Form = StaticType::Form;

// What the checker finds out about a node.
struct Found {
    StaticType type = {};
    std::vector<const Node*> blanks = {}; // what may be 未回答 in it and so make it null
    std::optional<Value> constant = {};   // its value, where it reads nothing
    std::optional<Value> fixed = {};      // its value for everybody: constant, or read from names that never change

    bool known() const { return type.form != Form::Unknown; }
    bool is(Form form) const { return type.form == form; }
};

Form form_of(Kind);
StaticType sure(Form);                                   // never null
StaticType list_of(StaticType element);                  // never null
StaticType type_of(const Value&);                        // of just this value
StaticType joined(const StaticType&, const StaticType&); // of what is one or the other
StaticType element_of(const StaticType&);                // of a List or Range; Unknown where it is not known
Found found_of(StaticType, std::initializer_list<const Found*> operands); // null where one of the operands is
void add_blanks(Found&, const Found& operand);                            // the same for one more
// Null where the operand is or, a list, where one of its items is.
void add_blanks_of_items(Found&, const Found& operand);

bool is_duration(Form);
bool is_moment(Form);          // Date or DateTime
bool is_scalar(Form);          // known, and no List, Range, Context, Function or Null
bool reads_input(const Node&); // `?`, of this test and not of an inner `in`
bool reads_variable(const Node&, const std::string& name);

// How messages show things.
std::string shown(const Node&);                   // 「q4_total」
std::string shown(const Value&);                  // 11, "sme"
std::string shown_all(const std::vector<Value>&); // 1〜6 or 1、2、9
std::optional<Value> nearest(const Value& wanted, const std::vector<Value>&);

bool have_one_in_common(const std::vector<Value>&, const std::vector<Value>&);
Operator mirrored(Operator);                                 // a < b as b > a
Operator negated(Operator);                                  // not(a < b) as a >= b
bool holds(Operator, const Value& left, const Value& right); // surely true

}
