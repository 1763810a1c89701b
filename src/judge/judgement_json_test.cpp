#include "judge/judgement_json.h"

#include "support/judged.h"

namespace kenkei::judge {

using support::judged;
using support::shop;

namespace {

// Two questions, a class and a title; small enough to be read in full.
const edition::Edition& small()
{
    static const edition::Edition edition =
        support::edition_of({.questions = {{"a", R"("type":"boolean","deciding":true,"changeable":true)"},
                                           {"n", R"("type":"decimal","maximum":9)"}},
                             .facts = {{"half", "n / 2"}, {"word", "\"「い\""}, {"day", "as_of"}, {"truth", "a"}},
                             .items = {{"x", "a"}, {"y", "n > 1"}},
                             .requirements = {{"r", R"("at_least":2,"of":["x","y"])"}},
                             .titles = {{"t", R"("all_of":["y"])"}},
                             .classes = {{"A", R"("all_of":["x"])"}, {"AA", R"("beyond":"A","all_of":["y"])"}}});
    return edition;
}

std::string json_of(const edition::Edition& edition, std::string_view answers, WithFinal with_final = WithFinal::No,
                    Explain explain = Explain::No)
{
    return to_json(edition, judged(edition, answers), with_final, explain);
}

std::string line_of(const edition::Edition& edition, std::string_view answers, WithFinal with_final = WithFinal::No)
{
    return to_json_line(edition, judged(edition, answers, Next::Skip), with_final);
}

std::vector<std::string> keys_of(const base::json::Value& object)
{
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.members)
        keys.push_back(key);
    return keys;
}

base::json::Value tree_of(const std::string& json)
{
    auto tree = base::json::parse(json);
    EXPECT_TRUE(tree.ok()) << json;
    return tree.ok() ? std::move(*tree) : base::json::Value{};
}

using Keys = std::vector<std::string>;

}

TEST(JudgementJson, 一件の判定は一字まで決まっている)
{
    const std::string expected = R"({
  "id": "申請\"1\"",
  "edition": "small/1",
  "digest": ")" + small().digest +
                                 R"(",
  "as_of": "2030-05-01",
  "outcome": "undetermined",
  "class": null,
  "class_possible": "AA",
  "final": "refused",
  "reasons": [
    "unanswered:x"
  ],
  "facts": {
    "half": 5.25,
    "word": "「い",
    "day": "2030-05-01",
    "truth": null
  },
  "items": {
    "x": "undetermined",
    "y": "met"
  },
  "requirements": {
    "r": {
      "outcome": "undetermined",
      "have": 1,
      "need": 2
    }
  },
  "titles": {
    "t": "met"
  },
  "findings": [
    {
      "code": "application.unknown-key",
      "severity": "warning",
      "message": "「extra」は読まれません。使えるのは id、answers、known です。回答なら answers の中に書いてください。"
    },
    {
      "code": "a.unanswered",
      "severity": "error",
      "question": "a",
      "message": "aが未回答です。判定に必要な設問です。ご回答ください。",
      "source": "none"
    },
    {
      "code": "n.range",
      "severity": "error",
      "question": "n",
      "message": "nの 10.5は9を超えています。数値をご確認ください。",
      "source": "none"
    }
  ],
  "next": [
    {
      "requirement": "r",
      "missing": 1,
      "nearest": [
        {
          "item": "x",
          "questions": [
            "a"
          ]
        }
      ]
    }
  ]
}
)";
    EXPECT_EQ(json_of(small(), R"({"id":"申請\"1\"","answers":{"n":10.50},"extra":0})", WithFinal::Yes), expected);
}

TEST(JudgementJson, 束の一行は一字まで決まっている)
{
    EXPECT_EQ(line_of(small(), R"({"id":"甲","answers":{"a":true,"n":2}})"),
              R"({"id":"甲","edition":"small/1","outcome":"met","class":"AA","class_possible":"AA","facts":{"half":1,)"
              R"("word":"「い","day":"2030-05-01","truth":true},"items":{"x":"met","y":"met"},"requirements":{"r":)"
              R"({"outcome":"met","have":2,"need":2}},"titles":{"t":"met"},"codes":[]})");
    EXPECT_EQ(line_of(small(), R"({"a":false})", WithFinal::Yes),
              R"({"id":"line:1","edition":"small/1","outcome":"not_met","class":"outside","class_possible":"outside",)"
              R"("final":"refused","reasons":["too_few:r","not_met:x"],"facts":{"half":null,"word":"「い",)"
              R"("day":"2030-05-01","truth":false},"items":{"x":"not_met","y":"undetermined"},"requirements":{"r":)"
              R"({"outcome":"not_met","have":0,"need":2}},"titles":{"t":"undetermined"},"codes":[]})");
}

