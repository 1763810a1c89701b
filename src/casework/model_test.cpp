// Every order in which a small set of commands can come, to a depth: what must always hold, holds.
#include "casework/casework_testing.h"
#include "casework/event_json.h"
#include "casework/story.h"

#include <chrono>
#include <set>
#include <unordered_set>

namespace kenkei::casework {

using namespace testing;

namespace {

// What a state of the search is made of. Its events hang together from the last to the first.
struct Node {
    Case of;
    std::size_t time = 0; // index into the instants of the shape
    std::size_t before = 0;
    std::vector<Event> made; // by the command that led here
};

struct Move {
    Command command;
    Role role;
};

struct Shape {
    std::string name;
    Edition edition;
    std::vector<base::Timestamp> times; // in which the search may step forward
    std::vector<Move> moves;
    Circumstances circumstances;
    std::size_t depth = 0;
};

// Stages in which a case is decided or over.
bool is_over(Stage stage)
{
    return stage == Stage::Withdrawn || stage == Stage::Ended;
}

// What must hold of a case after each command, whatever came before; what does not, in words. `at` is when it was done.
std::vector<std::string> broken_rules(const Shape& shape, const Case& before, const std::vector<Event>& events,
                                      std::size_t known, const Case& after)
{
    std::vector<std::string> broken;
    const auto must = [&](bool holds, std::string what) {
        if (!holds)
            broken.push_back(std::move(what));
    };
    must(events.size() > known, "a command made no event");
    for (std::size_t i = 0; i < events.size(); ++i)
        must(events[i].number == static_cast<std::int64_t>(i) + 1, "numbers are not consecutive");
    must(fold(after.id, events) == after, "the fold is not the case");

    const bool recognised = after.decision && after.decision->result == Result::Recognised;
    must(!after.certificate || recognised || after.taken_over, "a certificate without a recognising decision");
    must(after.stage != Stage::Certified || after.certificate.has_value(), "certified without a certificate");
    for (std::size_t i = known; i < events.size(); ++i) {
        const Event& event = events[i];
        auto read = read_record(to_record(event));
        must(read.ok() && *read == event, "the record is not the event");
        must(!tell(event).empty(), "nothing to tell");
        must(!is_over(before.stage) || std::holds_alternative<PayloadsErased>(event.what) ||
                 std::holds_alternative<PaymentRecorded>(event.what),
             "something happened after the end");
        must(after.stage == Stage::Withdrawn || !std::holds_alternative<Withdrawn>(event.what),
             "withdrawn, and goes on");
        must(!before.notified || !std::holds_alternative<Withdrawn>(event.what), "withdrawn after it was told");
        must(before.stage == Stage::None || !std::holds_alternative<TakenOver>(event.what), "taken over twice");
        const auto* decided = std::get_if<Decided>(&event.what);
        if (!decided)
            continue;
        const base::Date day = base::date_in_japan(event.at);
        must(before.received_on && decided->on >= *before.received_on, "decided on a day before it was received");
        must(!before.resolution || decided->on >= before.resolution->on, "decided on a day before it was resolved");
        must(before.stage == Stage::Received, "decided before it was received, or twice");
        must(!is_pending(before.correction, day), "decided while a correction is pending");
        must(!is_pending(before.evidence, day), "decided while evidence is awaited");
        bool failed = false;
        for (const edition::Gate& gate : shape.edition.process->gates) {
            const GateState state = state_of(shape.edition, gate, before, event.at);
            must(failed || state == GateState::Passed || state == GateState::Failed, "decided before a gate");
            failed = failed || state == GateState::Failed;
        }
        if (decided->result == Result::Refused) {
            must(!decided->grounds.empty() || !decided->reason.empty(), "refused without ground or reason");
            continue;
        }
        must(!failed, "recognised behind a failed gate");
        must(shape.circumstances.exclusive.empty(), "recognised beside an exclusive scheme");
        must(!shape.edition.fee || (before.invoice && before.invoice->settled), "recognised without the fee");
        must(before.judged->passed || !decided->reason.empty(), "recognised against the judgement without reason");
        must(shape.edition.classes.empty() || !decided->class_id.empty(), "recognised without a class");
    }
    return broken;
}

// What two cases that behave alike have in common: without numbers of events and instants of the past.
std::string key_of(const Case& of, std::size_t time)
{
    Case plain = of;
    plain.opened = plain.changed = {};
    plain.last_event = 0;
    plain.sources = {};
    plain.counts = plain.counts > 0;
    plain.applicant = {};
    if (plain.submissions.size() > 1)
        plain.submissions.resize(1);
    for (Case::Submission& submission : plain.submissions) {
        submission.event = 0;
        submission.version = 1;
        submission.arrived = {};
    }
    plain.erased.resize(std::min<std::size_t>(plain.erased.size(), 1), 1);
    // What the JSON does not show, but the dates of what follows are held against.
    std::string days;
    for (const auto& day : {of.received_on, of.referred_on, of.decided_on})
        days += (day ? base::to_iso(*day) : "") + " ";
    return std::to_string(time) + days + to_json(plain);
}

struct Found {
    std::size_t states = 0;
    std::size_t steps = 0;
    std::size_t refusals = 0;
    std::size_t certified = 0;
    std::size_t refused = 0;
    std::size_t depth = 0; // how far it went: less than asked for where nothing new was left
};

std::vector<Event> events_of(const std::vector<Node>& nodes, std::size_t index)
{
    std::vector<Event> events;
    for (; index != 0; index = nodes[index].before)
        events.insert(events.begin(), nodes[index].made.begin(), nodes[index].made.end());
    return events;
}

// An erasure names what there is.
Command fitted(const Command& command, const Case& of)
{
    if (!std::holds_alternative<ErasePayloads>(command))
        return command;
    ErasePayloads erase{.list = "R-1"};
    for (std::int64_t number = 1; number <= of.last_event; ++number)
        erase.events.push_back(number);
    return erase;
}

Found explore(const Shape& shape)
{
    Found found;
    std::vector<Node> nodes(1);
    nodes[0].of.id = {"shop-2030-000001"};
    std::unordered_set<std::string> seen{key_of(nodes[0].of, 0)};
    const auto keep = [&](Node node) {
        if (!seen.insert(key_of(node.of, node.time)).second)
            return;
        found.certified += node.of.stage == Stage::Certified;
        found.refused += node.of.decision && node.of.decision->result == Result::Refused;
        nodes.push_back(std::move(node));
    };
    std::size_t level_begins = 0;
    for (std::size_t depth = 0; depth < shape.depth && level_begins < nodes.size(); ++depth) {
        const std::size_t level_ends = nodes.size();
        for (std::size_t index = level_begins; index < level_ends; ++index) {
            const Case before = nodes[index].of;
            const std::size_t time = nodes[index].time;
            if (time + 1 < shape.times.size())
                keep({.of = before, .time = time + 1, .before = index, .made = {}});
            std::vector<Event> events = events_of(nodes, index);
            const std::size_t known = events.size();
            for (const Move& move : shape.moves) {
                auto made = act(shape.edition, before, fitted(move.command, before), {move.role, "m"},
                                shape.times[time], shape.circumstances);
                ++found.steps;
                if (!made.ok()) {
                    ++found.refusals;
                    const base::Error& error = made.error();
                    if (error.code.empty() || error.message.empty() || error.way_out.empty())
                        ADD_FAILURE() << "a refusal without words: " << name_of(move.command);
                    continue;
                }
                EXPECT_TRUE(may(before, move.command, move.role)) << name_of(move.command);
                Case after = before;
                for (const Event& event : *made)
                    apply(after, event);
                events.insert(events.end(), made->begin(), made->end());
                for (const std::string& broken : broken_rules(shape, before, events, known, after))
                    ADD_FAILURE() << shape.name << ": " << broken << "\n" << story_of(after, events);
                events.resize(known);
                keep({.of = std::move(after), .time = time, .before = index, .made = std::move(*made)});
            }
            if (::testing::Test::HasFailure())
                return found;
        }
        level_begins = level_ends;
        found.depth = depth + 1;
    }
    found.states = nodes.size();
    return found;
}

// Tells how much was seen and what it took, so that the depth can be chosen.
Found explore_and_tell(const Shape& shape)
{
    const auto start = std::chrono::steady_clock::now();
    const Found found = explore(shape);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::printf("%s: %zu commands deep%s, %zu states, %zu commands tried, %zu refused, %zu certified, %.1f s\n",
                shape.name.c_str(), found.depth, found.depth < shape.depth ? " (all there are)" : "", found.states,
                found.steps, found.refusals, found.certified, took.count());
    return found;
}

// What every shape can be asked to do. `class_id` is that of the judgement.
std::vector<Move> common_moves(const std::string& class_id)
{
    const Judged judged = good(class_id);
    const base::Date day{2030, 7, 1};
    return {
        {OpenDraft{.number = firm}, Role::Applicant},
        {Save{.answers = R"({"plan":3})"}, Role::Applicant},
        {submission(in_period, judged), Role::Applicant},
        {Receive{.judged = judged}, Role::System},
        {Withdraw{}, Role::Applicant},
        {RequestCorrection{.questions = {"plan"}, .due = day}, Role::Office},
        {ReturnCorrection{.answers = R"({"plan":2})", .judged = judged}, Role::Applicant},
        {Screen{.passed = true, .judged = judged}, Role::Office},
        {Screen{.passed = false, .judged = judged}, Role::Office},
        {Decide{.result = Result::Recognised, .class_id = class_id, .on = day}, Role::Certifier},
        {Decide{.result = Result::Refused, .on = day, .reason = "理由"}, Role::Certifier},
        {Certify{.certificate = "1"}, Role::Office},
        {Notify{}, Role::System},
        {ReturnCertificate{.on = day}, Role::Applicant},
        {Revoke{.ground = "false-answers", .on = day, .reason = "理由"}, Role::Certifier},
        {ErasePayloads{}, Role::System},
    };
}

void add(std::vector<Move>& moves, std::vector<Move> more)
{
    moves.insert(moves.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// What a body adds.
void add_body(std::vector<Move>& moves, const std::string& class_id)
{
    const base::Date day{2030, 7, 1};
    add(moves, {{ReferToBody{.list = "第1回"}, Role::Office},
                {RecordResolution{.on = day, .result = Result::Recognised, .class_id = class_id}, Role::Body},
                {RecordResolution{.on = day, .result = Result::Refused, .reason = "理由"}, Role::Body}});
}

Shape national_shape()
{
    Shape shape{.name = "national", .edition = national(), .moves = common_moves("")};
    shape.times = {in_period, after_closing, base::in_japan({2030, 7, 9}), plus(fee_due, 1),
                   base::in_japan({2032, 7, 2})}; // what is kept for two years may be erased
    const Judged blank = bad({"unanswered:plan"}, {"plan"});
    add_body(shape.moves, "");
    add(shape.moves, {{Receive{.judged = blank}, Role::System},
                      {RequestEvidence{.questions = {"staff"}}, Role::Office},
                      {SupplyEvidence{.files = {{.sha256 = "cd"}}}, Role::Applicant}});
    add(shape.moves, {{IssueInvoice{.invoice = "S-1"}, Role::Office},
                      {RecordPayment{.amount = 1100, .paid = after_closing}, Role::Office},
                      {RecordPayment{.amount = 1100, .paid = plus(fee_due, 1)}, Role::Office},
                      {InquireInsurer{.insurer = "01130012"}, Role::Office},
                      {RecordInsurerReply{.confirmed = true, .judged = good()}, Role::Insurer},
                      {RecordInsurerReply{.contradictions = {"declared"}, .judged = bad()}, Role::Insurer},
                      {RecordInsurerReply{.confirmed = true, .judged = good(), .note = "訂正"}, Role::Insurer}});
    return shape;
}

Shape municipal_shape()
{
    Shape shape{.name = "municipal", .edition = municipal(), .moves = common_moves("A")};
    shape.times = {in_period, after_closing, base::in_japan({2030, 7, 9}), base::in_japan({2033, 4, 1})};
    add_body(shape.moves, "A");
    add(shape.moves, {{Renew{.previous = {"shop-2028-000007"}, .number = firm}, Role::Applicant},
                      {OpenDraft{.number = firm, .aims_at = "AA"}, Role::Applicant},
                      {Decide{.result = Result::Recognised, .class_id = "AA", .on = {2030, 7, 1}, .reason = "理由"},
                       Role::Certifier},
                      {RequestEvidence{.questions = {"plan"}}, Role::Office},
                      {SupplyEvidence{.files = {{.sha256 = "cd"}}}, Role::Applicant},
                      {Supersede{.by = "shop-2031-000001", .to = {2031, 3, 31}}, Role::System},
                      {TakeOver{.number = firm,
                                .certificate = "2",
                                .class_id = "A",
                                .decided = {2029, 2, 1},
                                .from = {2031, 4, 1},
                                .record = "台帳 2029"},
                       Role::Office}});
    shape.circumstances.certificates = {held("shop-2028-000007", {2029, 4, 1}, {2031, 3, 31})};
    return shape;
}

Shape bare_shape(std::vector<edition::Gate> gates)
{
    Shape shape{.name = gates.empty() ? "no gate" : "screening only",
                .edition = bare(std::move(gates)),
                .moves = common_moves("")};
    shape.times = {in_period, after_closing, base::in_japan({2031, 4, 1})};
    return shape;
}

}

TEST(Model, 申請料と保険者と委員会のある手続ではどの順でも決まりが守られる)
{
    Shape shape = national_shape();
    shape.depth = 14;
    const Found found = explore_and_tell(shape);
    EXPECT_GT(found.refused, 0U);
}

TEST(Model, 区分と更新のある手続ではどの順でも決まりが守られる)
{
    Shape shape = municipal_shape();
    shape.depth = 60;
    EXPECT_GT(explore_and_tell(shape).certified, 0U);
}

TEST(Model, 書類審査だけの手続や手続のない年度版でもどの順でも決まりが守られる)
{
    for (std::vector<edition::Gate> gates : {std::vector<edition::Gate>{}, {gate(edition::GateKind::Screening)}}) {
        Shape shape = bare_shape(std::move(gates));
        shape.depth = 60;
        EXPECT_GT(explore_and_tell(shape).certified, 0U);
    }
}

TEST(Model, 併願の法人はどの順でも認定されない)
{
    for (std::vector<edition::Gate> gates : {std::vector<edition::Gate>{}, {gate(edition::GateKind::Screening)}}) {
        Shape shape = bare_shape(std::move(gates));
        shape.circumstances.exclusive = {{"stall-2030-000002"}};
        shape.depth = 60;
        const Found found = explore_and_tell(shape);
        EXPECT_EQ(found.certified, 0U);
        EXPECT_GT(found.refused, 0U);
    }
}

// The checker itself: what no command can make must be seen.
TEST(Model, 作り変えた記録は見破られる)
{
    const Shape shape = national_shape();
    const Desk honest = Desk(national()).through().recognised().certified();
    const auto broken_by = [&](const auto& doctor) {
        std::vector<Event> events = honest.events;
        std::size_t known = events.size() - 1;
        doctor(events, known);
        const Case before = fold(honest.of.id, std::span(events).first(known));
        const auto broken = broken_rules(shape, before, events, known, fold(honest.of.id, events));
        return std::set<std::string>(broken.begin(), broken.end());
    };
    EXPECT_TRUE(broken_by([](auto&, auto&) {}).empty());
    const auto without = [&](auto keep, std::size_t cut = 0) { // events of which `keep` says no left out
        return broken_by([&](std::vector<Event>& events, std::size_t& known) {
            events.resize(events.size() - cut);
            std::erase_if(events, [&](const Event& event) { return !keep(event.what); });
            for (std::size_t i = 0; i < events.size(); ++i)
                events[i].number = static_cast<std::int64_t>(i) + 1;
            known = events.size() - 1;
        });
    };
    const auto except = []<typename T>(std::in_place_type_t<T>) {
        return [](const Happening& what) { return !std::holds_alternative<T>(what); };
    };
    EXPECT_TRUE(without(except(std::in_place_type<Decided>)).contains("a certificate without a recognising decision"));
    EXPECT_TRUE(without(except(std::in_place_type<PaymentRecorded>), 1).contains("recognised without the fee"));
    EXPECT_TRUE(without(except(std::in_place_type<Screened>), 1).contains("decided before a gate"));
    EXPECT_TRUE(without(except(std::in_place_type<ResolutionRecorded>), 1).contains("decided before a gate"));
    EXPECT_TRUE(broken_by([](auto& events, auto&) { events[1].number = 7; }).contains("numbers are not consecutive"));
    EXPECT_TRUE(
        broken_by([](auto& events, auto& known) { known = events.size(); }).contains("a command made no event"));
    EXPECT_TRUE(broken_by([](auto& events, auto& known) {
                    events.insert(events.end() - 1, Event{.number = 12, .what = Withdrawn{}});
                    events.back().number = static_cast<std::int64_t>(events.size());
                    known = events.size() - 1;
                }).contains("something happened after the end"));
    EXPECT_TRUE(broken_by([](auto& events, auto& known) {
                    const Event asked{.number = static_cast<std::int64_t>(events.size()) - 1,
                                      .what = CorrectionRequested{.questions = {"plan"}, .due = {2030, 7, 1}}};
                    events.pop_back();
                    events.insert(events.end() - 1, asked);
                    events.back().number = static_cast<std::int64_t>(events.size());
                    known = events.size() - 1;
                }).contains("decided while a correction is pending"));
}

}
