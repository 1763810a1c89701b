#include "scheme/revisions.h"

#include "base/sha256.h"
#include "base/utf8.h"
#include "edition/differences.h"
#include "scheme/read_file.h"
#include "scheme/revision_files.h"
#include "scheme/write_file.h"

#include <algorithm>

namespace kenkei::scheme {

namespace fs = std::filesystem;
using edition::Change;
using edition::Edition;

namespace {

std::string name_of(const Revision& revision)
{
    return "第" + std::to_string(revision.number) + "版（" + base::to_iso(revision.published) + " 公表）";
}

std::string in_words(const Change& change)
{
    constexpr std::size_t longest = 30;
    auto brief = [](const std::string& text) {
        return text.empty() ? "なし" : base::shortened(base::printable(text), longest);
    };
    const std::string what = change.subject + (change.what.empty() ? "" : "の" + change.what);
    switch (change.kind) {
    case Change::Kind::Added:
        return what + "が加わった";
    case Change::Kind::Removed:
        return what + "がなくなった";
    case Change::Kind::Moved:
        return what + "の位置";
    case Change::Kind::Changed:
        break;
    }
    return what + ": " + brief(change.before) + " → " + brief(change.after);
}

// 「（…、…、…、ほか3か所）」
std::string changes_in_words(const Edition& published, const Edition& now)
{
    constexpr std::size_t most = 3;
    const std::vector<Change> changes = edition::differences(published, now);
    std::string all;
    for (std::size_t i = 0; i < std::min(changes.size(), most); ++i)
        all += (all.empty() ? "" : "、") + in_words(changes[i]);
    if (changes.size() > most)
        all += "、ほか" + std::to_string(changes.size() - most) + "か所";
    return "（" + (all.empty() ? "並び順だけ" : all) + "）";
}

class RevisionCheck {
public:
    RevisionCheck(const fs::path& folder, const Edition& edition, std::vector<base::Error>& errors)
        : m_folder(folder)
        , m_edition(edition)
        , m_errors(errors)
        , m_text(read_file(folder / revisions_record).value_or(std::string{}))
    {}

    void run()
    {
        RevisionsResult read = read_revisions(m_folder);
        for (base::Error& error : read.errors)
            m_errors.push_back(std::move(error));
        if (!read.revisions)
            return;
        for (const Revision& revision : read.revisions->revisions) {
            auto published = load_revision(m_folder, revision);
            if (!published.ok())
                m_errors.push_back(std::move(published).error());
            else if (revision.number == read.revisions->revisions.back().number)
                compare(*read.revisions, *published);
        }
        find_strays(*read.revisions);
    }

private:
    // The digests, not the texts: a later kenkei may write the same edition differently.
    void compare(const Revisions& revisions, const Edition& published)
    {
        if (published.digest == m_edition.digest)
            return;
        const Revision& last = revisions.revisions.back();
        const std::string key = m_edition.key();
        const std::string number = std::to_string(last.number);
        if (revisions.locked)
            refuse(last, "edition.changed",
                   name_of(last) + "で確定しています（" + base::to_iso(*revisions.locked) +
                       "）が、そのあとで内容が変わっています" + changes_in_words(published, m_edition) + "。",
                   "確定した年度版は変えられません。公表した内容に戻してください（違いは kenkei diff " + key + "@" +
                       number + " " + key + "）。");
        else
            refuse(last, "edition.changed",
                   name_of(last) + "のあとで内容が変わっています" + changes_in_words(published, m_edition) + "。",
                   "公表した内容に戻すか、正誤として kenkei publish " + key + " --note で新しい版にしてください。");
    }

    // What no entry names: left behind by an interrupted publish, or put there by hand.
    void find_strays(const Revisions& revisions)
    {
        std::error_code error;
        std::vector<std::string> names;
        for (fs::directory_iterator at(m_folder / "revisions", error); !error && at != fs::directory_iterator();
             at.increment(error))
            names.push_back("revisions/" + at->path().filename().string());
        if (const fs::path partial = partial_of(revisions_record); fs::exists(m_folder / partial, error))
            names.push_back(partial.string());
        for (const Revision& revision : revisions.revisions)
            std::erase(names, revision_file(revision.number));
        std::sort(names.begin(), names.end());
        const std::string next = revision_file(static_cast<int>(revisions.revisions.size()) + 1);
        for (const std::string& name : names) {
            // A whole revision that says something else than the folder was published once: never to be written over.
            const bool left_behind = name == next ? is_present_content(m_folder / name)
                                                  : name == partial_of(next) || name == partial_of(revisions_record);
            if (left_behind)
                refuse(
                    name, "revision.unfinished", "公表が途中で止まったときのファイルです。",
                    "もう一度 kenkei publish を行うか、公表をやめるなら消してください。公表したことがあるなら消さずに、"
                    "revisions.yaml を控え（git など）から戻してください。");
            else if (!name.starts_with("revisions/."))
                refuse(name, "revision.broken", "revisions.yaml にこの版の記録がありません。",
                       "公表した版なら revisions.yaml を控え（git など）から戻し、そうでなければ消してください。");
        }
    }

    bool is_present_content(const fs::path& file) const
    {
        const auto text = read_file(file);
        return text && base::sha256_hex(*text) == m_edition.digest;
    }

    void refuse(const std::string& name, std::string code, std::string message, std::string way_out)
    {
        m_errors.push_back({.code = std::move(code),
                            .message = std::move(message),
                            .way_out = std::move(way_out),
                            .file = shown(m_folder, name)});
    }

    void refuse(const Revision& revision, std::string code, std::string message, std::string way_out)
    {
        m_errors.push_back({.code = std::move(code),
                            .message = std::move(message),
                            .way_out = std::move(way_out),
                            .file = shown(m_folder, revisions_record),
                            .at = revision.at,
                            .excerpt = base::line_with_caret(m_text, revision.at)});
    }

    fs::path m_folder;
    const Edition& m_edition;
    std::vector<base::Error>& m_errors;
    std::string m_text; // of revisions.yaml
};

}

void check_revisions(const fs::path& folder, const Edition& edition, std::vector<base::Error>& errors)
{
    RevisionCheck(folder, edition, errors).run();
}

}
