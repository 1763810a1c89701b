#include "cli/replay_applications.h"

#include "cli/application_reader.h"
#include "cli/print.h"
#include "judge/batch_replay.h"

#include <algorithm>
#include <utility>

namespace kenkei::cli {

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

class Replaying {
public:
    explicit Replaying(const ReplayRequest& request)
        : m_request(request)
        , m_replay(request.before.edition, request.after.edition)
        , m_grouping(request.after.edition, request.breakdowns)
        , m_output(make_replay_output(request.format, m_grouping))
    {}

    ReplayResult run(const std::vector<std::string>& inputs)
    {
        m_output->begin(m_request.before, m_request.after, m_request.as_of, m_replay);
        ApplicationReader reader({.take = [this](const answers::Application& application) { take(application); },
                                  .refuse = [](const base::Error& error) { print_error(error); },
                                  .take_lines = [this](Documents& documents, const std::string& name,
                                                       const auto& done) { take_lines(documents, name, done); }});
        m_result.status = reader.read(inputs);
        m_result.unreadable = reader.unreadable() + m_result.foreign;
        if (m_result.unreadable > 0)
            m_result.status = worse(m_result.status, ExitStatus::SomethingBad);
        m_output->end(m_result);
        return std::move(m_result);
    }

private:
    // One application a line: 64 at a time, and by itself what is unusual.
    void take_lines(Documents& documents, const std::string& name, const ApplicationReader::Visitor::Done& done)
    {
        std::size_t applications = 0;
        std::size_t unreadable = 0;
        auto refuse = [&](base::Error error) {
            ++applications;
            ++unreadable;
            error.file = name;
            print_error(error);
        };
        judge::BatchReplay batch(
            m_request.before.edition, m_request.after.edition, m_request.as_of, m_replay, m_grouping,
            {.effect =
                 [&](const std::optional<judge::Effect>& effect, std::span<const judge::GroupValue> groups) {
                     ++applications;
                     report(effect, groups);
                 },
             .alone =
                 [&](std::string_view line, std::size_t number) {
                     if (line.ends_with('\r'))
                         line.remove_suffix(1);
                     auto application = judge::read_line(line, number);
                     if (!application.ok()) {
                         refuse(std::move(application).error());
                         return false;
                     }
                     ++applications;
                     take(*application);
                     return application->bare;
                 }});
        LinePiece piece;
        while (documents.next_piece(piece)) {
            for (const base::Error& error : piece.before)
                refuse(error);
            batch.run(piece.lines(), piece.first_line);
            done(std::exchange(applications, 0), std::exchange(unreadable, 0));
        }
    }

    void report(const std::optional<judge::Effect>& effect, std::span<const judge::GroupValue> groups)
    {
        m_result.tally.add(effect, groups);
        if (effect)
            m_output->add(*effect, groups);
    }

    void take(const answers::Application& application)
    {
        const edition::Edition& before = m_request.before.edition;
        const edition::Edition& after = m_request.after.edition;
        if (is_of_another_scheme(before, after, application)) {
            ++m_result.foreign;
            print_error(foreign(application, after));
            return;
        }
        const judge::Judgement earlier = judge::judge(before, application, m_request.as_of, judge::Next::Skip);
        const judge::Judgement later = judge::judge(after, application, m_request.as_of, judge::Next::Skip);
        m_groups.clear();
        m_grouping.add_groups(later.answers.slots, m_groups);
        report(m_replay.effect_of(earlier, later), m_groups);
    }

    const ReplayRequest& m_request;
    judge::Replay m_replay;
    judge::Grouping m_grouping;
    std::unique_ptr<ReplayOutput> m_output;
    std::vector<judge::GroupValue> m_groups; // of the application at hand
    ReplayResult m_result;
};

}

ReplayResult replay_applications(const ReplayRequest& request, const std::vector<std::string>& inputs)
{
    return Replaying(request).run(inputs);
}

}
