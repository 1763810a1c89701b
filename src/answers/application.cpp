#include "answers/application.h"

#include <algorithm>

namespace kenkei::answers {

using base::json::Kind;
using base::json::Value;

namespace {

base::Error not_an_object(const Value& document)
{
    if (document.kind == Kind::Array) {
        return {.code = "application.array",
                .message = "一番外側が配列 [ ] です。",
                .way_out = "配列をほどき、申請を1行に1件ずつ並べて（JSON Lines）ください。",
                .at = document.at};
    }
    return {.code = "application.type",
            .message = "申請は { } で囲んだ JSON オブジェクトですが、" +
                       std::string(base::json::name_of(document.kind)) + "でした。",
            .way_out = "{\"answers\": {…}} の形にしてください。",
            .at = document.at};
}

}

base::Result<Application> read_application(Value document, std::string otherwise)
{
    if (document.kind != Kind::Object)
        return not_an_object(document);

    Application application;
    application.id = std::move(otherwise);
    if (!document.find("answers")) {
        application.answers = std::move(document);
        application.bare = true;
        return application;
    }
    for (auto& [key, value] : document.members) {
        if (key == "answers") {
            if (value.kind != Kind::Object) {
                return base::Error{.code = "application.type",
                                   .message = "answers は { } で囲んだオブジェクトですが、" +
                                              std::string(base::json::name_of(value.kind)) + "でした。",
                                   .way_out = "\"answers\": {\"q1\": 1, …} の形にしてください。",
                                   .at = value.at};
            }
            application.answers = std::move(value);
        } else if (key == "known") {
            if (value.kind != Kind::Object && value.kind != Kind::Null) {
                return base::Error{.code = "application.type",
                                   .message = "known は { } で囲んだオブジェクトですが、" +
                                              std::string(base::json::name_of(value.kind)) + "でした。",
                                   .way_out = "\"known\": {\"insurer\": {…}} の形にするか、消してください。",
                                   .at = value.at};
            }
            application.known = std::move(value);
        } else if (key == "id" && (value.kind == Kind::String || value.kind == Kind::Number)) {
            application.id = value.text;
        } else if (!(key == "id" && value.kind == Kind::Null)) {
            const bool is_id = key == "id";
            application.findings.push_back(
                {.code = is_id ? "application.id" : "application.unknown-key",
                 .severity = edition::Severity::Warning,
                 .question = {},
                 .message = is_id ? "id は文字列で書きます。使わずに判定しました。" : "「" + key + "」は読まれません。",
                 .next = is_id ? "\"id\": \"A-001\" の形にしてください。"
                               : "使えるのは id、answers、known です。回答なら answers の中に書いてください。",
                 .source = {}});
        }
    }
    return application;
}

}
