#pragma once

#include "server/schema_tree.h"

// Where the checker stands in a value, and its sentences. Pointers are only written where something is wrong.
namespace kenkei::server {

struct SchemaPath {
    const SchemaPath* above = nullptr; // nullptr: the whole
    std::string_view member = {};
    std::optional<std::size_t> index = {}; // of an item
};

std::string to_pointer(const SchemaPath&); // RFC 6901

struct Sentences {
    std::string japanese;
    std::string english;
};

// 「birthday」, 「items」の3番目, 本文 / `birthday`, item 3 of `items`, the body
Sentences name_of(const SchemaPath&);
// What the value is, in words: 文字列「abc」 / the string "abc"; a secret's and what is too big only by its kind.
Sentences shown(const base::json::Value&, bool secret);
Sentences in_words(Kinds, bool integer);           // 整数か null / an integer or null
Sentences listed(const base::json::Value& values); // those of an enum
Sentences form_of(Format);

}
