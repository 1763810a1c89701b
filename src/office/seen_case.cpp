#include "office/case_view.h"

#include <algorithm>

namespace kenkei::office {

using access::Sight;
using casework::Event;
using casework::Stage;

bool is_told(const Case& of)
{
    return of.notified || of.certificate.has_value();
}

Stage stage_shown(const Case& of)
{
    return of.stage == Stage::Decided && !is_told(of) ? Stage::Received : of.stage;
}

bool is_hidden_from_firm(const casework::Happening& what, const Case& of)
{
    return std::holds_alternative<casework::Screened>(what) || std::holds_alternative<casework::Referred>(what) ||
           std::holds_alternative<casework::ResolutionRecorded>(what) ||
           std::holds_alternative<casework::InsurerReplied>(what) ||
           (!is_told(of) && std::holds_alternative<casework::Decided>(what));
}

namespace {

// Who it is and how far: what every role sees that sees anything.
Case outline_of(const Case& of)
{
    Case seen;
    seen.id = of.id;
    seen.edition = of.edition;
    seen.number = of.number;
    seen.purpose = of.purpose;
    seen.stage = stage_shown(of);
    seen.opened = of.opened;
    seen.applicant.number = of.applicant.number;
    seen.applicant.name = of.applicant.name;
    seen.applicant.kana = of.applicant.kana;
    seen.notified = of.notified;
    seen.taken_over = of.taken_over;
    return seen;
}

// Of answers, as JSON text, those to some questions. They are the same from event to event: the last are kept.
class AnswersTo {
public:
    explicit AnswersTo(const edition::Edition& edition) : m_questions(asked_of_insurer(edition)) {}

    const std::string& operator()(const std::string& answers)
    {
        if (answers == m_answers)
            return m_kept;
        m_answers = answers;
        m_kept = kept_of(answers);
        return m_kept;
    }

private:
    std::string kept_of(const std::string& answers) const
    {
        auto parsed = base::json::parse(answers);
        if (!parsed.ok())
            return "";
        std::erase_if(parsed->members, [&](const base::json::Member& member) {
            return std::none_of(m_questions.begin(), m_questions.end(),
                                [&](const edition::Question* question) { return question->id == member.first; });
        });
        base::json::Writer out;
        out.value(*parsed);
        return out.take();
    }

