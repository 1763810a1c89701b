#include "cli/commands.h"

#include "base/fold.h"
#include "base/utf8.h"
#include "cli/check_edition.h"
#include "cli/print.h"
#include "cli/replay_applications.h"
#include "scheme/revisions.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace kenkei::cli {

namespace fs = std::filesystem;
using scheme::Revision;
using scheme::Revisions;

namespace {

// What a publication itself puts in order.
bool is_mended_by_publishing(const base::Error& error)
{
    return error.code == "edition.changed" || error.code == "revision.unfinished";
}

class Publication {
public:
    Publication(const PublishOptions& options, fs::path folder, edition::Edition edition, Revisions revisions)
        : m_options(options)
        , m_folder(std::move(folder))
        , m_edition(std::move(edition))
        , m_revisions(std::move(revisions))
        , m_on(options.on.value_or(today()))
    {}

    ExitStatus run()
    {
        const std::string key = m_edition.key();
        if (m_revisions.locked)
            return refuse(ExitStatus::SomethingBad,
                          key + " は " + base::to_iso(*m_revisions.locked) + " に確定しています。もう公表できません。",
                          "変えたところがあれば、公表した内容に戻してください。");
        if (m_revisions.revisions.empty())
            return publish_first();
        auto published = scheme::load_revision(m_folder, last());
        if (!published.ok()) {
            print_error(published.error());
            return ExitStatus::SomethingBad;
        }
        return published->digest == m_edition.digest ? lock_only() : publish_correction(std::move(*published));
    }

private:
    const Revision& last() const { return m_revisions.revisions.back(); }

    static ExitStatus refuse(ExitStatus status, std::string message, std::string way_out)
    {
        print_error(
            base::Error{.code = "publish.refused", .message = std::move(message), .way_out = std::move(way_out)});
        return status;
    }

    std::optional<ExitStatus> refuse_early_day() const
    {
        if (m_on >= last().published)
            return {};
        return refuse(ExitStatus::WrongUse,
                      base::to_iso(m_on) + " は、第" + std::to_string(last().number) + "版の公表日（" +
                          base::to_iso(last().published) + "）より前です。",
                      "--on にその日以後の日付を書いてください。");
    }

    ExitStatus publish_first()
    {
        if (!m_options.applications.empty())
            return refuse(ExitStatus::WrongUse, "初めての公表には、申請を判定し直す前の版がありません。",
                          "--applications を除いてください。");
        return publish({.note = base::is_blank(m_options.note) ? "初版" : base::trim(m_options.note)});
    }

    ExitStatus lock_only()
    {
        const std::string same = m_edition.key() + " は第" + std::to_string(last().number) + "版（" +
                                 base::to_iso(last().published) + " 公表）から変わっていません。";
        if (!m_options.lock)
            return refuse(ExitStatus::SomethingBad, same,
                          "正誤なら年度版を直してから、確定するなら --lock を付けて公表してください。");
        if (!m_options.note.empty() || !m_options.applications.empty() || m_options.no_applications)
            return refuse(ExitStatus::WrongUse, same,
                          "確定するだけなら、付けるのは --lock（と --on）だけにしてください。");
        if (auto refused = refuse_early_day())
            return *refused;
        m_revisions.locked = m_on;
        if (auto written = scheme::write_record(m_folder, m_revisions); !written.ok())
            return fail(written.error());
        print(m_edition.key() + " を第" + std::to_string(last().number) + "版で確定しました（" + base::to_iso(m_on) +
              "、要約値 " + last().digest.substr(0, 12) + "）。\n");
        return finish_output();
    }