TEST(JudgementJson, キーの順番はいつも同じ)
{
    EXPECT_EQ(keys_of(tree_of(json_of(shop(), "{}"))),
              (Keys{"id", "edition", "digest", "as_of", "outcome", "class", "class_possible", "facts", "items",
                    "requirements", "titles", "findings", "next"}));
    EXPECT_EQ(keys_of(tree_of(json_of(shop(), "{}", WithFinal::Yes, Explain::Yes))),
              (Keys{"id", "edition", "digest", "as_of", "outcome", "class", "class_possible", "final", "reasons",
                    "facts", "items", "requirements", "titles", "findings", "next", "proof"}));
    EXPECT_EQ(keys_of(tree_of(line_of(shop(), "{}"))), (Keys{"id", "edition", "outcome", "class", "class_possible",
                                                             "facts", "items", "requirements", "titles", "codes"}));
    const edition::Edition plain =
        support::edition_of({.questions = {{"a", R"("type":"boolean")"}}, .items = {{"x", "a"}}});
    EXPECT_EQ(keys_of(tree_of(line_of(plain, "{}"))),
              (Keys{"id", "edition", "outcome", "class", "facts", "items", "requirements", "titles", "codes"}))
        << "class is always there, class_possible only with classes";
}

TEST(JudgementJson, 区分は届いた区分か認証外か決まらないか)
{
    const edition::Edition edition =
        support::edition_of({.questions = {{"a", R"("type":"boolean")"}, {"n", R"("type":"decimal")"}},
                             .items = {{"x", "a"}, {"y", "n > 1"}},
                             .requirements = {{"r", R"("all_of":["x"])"}},
                             .classes = {{"A", R"("all_of":["x"])"}, {"AA", R"("beyond":"A","all_of":["y"])"}}});
    auto classes = [&](std::string_view answers) {
        const base::json::Value tree = tree_of(line_of(edition, answers));
        return tree.find("class")->text + "/" + tree.find("class_possible")->text;
    };
    EXPECT_EQ(classes(R"({"a":true,"n":2})"), "AA/AA");
    EXPECT_EQ(classes(R"({"a":true})"), "A/AA");
    EXPECT_EQ(classes(R"({"a":true,"n":1})"), "A/A");
    EXPECT_EQ(classes(R"({"a":false,"n":2})"), "outside/outside");
    EXPECT_EQ(classes("{}"), "/AA");
    EXPECT_EQ(tree_of(line_of(edition, "{}")).find("class")->kind, base::json::Kind::Null);
}

TEST(JudgementJson, 束の行は改行を含まず_一件の判定は改行で終わる)
{
    const std::string answers = R"({"id":"改\n行","answers":{"name":"改\n行"}})";
    EXPECT_EQ(line_of(shop(), answers).find('\n'), std::string::npos);
    EXPECT_EQ(tree_of(line_of(shop(), answers)).find("id")->text, "改\n行");
    const std::string whole = json_of(shop(), answers);
    EXPECT_TRUE(whole.ends_with("}\n"));
    EXPECT_FALSE(whole.ends_with("\n\n"));
}

TEST(JudgementJson, 一件の判定と束の行は同じことを言う)
{
    for (const auto* answers : {"{}", R"({"agreed":false})", R"({"staff":30,"plan":2,"means":[9]})"}) {
        const base::json::Value whole = tree_of(json_of(shop(), answers));
        const base::json::Value line = tree_of(line_of(shop(), answers));
        for (const auto& [key, value] : line.members) {
            if (key == "codes")
                continue;
            base::json::Writer a;
            base::json::Writer b;
            EXPECT_EQ(a.value(value).text(), b.value(*whole.find(key)).text()) << key;
        }
        std::string codes;
        std::string findings;
        for (const auto& code : line.find("codes")->items)
            codes += code.text + " ";
        for (const auto& finding : whole.find("findings")->items)
            findings += finding.find("code")->text + " ";
        EXPECT_EQ(codes, findings);
    }
}

TEST(JudgementJson, 証明は頼まれたときだけ_判定と同じ結果で付く)
{
    const base::json::Value proof =
        *tree_of(json_of(shop(), R"({"staff":18})", WithFinal::No, Explain::Yes)).find("proof");
    EXPECT_EQ(keys_of(proof), (Keys{"outcome", "claim", "source", "evidence", "parts"}));
    EXPECT_EQ(proof.find("outcome")->text, "undetermined");
    EXPECT_EQ(proof.find("parts")->items.size(), shop().requirements.size() + shop().classes.size());
}

}
