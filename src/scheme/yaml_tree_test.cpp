#include "scheme/yaml_tree.h"

#include <gtest/gtest.h>

namespace kenkei::scheme {

using base::json::Kind;
using Value = base::json::Value;

namespace {

Value tree_of(std::string_view text)
{
    auto tree = read_yaml(text, "a.yaml");
    if (!tree.ok()) {
        ADD_FAILURE() << base::describe(tree.error());
        return {};
    }
    return std::move(*tree);
}

base::Error error_of(std::string_view text)
{
    auto tree = read_yaml(text, "a.yaml");
    if (tree.ok()) {
        ADD_FAILURE() << "was read: " << text;
        return {};
    }
    return tree.error();
}

const Value& member(const Value& tree, std::string_view key)
{
    static const Value nothing;
    const Value* found = tree.find(key);
    EXPECT_TRUE(found) << key;
    return found ? *found : nothing;
}

std::string place(const Value& value)
{
    return std::to_string(value.at.line) + ":" + std::to_string(value.at.column);
}

// The code and place of the refusal; it must say all that a person needs.
std::string refusal(std::string_view text)
{
    const base::Error error = error_of(text);
    EXPECT_EQ(error.file, "a.yaml") << text;
    EXPECT_FALSE(error.message.empty()) << text;
    EXPECT_FALSE(error.way_out.empty()) << text;
    return error.code + " " + std::to_string(error.at.line) + ":" + std::to_string(error.at.column);
}

}

TEST(YamlTree, 種類は書かれたとおり)
{
    const Value tree =
        tree_of("n: 12\nd: -0.50\nz: 0\nt: text\nq: \"12\"\ns: '12'\nb: true\nf: false\ne:\nw: ~\nx: null\n"
                "a: [1, two]\no: { k: v }\nday: 2030-04-01\nmonth: 2030-04\nempty: ''\nl: []\nm: {}\n");
    EXPECT_EQ(member(tree, "n").kind, Kind::Number);
    EXPECT_EQ(member(tree, "d").kind, Kind::Number);
    EXPECT_EQ(member(tree, "d").text, "-0.50") << "digits stay as written";
    EXPECT_EQ(member(tree, "z").kind, Kind::Number);
    EXPECT_EQ(member(tree, "b").kind, Kind::Boolean);
    EXPECT_TRUE(member(tree, "b").boolean);
    EXPECT_EQ(member(tree, "f").kind, Kind::Boolean);
    EXPECT_FALSE(member(tree, "f").boolean);
    for (const auto* key : {"t", "q", "s", "day", "month", "empty"})
        EXPECT_EQ(member(tree, key).kind, Kind::String) << key;
    EXPECT_EQ(member(tree, "day").text, "2030-04-01");
    for (const auto* key : {"e", "w", "x"})
        EXPECT_EQ(member(tree, key).kind, Kind::Null) << key;
    EXPECT_EQ(member(tree, "a").items.size(), 2U);
    EXPECT_EQ(member(tree, "a").items[0].kind, Kind::Number);
    EXPECT_EQ(member(member(tree, "o"), "k").text, "v");
    EXPECT_EQ(member(tree, "l").kind, Kind::Array);
    EXPECT_EQ(member(tree, "m").kind, Kind::Object);
}

TEST(YamlTree, キーは書かれた順に並び_まぎらわしい語でもよい)
{
    const Value tree = tree_of("no: ①\nyes: 1\n1: one\non: 2\n");
    std::string keys;
    for (const auto& [key, value] : tree.members)
        keys += key + " ";
    EXPECT_EQ(keys, "no yes 1 on ");
}

TEST(YamlTree, 場所は値の最初の文字を指す)
{
    const Value tree = tree_of("plain: value\n"
                               "deep:\n"
                               "  quoted: \"in quotes\"\n"
                               "  single:   'in quotes'\n"
                               "list:\n"
                               "  - one\n"
                               "  - two: 2\n"
                               "flow: { a: 1, b: [x, \"y\"] }\n");
    EXPECT_EQ(place(tree), "1:1");
    EXPECT_EQ(place(member(tree, "plain")), "1:8");
    EXPECT_EQ(place(member(tree, "deep")), "3:3");
    EXPECT_EQ(place(member(member(tree, "deep"), "quoted")), "3:12") << "behind the quote";
    EXPECT_EQ(place(member(member(tree, "deep"), "single")), "4:14");
    EXPECT_EQ(place(member(tree, "list").items[0]), "6:5");
    EXPECT_EQ(place(member(member(tree, "list").items[1], "two")), "7:10");
    EXPECT_EQ(place(member(tree, "flow")), "8:7");
    EXPECT_EQ(place(member(member(tree, "flow"), "a")), "8:12");
    EXPECT_EQ(place(member(member(tree, "flow"), "b").items[1]), "8:23");
}

TEST(YamlTree, 日本語の行でも桁は文字で数える)
{
    const Value tree = tree_of("項目: { 名前: 値, 別名: \"見本\" }\n見出し: 本文\n");
    EXPECT_EQ(place(member(member(tree, "項目"), "名前")), "1:11");
    EXPECT_EQ(place(member(member(tree, "項目"), "別名")), "1:19");
    EXPECT_EQ(place(member(tree, "見出し")), "2:6");
}

TEST(YamlTree, ブロックの場所は最初の行の最初の文字)
{
    const Value tree = tree_of("a: |\n  first\n  second\nb: |\n\n    late\nc: >\n  folded\n  text\nd: |2\n   kept\n");
    EXPECT_EQ(member(tree, "a").text, "first\nsecond\n");
    EXPECT_EQ(place(member(tree, "a")), "2:3");
    EXPECT_EQ(place(member(tree, "b")), "6:5");
    EXPECT_EQ(member(tree, "c").text, "folded text\n");
    EXPECT_EQ(place(member(tree, "c")), "8:3");
    EXPECT_EQ(member(tree, "d").text, " kept\n");
    for (const auto* key : {"a", "b", "c", "d"})
        EXPECT_EQ(member(tree, key).kind, Kind::String) << key;
}

TEST(YamlTree, ブロックと引用符の中は落とし穴にならない)
{
    const Value tree = tree_of("a: |\n  012\nb: \"yes\"\nc: '0x1F'\nd: \"null\"\n");
    EXPECT_EQ(member(tree, "a").text, "012\n");
    EXPECT_EQ(member(tree, "b").text, "yes");
    EXPECT_EQ(member(tree, "d").kind, Kind::String);
}

TEST(YamlTree, 読み方の分かれる数は拒む)
{
    for (const auto* number :
         {"012", "-012", "00", "1e3", "1E3", "1e-3", "0x1F", "0o17", "1_000", ".5", "5.", "+3", "1.", "-.5", "0.5e1"})
        EXPECT_EQ(refusal("a: " + std::string(number)), "yaml.number 1:4") << number;
    EXPECT_EQ(refusal("a:\n  - 1\n  - 012\n"), "yaml.number 3:5");
}

TEST(YamlTree, 真偽値にもなる語は拒む)
{
    for (const auto* word : {"yes", "Yes", "YES", "no", "No", "NO", "on",   "On",   "ON",    "off",
                             "Off", "OFF", "y",   "Y",  "n",  "N",  "True", "TRUE", "False", "FALSE"})
        EXPECT_EQ(refusal("a: " + std::string(word)), "yaml.boolean 1:4") << word;
    EXPECT_EQ(refusal("見本: [1, no]"), "yaml.boolean 1:9");
}

TEST(YamlTree, アンカーと別名とタグは拒む)
{
    EXPECT_EQ(refusal("a: &x 1\n").substr(0, 10), "yaml.alias");
    EXPECT_EQ(refusal("a: &x [1]\n").substr(0, 10), "yaml.alias");
    EXPECT_EQ(refusal("a: &x {}\n").substr(0, 10), "yaml.alias");
    EXPECT_EQ(refusal("a: &x\n").substr(0, 10), "yaml.alias");
    EXPECT_EQ(refusal("&x a: 1\n").substr(0, 10), "yaml.alias");
    EXPECT_EQ(refusal("a: !!str 1\n").substr(0, 8), "yaml.tag");
    EXPECT_EQ(refusal("a: !mine 1\n").substr(0, 8), "yaml.tag");
    EXPECT_EQ(refusal("a: !!seq [1]\n").substr(0, 8), "yaml.tag");
    EXPECT_EQ(refusal("a: !!map {}\n").substr(0, 8), "yaml.tag");
    EXPECT_EQ(refusal("!!str a: 1\n").substr(0, 8), "yaml.tag");
    EXPECT_EQ(refusal("a: 1\n!!str b: 1\n"), "yaml.tag 2:1");
}

TEST(YamlTree, 同じキーは二つ目の場所で拒む)
{
    EXPECT_EQ(refusal("a: 1\nb: 2\na: 3\n"), "yaml.duplicate-key 3:1");
    EXPECT_EQ(refusal("a: { 名: 1, 名: 2 }\n"), "yaml.duplicate-key 1:12");
    EXPECT_EQ(member(member(tree_of("a: { x: 1 }\nb: { x: 2 }\n"), "b"), "x").text, "2") << "other maps may";
}

TEST(YamlTree, 文字でないキーは拒む)
{
    EXPECT_EQ(refusal("? [1, 2]\n: x\n").substr(0, 8), "yaml.key");
    EXPECT_EQ(refusal("? { a: 1 }\n: x\n").substr(0, 8), "yaml.key");
    EXPECT_EQ(refusal(": x\n").substr(0, 8), "yaml.key");
}

TEST(YamlTree, 文書が二つあるファイルと空のファイルは拒む)
{
    EXPECT_EQ(refusal("a: 1\n---\nb: 2\n").substr(0, 14), "yaml.documents");
    EXPECT_EQ(refusal("").substr(0, 10), "yaml.empty");
    EXPECT_EQ(refusal("# 説明だけ\n").substr(0, 10), "yaml.empty");
    EXPECT_EQ(member(tree_of("---\na: 1\n"), "a").text, "1");
}

TEST(YamlTree, 文法の誤りは行と桁を言う)
{
    EXPECT_EQ(refusal("a: 1\nb: [1, 2\n").substr(0, 11), "yaml.syntax");
    EXPECT_EQ(refusal("a: 1\n\tb: 2\n").substr(0, 13), "yaml.syntax 2");
    EXPECT_EQ(refusal("a: \"open\n"), "yaml.syntax 1:4");
    EXPECT_EQ(refusal("a: 'open\nb: it''s\n"), "yaml.syntax 1:4") << "the rest of the file would be lost in it";
    EXPECT_EQ(refusal("a: \"open \\\"\nb: 1\n"), "yaml.syntax 1:4");
    EXPECT_EQ(refusal("a: 1\n\"open: 2\n").substr(0, 11), "yaml.syntax");
    EXPECT_EQ(member(tree_of("a: 'it''s'\nb: \"\\\"\"\n"), "a").text, "it's");
    EXPECT_EQ(refusal("a: b: c\n"), "yaml.syntax 1:5");
    const base::Error error = error_of("a: 1\nb: x: y\n");
    EXPECT_NE(error.excerpt.find("b: x: y"), std::string::npos) << error.excerpt;
}

TEST(YamlTree, UTF8でない文字は場所を言って拒む)
{
    EXPECT_EQ(refusal("a: 1\nb: \x82\xa0\n"), "yaml.utf8 2:4");
    EXPECT_EQ(refusal("見本: \xff"), "yaml.utf8 1:5");
}

TEST(YamlTree, 入れ子は40段まで)
{
    auto nested = [](std::size_t depth) { return std::string(depth, '[') + "1" + std::string(depth, ']'); };
    EXPECT_TRUE(read_yaml(nested(40), "a.yaml").ok());
    EXPECT_EQ(refusal(nested(41)), "yaml.depth 1:41");
    EXPECT_EQ(refusal(nested(20000)), "yaml.depth 1:41");
}

TEST(YamlTree, 行末の形は問わない)
{
    const Value tree = tree_of("a: 1\r\nb:\r\n  c: 見本\r\n");
    EXPECT_EQ(member(tree, "a").text, "1");
    EXPECT_EQ(member(member(tree, "b"), "c").text, "見本");
    EXPECT_EQ(place(member(member(tree, "b"), "c")), "3:6");
}

}