    ExitStatus publish_correction(edition::Edition before)
    {
        if (base::is_blank(m_options.note))
            return refuse(ExitStatus::WrongUse,
                          m_edition.key() + " は第" + std::to_string(last().number) +
                              "版のあとで変わっています。正誤の内容が要ります。",
                          "--note に、何をどう直したかを書いてください（違いは kenkei diff " + m_edition.key() + "@" +
                              std::to_string(last().number) + " " + m_edition.key() + "）。");
        if (m_options.applications.empty() != m_options.no_applications)
            return refuse(ExitStatus::WrongUse,
                          m_options.no_applications ? "--applications と --no-applications が両方あります。"
                                                    : "受け付けた申請（--applications）がありません。",
                          "受け付けた申請のファイルを --applications に書くか、まだなければ --no-applications を付けて"
                          "ください。");
        if (auto refused = refuse_early_day())
            return *refused;
        Revision revision{.note = base::trim(m_options.note)};
        if (m_options.no_applications)
            return publish(std::move(revision));
        const RuleSet one{std::move(before), m_edition.key() + "@" + std::to_string(last().number),
                          base::to_iso(last().published) + " 公表"};
        const RuleSet other{m_edition, m_edition.key(), "いまの内容"};
        const ReplayResult result = replay_applications(
            {.before = one, .after = other, .as_of = m_on, .breakdowns = m_edition.breakdowns}, m_options.applications);
        // Who would publish without having been told whom it touches?
        const ExitStatus status = worse(result.status, finish_output());
        if (status != ExitStatus::Done)
            return refuse(status, "申請を残らず判定し直せなかったので、公表していません。",
                          "読めない申請を直すか除いてから、もう一度公表してください。");
        revision.replayed = static_cast<std::int64_t>(result.tally.all().applications);
        revision.changed = static_cast<std::int64_t>(result.tally.all().changed);
        print("\n");
        return publish(std::move(revision));
    }

    ExitStatus publish(Revision revision)
    {
        revision.number = static_cast<int>(m_revisions.revisions.size()) + 1;
        revision.published = m_on;
        revision.digest = m_edition.digest;
        m_revisions.revisions.push_back(std::move(revision));
        if (m_options.lock)
            m_revisions.locked = m_on;
        if (auto written = scheme::write_revision(m_folder, m_revisions, m_edition); !written.ok())
            return fail(written.error());
        print(m_edition.key() + " の第" + std::to_string(last().number) + "版を公表しました（" + base::to_iso(m_on) +
              "、要約値 " + last().digest.substr(0, 12) + "）。" + (m_options.lock ? "この版で確定しました。" : "") +
              "\n");
        return finish_output();
    }

    static ExitStatus fail(const base::Error& error)
    {
        print_error(error);
        return ExitStatus::Failure;
    }

    const PublishOptions& m_options;
    fs::path m_folder;
    edition::Edition m_edition;
    Revisions m_revisions;
    base::Date m_on;
};

// Only the folder of an edition can be published.
ExitStatus refuse_edition(const PublishOptions& options)
{
    EditionOrStatus loaded = load_or_complain(options.schemes, options.edition);
    if (loaded.edition)
        print_error(base::Error{
            .code = "publish.folder",
            .message = "「" + options.edition + "」は公表できません。公表できるのはフォルダの年度版だけです。",
            .way_out = "--schemes で制度のフォルダを指し、「制度/年度版」の名前を書いてください。"});
    return ExitStatus::WrongUse;
}

// Held while a folder is being published, so that two at a time do not both make the next revision. The system lets go
// of it when the program ends, however it ends.
class FolderLock {
public:
    explicit FolderLock(const fs::path& folder) : m_folder(open(folder.c_str(), O_RDONLY | O_DIRECTORY))
    {
        m_held = m_folder >= 0 && flock(m_folder, LOCK_EX | LOCK_NB) == 0;
    }
    ~FolderLock()
    {
        if (m_folder >= 0)
            close(m_folder);
    }
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

    bool held() const { return m_held; }

private:
    int m_folder;
    bool m_held = false;
};

}

ExitStatus run_publish(const PublishOptions& options)
{
    auto schemes = find_schemes(options.schemes);
    const auto folder = schemes.ok() ? edition_folder(*schemes, options.edition) : std::nullopt;
    if (!folder)
        return refuse_edition(options);
    if (base::find_invalid_utf8(options.note)) {
        print_error("--note が UTF-8 ではありません。端末の文字コードを確かめてください。");
        return ExitStatus::WrongUse;
    }
    const FolderLock lock(*folder);
    if (!lock.held()) {
        print_error(
            "ほかの kenkei publish がこの年度版を公表しているところです。終わってから、もう一度公表してください。");
        return ExitStatus::Failure;
    }
    EditionCheck check = check_edition(*folder);
    std::erase_if(check.errors, is_mended_by_publishing);
    for (const base::Error& error : check.errors)
        print_error(error);
    if (!check.edition || !check.errors.empty()) {
        print_error("検査に通らないので、公表していません。");
        return ExitStatus::SomethingBad;
    }
    scheme::RevisionsResult read = scheme::read_revisions(*folder);
    if (!read.revisions)
        return ExitStatus::SomethingBad; // the check has said why, unless it was changed since
    return Publication(options, *folder, std::move(*check.edition), std::move(*read.revisions)).run();
}

}
