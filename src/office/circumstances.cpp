#include "office/circumstances.h"

#include "edition/edition.h"

#include <algorithm>

namespace kenkei::office {

using base::json::Kind;
using base::json::Value;
using casework::Stage;

namespace {

// Of those who share a code so many are told: one that everybody copied from a sample may be shared by thousands.
constexpr std::int64_t most_told = 50;

// Whether the application was made. Who withdraws it before the closing did not apply; after that it stands.
base::Result<bool> was_filed(const Desk& desk, const store::CaseRow& row)
{
    if (row.stage == Stage::Withdrawn)
        return TRY(desk.kept.load_case(row.id)).counts > 0;
    return row.stage != Stage::Draft && row.versions > 0;
}

base::Result<void> add_firm(const Desk& desk, const edition::Edition& edition, const Case& about,
                            casework::Circumstances& found)
{
    if (about.number.empty())
        return {};
    for (const store::CaseRow& row : TRY(desk.kept.list({.firm = about.number}))) {
        if (row.id == about.id)
            continue;
        const bool open = row.stage != Stage::Withdrawn && row.stage != Stage::Ended && row.versions + row.head > 0;
        if (row.edition == edition.key() && open && row.valid_to.empty())
            found.same_firm = row.id;
        const std::string scheme = row.edition.substr(0, row.edition.find('/'));
        if (scheme == edition.scheme && !row.valid_to.empty()) {
            Case holder = TRY(desk.kept.load_case(row.id));
            if (holder.certificate)
                found.certificates.push_back({row.id, *holder.certificate});
        }
        if (!edition.process)
            continue;
        for (const edition::Process::Exclusive& other : edition.process->exclusive) {
            if (row.edition == other.scheme + "/" + edition.edition && TRY(was_filed(desk, row)))
                found.exclusive.push_back(row.id);
        }
    }
    return {};
}

}

base::Result<casework::Circumstances> circumstances_of(const Desk& desk, const edition::Edition& edition,
                                                       const Case& about)
{
    casework::Circumstances found;
    TRY(add_firm(desk, edition, about, found));
    if (!about.applicant.code.empty()) {
        for (const store::CaseRow& row : TRY(desk.kept.list({.edition = edition.key(),
                                         .code = about.applicant.code,
                                         .not_firm = about.number,
                                         .filed = true,
                                         .limit = most_told})))
            found.same_code.push_back(row.id);
    }
    return found;
}

namespace {

Value text_value(std::string text)
{
    Value value;
    value.kind = Kind::String;
    value.text = std::move(text);
    return value;
}

// Of the fields that the edition names for a register of certificates, those we can give.
Value certificate_facts(const edition::KnownFacts& facts, const store::CaseRow& row)
{
    Value value;
    value.kind = Kind::Object;
    for (const auto& [field, type] : facts.fields) {
        const std::string scheme = row.edition.substr(0, row.edition.find('/'));
        const std::string* text = field == "scheme"  ? &scheme
                                  : field == "class" ? &row.class_id
                                  : field == "from"  ? &row.valid_from
                                  : field == "to"    ? &row.valid_to
                                                     : nullptr;
        if (text && !text->empty())
            value.members.push_back({field, text_value(*text)});
    }
    return value;
}

}

base::Result<Value> known_of(const Desk& desk, const edition::Edition& edition, const Case& about)
{
    Value known;
    known.kind = Kind::Object;
    if (about.inquiry && !about.inquiry->known.empty())
        known = TRY(base::json::parse(about.inquiry->known));
    for (const edition::KnownFacts& facts : edition.known) {
        if (facts.id != "certificates" || known.find(facts.id))
            continue;
        Value list;
        list.kind = Kind::Array;
        for (const store::CaseRow& row : TRY(desk.kept.list({.firm = about.number}))) {
            if (!row.valid_to.empty() && row.id != about.id)
                list.items.push_back(certificate_facts(facts, row));
        }
        known.members.push_back({facts.id, std::move(list)});
    }
    return known;
}

}
