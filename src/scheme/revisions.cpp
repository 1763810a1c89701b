#include "scheme/revisions.h"

#include "base/sha256.h"
#include "edition/canonical_json.h"
#include "edition/tree_reader.h"
#include "scheme/read_file.h"
#include "scheme/revision_files.h"
#include "scheme/write_file.h"
#include "scheme/yaml_tree.h"

#include <algorithm>

namespace kenkei::scheme {

namespace fs = std::filesystem;
using edition::Edition;
using edition::TreeReader;
using Value = base::json::Value;

namespace {

bool is_digest(std::string_view text)
{
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// revisions.yaml as a part; without text where there is none.
base::Result<edition::Part> read_record(const fs::path& folder)
{
    const fs::path path = folder / revisions_record;
    edition::Part part;
    part.file = shown(folder, revisions_record);
    std::error_code error;
    if (!fs::exists(path, error))
        return part;
    auto text = read_file(path);
    if (!text) {
        return base::Error{.code = "file.missing",
                           .message = "ファイルを開けません。",
                           .way_out = "読む権限があるかを確かめてください。",
                           .file = part.file};
    }
    part.text = std::move(*text);
    part.tree = TRY(read_yaml(part.text, part.file));
    return part;
}

class RecordReader {
public:
    RecordReader(const edition::Part& part, std::vector<base::Error>& errors)
        : m_tree(part.tree)
        , m_reader(part, errors)
    {}

    Revisions read()
    {
        if (!m_reader.object(m_tree, revisions_record, {"revisions", "locked"}))
            return {};
        const Value* all = m_reader.need(m_tree, "revisions", revisions_record);
        if (!all)
            return {};
        if (all->kind != base::json::Kind::Object || all->members.empty()) {
            m_reader.refuse_key(*all, "revision.number", "revisions は「版の番号: 内容」の並びで、一つは要ります。",
                                "まだ公表していなければ revisions.yaml を消してください。");
            return {};
        }
        for (const auto& [number, entry] : all->members)
            read_revision(number, entry);
        if (const Value* locked = m_tree.find("locked")) {
            m_revisions.locked = m_reader.date(*locked, "locked");
            if (m_revisions.locked && *m_revisions.locked < m_revisions.revisions.back().published)
                m_reader.refuse(*locked, "revision.date", "確定の日が最後の版の公表日より前です。",
                                "確定の日は " + base::to_iso(m_revisions.revisions.back().published) +
                                    " 以後にしてください。");
        }
        return std::move(m_revisions);
    }

private:
    void read_revision(const std::string& number, const Value& entry)
    {
        std::vector<Revision>& revisions = m_revisions.revisions;
        Revision read;
        read.number = static_cast<int>(revisions.size()) + 1;
        read.at = entry.key_at;
        if (number != std::to_string(read.number))
            m_reader.refuse_key(entry, "revision.number",
                                "版の番号が「" + number + "」です。ここは " + std::to_string(read.number) +
                                    " の番です。",
                                "番号は 1、2、3 と順につけます。公表した版は消せません。");
        const std::string what = "第" + std::to_string(read.number) + "版";
        if (m_reader.object(entry, what, {"published", "digest", "note", "replayed", "changed"})) {
            if (const Value* published = m_reader.need(entry, "published", what))
                read_published(*published, read);
            if (const Value* digest = m_reader.need(entry, "digest", what))
                read_digest(*digest, read);
            if (const Value* note = m_reader.need(entry, "note", what))
                read.note = m_reader.text(*note, "note");
            read_counts(entry, read);
        }
        revisions.push_back(std::move(read));
    }

    void read_published(const Value& written, Revision& read)
    {
        auto date = m_reader.date(written, "published");
        const base::Date before = m_revisions.revisions.empty() ? base::Date{} : m_revisions.revisions.back().published;
        read.published = date.value_or(before);
        if (read.published < before)
            m_reader.refuse(written, "revision.date",
                            "公表日が前の版の公表日（" + base::to_iso(before) + "）より前です。",
                            "版は公表した順に並べてください。");
    }

    void read_digest(const Value& written, Revision& read)
    {
        read.digest = m_reader.text(written, "digest");
        if (!read.digest.empty() && !is_digest(read.digest))
            m_reader.refuse(written, "revision.digest", "要約値は SHA-256 の 64 桁（0〜9、a〜f）で書きます。",
                            revision_file(read.number) + " の要約値（sha256sum）を引用符で囲んで書いてください。");
    }

    void read_counts(const Value& entry, Revision& read)
    {
        for (auto [key, count] : {std::pair{"replayed", &read.replayed}, std::pair{"changed", &read.changed}}) {
            const Value* written = entry.find(key);
            if (!written)
                continue;
            *count = m_reader.integer(*written, key);
            if (*count && **count < 0)
                m_reader.refuse(*written, "revision.count", "件数が負です。", "0 以上の整数にしてください。");
        }
        if (read.changed && read.changed > read.replayed)
            m_reader.refuse(*entry.find("changed"), "revision.count",
                            "判定の変わった件数が、判定し直した件数（replayed）より多くなっています。",
                            "replayed と changed を、公表したときの件数に直してください。");
    }

    const Value& m_tree;
    TreeReader m_reader;
    Revisions m_revisions;
};

// In block style, one key a line, so that a comparison of two states shows what came to it.
std::string text_of(const Revisions& revisions)
{
    std::string text = "# 公表の記録。kenkei publish が書きます（手で書いた注釈は残りません）。\nrevisions:\n";
    for (const Revision& revision : revisions.revisions) {
        text += "  " + std::to_string(revision.number) + ":\n";
        text += "    published: " + base::to_iso(revision.published) + "\n";
        text += "    digest: \"" + revision.digest + "\"\n";
        text += "    note: ";
        base::json::append_quoted(text, revision.note);
        text += "\n";
        if (revision.replayed)
            text += "    replayed: " + std::to_string(*revision.replayed) + "\n";
        if (revision.changed)
            text += "    changed: " + std::to_string(*revision.changed) + "\n";
    }
    if (revisions.locked)
        text += "locked: " + base::to_iso(*revisions.locked) + "\n";
    return text;
}

}

const Revision* Revisions::find(int number) const
{
    auto found = std::find_if(revisions.begin(), revisions.end(),
                              [&](const Revision& revision) { return revision.number == number; });
    return found == revisions.end() ? nullptr : &*found;
}

RevisionsResult read_revisions(const fs::path& folder)
{
    auto part = read_record(folder);
    if (!part.ok())
        return {{}, {std::move(part).error()}};
    if (part->text.empty())
        return {Revisions{}, {}};
    std::vector<base::Error> errors;
    Revisions revisions = RecordReader(*part, errors).read();
    if (!errors.empty())
        return {{}, std::move(errors)};
    return {std::move(revisions), {}};
}

base::Result<Edition> load_revision(const fs::path& folder, const Revision& revision)
{
    const std::string name = revision_file(revision.number);
    auto refused = [&](std::string code, std::string message, std::string way_out) {
        return base::Error{.code = std::move(code),
                           .message = std::move(message),
                           .way_out = std::move(way_out),
                           .file = shown(folder, name)};
    };
    const std::string restore = "公表したときのファイルを、控え（git など）から戻してください。";
    const auto bytes = read_file(folder / name);
    if (!bytes)
        return refused("revision.broken", "公表した版のファイルがないか、開けません。", restore);
    const std::string digest = base::sha256_hex(*bytes);
    if (digest != revision.digest)
        return refused("revision.broken",
                       "公表したときの内容ではありません（要約値 " + digest.substr(0, 12) + "、記録では " +
                           revision.digest.substr(0, 12) + "）。",
                       restore);
    auto edition = edition::read_canonical_json(*bytes);
    if (!edition.ok())
        return refused("revision.broken", "この kenkei では読めません。" + edition.error().message,
                       "公表したときの kenkei で読んでください。");
    const fs::path whole = fs::weakly_canonical(folder);
    const std::string key = (whole.parent_path().filename() / whole.filename()).string();
    if (edition->key() != key)
        return refused("revision.other-edition",
                       "これは " + edition->key() + " の版で、" + key + " の版ではありません。",
                       "別の年度版のフォルダを写したのなら、revisions.yaml と revisions/ を消してください。");
    return edition;
}

base::Result<void> write_revision(const fs::path& folder, const Revisions& revisions, const Edition& edition)
{
    const fs::path path = folder / revision_file(revisions.revisions.back().number);
    const std::string json = edition::to_canonical_json(edition);
    if (auto again = edition::read_canonical_json(json); !again.ok() || again->digest != edition.digest)
        return base::Error{.code = "compile.unstable", .message = "書いた内容を読み直すと別の年度版になります。"};
    TRY(write_file(path, json));
    auto written = write_record(folder, revisions);
    std::error_code error;
    if (!written.ok())
        fs::remove(path, error);
    return written;
}

base::Result<void> write_record(const fs::path& folder, const Revisions& revisions)
{
    // A note is whatever somebody typed; the record must not break by it.
    edition::Part part{.file = shown(folder, revisions_record), .text = text_of(revisions), .tree = {}};
    part.tree = TRY(read_yaml(part.text, part.file));
    std::vector<base::Error> errors;
    RecordReader(part, errors).read();
    if (!errors.empty())
        return std::move(errors.front());
    return write_file(folder / revisions_record, part.text);
}

}
