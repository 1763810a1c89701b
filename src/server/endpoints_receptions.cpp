#include "server/endpoints_parts.h"

#include "office/receive_applications.h"
#include "server/log_in.h"

// 締切後の受付: all that was handed in under an edition, in pieces, so that nobody else waits long for the writer.
namespace kenkei::server {

namespace {

using access::Operation;

constexpr std::int64_t cases_at_once = 50;
constexpr std::size_t most_told = 100; // of those that cannot be received
constexpr std::chrono::seconds longest{25};

struct Reception {
    std::shared_ptr<Asked> asked;
    Reply reply;
    std::chrono::steady_clock::time_point until;
    std::string after = {};
    std::int64_t received = 0;
    std::int64_t refused = 0;
    std::vector<std::pair<casework::CaseId, base::Error>> told = {};
};

void answer(const Reception& reception, bool more)
{
    reception.reply.give(json_object(202, [&](base::json::Writer& out) {
        out.key("received").number(reception.received).key("refused").number(reception.refused);
        out.key("more").boolean(more).key("problems").begin_array();
        for (const auto& [id, error] : reception.told) {
            out.begin_object().member("case", id.text).member("code", error.code);
            out.member("message", error.message).end_object();
        }
        out.end_array();
    }));
}

// One piece on the writer's thread; what it did is durable when the next is asked for.
void receive_piece(const std::shared_ptr<Reception>& reception)
{
    const Asked& asked = *reception->asked;
    auto batch = std::make_shared<std::vector<office::ReceivedCase>>();
    asked.service.writers->post(
        asked.edition->key(),
        [reception, batch](store::Transaction& kept) -> base::Result<void> {
            const Asked& about = *reception->asked;
            const office::Desk desk{kept, about.service.editions, about.actor(), about.now};
            const auto may = [&](const store::CaseRow& row) -> base::Result<void> {
                TRY(permitted(about, Operation::Receive,
                              subject_of(row))); // one of the own firm is another's to receive
                return {};
            };
            *batch = TRY(office::receive_some(desk, about.edition->key(), reception->after, cases_at_once, may));
            return {};
        },
        [reception, batch](const base::Result<void>& done) {
            const Asked& about = *reception->asked;
            if (!done.ok())
                return void(reception->reply.give(problem(done.error(), about.language, about.request.id)));
            for (const office::ReceivedCase& one : *batch) {
                (one.received.ok() ? reception->received : reception->refused) += 1;
                if (!one.received.ok() && reception->told.size() < most_told)
                    reception->told.emplace_back(one.id, one.received.error());
                reception->after = one.id.text;
            }
            const bool more = batch->size() == static_cast<std::size_t>(cases_at_once);
            if (!more || about.service.stopping || std::chrono::steady_clock::now() >= reception->until)
                answer(*reception, more);
            else
                receive_piece(reception);
        });
}

void receive_all(std::shared_ptr<Asked> asked, store::Transaction&, Reply reply)
{
    receive_piece(std::make_shared<Reception>(
        Reception{std::move(asked), std::move(reply), std::chrono::steady_clock::now() + longest}));
}

}

std::vector<Endpoint> endpoints_receptions()
{
    std::vector<Endpoint> endpoints;
    endpoints.push_back(
        {.says = {.id = "receiveAll",
                  .method = Method::Post,
                  .pattern = "/api/v1/editions/{scheme}/{edition}/receptions",
                  .tag = "受付",
                  .summary = "締切の後に、提出された申請をすべて受け付ける（残りがあれば more。繰り返してよい）",
                  .summary_english = "Receive all applications after the closing; say it again while `more`",
                  .answers = {{202, "受け付けた件数", {{json_type, "Receptions"}}}},
                  .problems = {409}},
         .operation = Operation::Receive,
         .about = About::Edition,
         .handler = without_key(receive_all),
         .time = std::chrono::seconds(90)});
    return endpoints;
}

}