    std::vector<const edition::Question*> m_questions;
    std::string m_answers;
    std::string m_kept;
};

// Of those who see no events: the case as `view` shows it, and how often and when last that changed.
template<typename View>
Case followed(const CaseId& id, const std::vector<Event>& events, View&& view)
{
    Case so_far{.id = id};
    Case shown{.id = id};
    std::int64_t changes = 0;
    base::Timestamp changed;
    for (const Event& event : events) {
        casework::apply(so_far, event);
        Case now = view(so_far);
        if (now == shown)
            continue;
        changes += 1;
        changed = event.at;
        shown = std::move(now);
    }
    shown.last_event = changes;
    shown.changed = changed;
    return shown;
}

Case insurer_sees(const edition::Edition& edition, const CaseId& id, const std::vector<Event>& events)
{
    AnswersTo answers_asked(edition);
    const std::optional<casework::Inquiry> asked = casework::fold(id, events).inquiry;
    return followed(id, events, [&](const Case& of) {
        // What was before it was asked is not its business.
        if (!of.inquiry || !asked || of.inquiry->insurer != asked->insurer)
            return Case{.id = id};
        Case seen = outline_of(of);
        seen.submitted = answers_asked(of.submitted);
        seen.inquiry = of.inquiry;
        return seen;
    });
}

// Until there is a certificate, a partner learns of no result, whether it was told or not: it sees whole schemes, and
// their lists open no cases.
Stage shown_to_partner(Stage stage)
{
    return stage == Stage::Decided ? Stage::Received : stage;
}

Case partner_sees(const CaseId& id, const std::vector<Event>& events)
{
    return followed(id, events, [](const Case& of) {
        Case seen = outline_of(of);
        seen.stage = shown_to_partner(of.stage);
        seen.notified = of.notified && of.certificate.has_value();
        seen.certificate = of.certificate;
        return seen;
    });
}

// The number of an event among those that are seen; 0 for one that is not.
class Numbering {
public:
    explicit Numbering(const std::vector<Event>& seen)
    {
        for (const Event& event : seen)
            m_numbers.push_back(event.number);
    }
    std::int64_t operator()(std::int64_t number) const
    {
        const auto found = std::lower_bound(m_numbers.begin(), m_numbers.end(), number);
        return found == m_numbers.end() || *found != number ? 0 : found - m_numbers.begin() + 1;
    }
    void renumber(std::vector<std::int64_t>& numbers) const
    {
        for (std::int64_t& number : numbers)
            number = (*this)(number);
        std::erase(numbers, 0);
    }

private:
    std::vector<std::int64_t> m_numbers;
};

// What the firm sees of the case as a whole; events' numbers are still those of the record.
Case without_office(const Case& of)
{
    Case seen = of;
    seen.sources = {};
    seen.screened.reset();
    seen.referred.reset();
    seen.resolution.reset();
    if (seen.inquiry)
        seen.inquiry->known.clear();
    if (is_told(of))
        return seen;
    seen.decision.reset();
    seen.decided_on.reset();
    seen.stage = stage_shown(of);
    if (seen.closing)
        seen.judged = seen.closing; // a later one tells what the insurer said
    if (seen.inquiry)
        seen.inquiry = casework::Inquiry{.insurer = of.inquiry->insurer, .due = of.inquiry->due};
    return seen;
}

SeenCase firm_sees(const Case& of, std::vector<Event> events)
{
    std::erase_if(events, [&](const Event& event) { return is_hidden_from_firm(event.what, of); });
    const Numbering numbering(events);
    Case seen = without_office(of);
    for (Case::Submission& submission : seen.submissions)
        submission.event = numbering(submission.event);
    for (Case::LaterFile& file : seen.later_files)
        file.event = numbering(file.event);
    numbering.renumber(seen.erased);
    for (Event& event : events) {
        event.number = numbering(event.number);
        if (auto* erased = std::get_if<casework::PayloadsErased>(&event.what))
            numbering.renumber(erased->events);
    }
    if (!events.empty()) {
        seen.last_event = events.back().number;
        seen.changed = events.back().at;
    }
    return {std::move(seen), std::move(events)};
}

}

std::vector<const edition::Question*> asked_of_insurer(const edition::Edition& edition)
{
    std::vector<const edition::Question*> found;
    const auto add = [&](const edition::Question& question) {
        if (std::find(found.begin(), found.end(), &question) == found.end())
            found.push_back(&question);
    };
    const auto add_read_by = [&](const edition::Expression& rule) {
        if (!rule.tree || rule.text.find("known.insurer") == std::string::npos)
            return;
        for (const int slot : edition::slots_behind(edition, *rule.tree, edition::Reach::Deep)) {
            if (const edition::Question* question = edition.question_at(slot))
                add(*question);
        }
    };
    for (const edition::Item& item : edition.items)
        add_read_by(item.met);
    for (const edition::FindingRule& finding : edition.findings)
        add_read_by(finding.when);
    for (std::size_t at = 0; at < found.size(); ++at) {
        for (const edition::Question& question : edition.questions) {
            if (!question.when || !question.when->tree)
                continue;
            const std::vector<int> slots = edition::slots_behind(edition, *question.when->tree, edition::Reach::Direct);
            if (std::find(slots.begin(), slots.end(), found[at]->slot) != slots.end())
                add(question);
        }
    }
    std::sort(found.begin(), found.end()); // as they are printed: they stand in one row
    return found;
}

SeenCase seen_by(Sight sight, const edition::Edition& edition, const CaseId& id, std::vector<Event> events)
{
    switch (sight) {
    case Sight::Office: {
        Case all = casework::fold(id, events);
        return {std::move(all), std::move(events)};
    }
    case Sight::Firm: {
        const Case all = casework::fold(id, events);
        return firm_sees(all, std::move(events));
    }
    case Sight::Inquiry:
        return {insurer_sees(edition, id, events), {}};
    case Sight::Stage:
        return {partner_sees(id, events), {}};
    case Sight::Nothing:
        break;
    }
    return {};
}

base::Result<SeenCase> load_seen(store::Transaction& kept, Sight sight, const edition::Edition& edition,
                                 const CaseId& id)
{
    std::vector<Event> events = TRY(kept.events_of(id));
    return seen_by(sight, edition, id, std::move(events));
}

base::Result<std::int64_t> seen_head(store::Transaction& kept, Sight sight, const edition::Edition& edition,
                                     const CaseId& id)
{
    const std::optional<store::CaseRow> row = TRY(kept.find_row(id));
    if (!row || sight == Sight::Office)
        return row ? row->head : 0;
    const SeenCase seen = TRY(load_seen(kept, sight, edition, id));
    return seen.about.last_event;
}

store::CaseRow seen_by(Sight sight, store::CaseRow row)
{
    if (sight == Sight::Office)
        return row;
    row.head = 0;
    row.head_hash.clear();
    // Of what the office has in hand the row knows when the office did something; of the others, when the firm did.
    const bool in_hand = row.stage == Stage::Received || row.stage == Stage::Decided;
    if (sight != Sight::Firm || in_hand)
        row.changed_at.clear();
    row.stage = shown_to_partner(row.stage); // to others, too, as long as nobody has looked whether it was told
    if (sight == Sight::Inquiry)
        row.certificate = row.valid_from = row.valid_to = "";
    if (row.certificate.empty()) {
        row.result.clear();
        row.class_id.clear();
    }
    if (sight != Sight::Firm) {
        row.code.clear();
        row.submitted_at.clear();
        row.versions = -1;
    }
    if (sight == Sight::Stage)
        row.insurer.clear();
    return row;
}

base::Result<store::CaseRow> look_up_seen(store::Transaction& kept, Sight sight, store::CaseRow row)
{
    const bool decided = row.stage == Stage::Decided;
    const bool looks =
        sight == Sight::Firm ? decided || row.stage == Stage::Received : sight == Sight::Inquiry && decided;
    if (!looks)
        return seen_by(sight, std::move(row));
    const std::vector<Event> events = TRY(kept.events_of(row.id));
    const Case all = casework::fold(row.id, events);
    const bool told = is_told(all);
    const std::string result = row.result;
    const std::string class_id = row.class_id;
    row = seen_by(sight, std::move(row));
    row.stage = stage_shown(all);
    if (sight != Sight::Firm)
        return row;
    row.changed_at = base::to_utc(firm_sees(all, events).about.changed);
    if (told) {
        row.result = result;
        row.class_id = class_id;
    }
    return row;
}

}
