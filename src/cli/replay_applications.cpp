#include "cli/replay_applications.h"

#include "base/utf8.h"
#include "cli/application_reader.h"
#include "cli/print.h"
#include "judge/replay.h"
#include "judge/replay_report.h"

#include <algorithm>

namespace kenkei::cli {

namespace {

void print_line(std::string_view text)
{
    print(base::printable(text) + "\n");
}

std::string describe(const RuleSet& rules)
{
    std::string text = rules.name;
    if (!text.starts_with(rules.edition.key()))
        text += "（" + rules.edition.key() + "）";
    return text + "（" + (rules.remark.empty() ? "" : rules.remark + "、") + "要約値 " +
           rules.edition.digest.substr(0, 12) + "）";
}

std::string identity(const RuleSet& rules)
{
    base::json::Writer out;
    out.begin_object().member("edition", rules.edition.key()).member("digest", rules.edition.digest).end_object();
    return out.take();
}

// One object, a line for each application that changes, written as they are found.
class JsonReport {
public:
    void begin(const RuleSet& before, const RuleSet& after, base::Date as_of)
    {
        print("{\n  \"before\": " + identity(before) + ",\n  \"after\": " + identity(after) + ",\n  \"as_of\": \"" +
              base::to_iso(as_of) + "\",\n  \"changed\": [");
    }
    void add(const judge::Effect& effect)
    {
        print((m_any ? ",\n    " : "\n    ") + judge::to_json_line(effect));
        m_any = true;
    }
    void end(const ReplayResult& result)
    {
        print(std::string(m_any ? "\n  " : "") +
              "],\n  \"applications\": " + std::to_string(result.tally.applications) +
              ",\n  \"unreadable\": " + std::to_string(result.unreadable) + "\n}\n");
    }

private:
    bool m_any = false;
};

class TextReport {
public:
    void begin(const RuleSet& before, const RuleSet& after, base::Date as_of, const judge::Replay& replay)
    {
        print_line("前: " + describe(before));
        print_line("後: " + describe(after));
        print_line("判定日: " + base::to_japanese(as_of));
        if (before.edition.digest == after.edition.digest)
            print_line("前と後は同じ内容です。");
        for (const std::string& line : replay.unmatched())
            print_line(line);
        print_line("");
    }
    void add(const judge::Effect& effect)
    {
        print(judge::to_text(effect));
        m_any = true;
    }
    void end(const ReplayResult& result)
    {
        print((m_any ? "\n" : "") + judge::summary(result.tally) +
              (result.unreadable > 0 ? "、読めない申請 " + std::to_string(result.unreadable) : "") + "\n");
    }

private:
    bool m_any = false;
};

}

namespace {

// Answers, but not one to a question of either edition: somebody took the wrong file.
bool is_of_another_scheme(const edition::Edition& before, const edition::Edition& after,
                          const answers::Application& application)
{
    const auto& answers = application.answers.members;
    return !answers.empty() && std::none_of(answers.begin(), answers.end(), [&](const auto& answer) {
        return before.find_question(answer.first) || after.find_question(answer.first);
    });
}

base::Error foreign(const answers::Application& application, const edition::Edition& edition)
{
    return {.code = "replay.foreign",
            .message = "申請「" + application.id + "」の回答は、どれも " + edition.key() + " の設問ではありません。",
            .way_out = "ほかの制度の申請のファイルではないかを確かめてください。"};
}

}

ReplayResult replay_applications(const RuleSet& before, const RuleSet& after, const std::vector<std::string>& inputs,
                                 base::Date as_of, OutputFormat format)
{
    const judge::Replay replay(before.edition, after.edition);
    const bool is_json = format == OutputFormat::Json;
    JsonReport json;
    TextReport text;
    ReplayResult result;
    if (is_json)
        json.begin(before, after, as_of);
    else
        text.begin(before, after, as_of, replay);
    ApplicationReader reader({.take =
                                  [&](const answers::Application& application) {
                                      if (is_of_another_scheme(before.edition, after.edition, application)) {
                                          ++result.foreign;
                                          print_error(foreign(application, after.edition));
                                          return;
                                      }
                                      const auto effect = replay.effect_on(application, as_of);
                                      result.tally.add(effect);
                                      if (effect && is_json)
                                          json.add(*effect);
                                      else if (effect)
                                          text.add(*effect);
                                  },
                              .refuse = [](const base::Error& error) { print_error(error); }});
    result.status = reader.read(inputs);
    result.unreadable = reader.unreadable() + result.foreign;
    if (result.unreadable > 0)
        result.status = worse(result.status, ExitStatus::SomethingBad);
    if (is_json)
        json.end(result);
    else
        text.end(result);
    return result;
}

}
