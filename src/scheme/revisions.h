#pragma once

#include "base/date.h"
#include "edition/edition.h"

#include <filesystem>

namespace kenkei::scheme {

// One published state of an edition: an entry of revisions.yaml; revisions/<number>.json is the compiled edition.
struct Revision {
    int number = 0;
    base::Date published;
    std::string digest; // SHA-256 of that file
    std::string note;
    std::optional<std::int64_t> replayed; // applications judged again when it was published
    std::optional<std::int64_t> changed;  // of these, whose judgement changed
    base::SourcePosition at = {};         // its number in revisions.yaml
};

// An edition's life: draft, published, locked. A correction (正誤) of a published one is a revision of its own.
struct Revisions {
    enum class State { Draft, Published, Locked };

    std::vector<Revision> revisions; // 1, 2, 3 …
    std::optional<base::Date> locked;

    State state() const { return revisions.empty() ? State::Draft : locked ? State::Locked : State::Published; }
    const Revision* find(int number) const;
};

struct RevisionsResult {
    std::optional<Revisions> revisions; // only if nothing is wrong; a draft without revisions.yaml
    std::vector<base::Error> errors;
};
RevisionsResult read_revisions(const std::filesystem::path& folder);

// The edition as it was published. Error revision.broken: its file is missing, changed, or cannot be read any more.
base::Result<edition::Edition> load_revision(const std::filesystem::path& folder, const Revision&);

// Whether the revisions are whole and the folder still holds what was published last. Errors:
//   edition.changed           it does not; `publish` makes a revision of that, unless the edition is locked
//   revision.unfinished       left behind by a `publish` that was interrupted; the next one overwrites it
//   revision.broken           a revision's file is not what was published
//   revision.other-edition    the revisions were copied along with another edition's folder
//   and what read_revisions finds.
void check_revisions(const std::filesystem::path& folder, const edition::Edition&, std::vector<base::Error>& errors);

// Writes the compiled edition as the last of `revisions`, then revisions.yaml; either whole or not at all, whenever it
// is interrupted. write_record writes revisions.yaml alone. Error file.write.
base::Result<void> write_revision(const std::filesystem::path& folder, const Revisions& revisions,
                                  const edition::Edition&);
base::Result<void> write_record(const std::filesystem::path& folder, const Revisions& revisions);

}
