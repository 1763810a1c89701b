#include "server/upload.h"

namespace kenkei::server {

bool UploadBudget::take(std::size_t bytes)
{
    std::size_t held = m_held;
    do {
        if (bytes > m_most - std::min(held, m_most))
            return false;
    } while (!m_held.compare_exchange_weak(held, held + bytes));
    return true;
}

namespace {

// What one body takes of the budget.
class Share {
public:
    explicit Share(std::shared_ptr<UploadBudget> budget) : m_budget(std::move(budget)) {}
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() { m_budget->give_back(m_taken); }

    base::Result<void> take(std::size_t bytes)
    {
        if (!m_budget->take(bytes))
            return base::Error{.code = "api.busy",
                               .message = "ほかのファイルの受信で混み合っています。受け付けは行われていません。",
                               .way_out = "少し待ってから、もう一度お試しください。"};
        m_taken += bytes;
        return {};
    }

private:
    std::shared_ptr<UploadBudget> m_budget;
    std::size_t m_taken = 0;
};

std::string in_megabytes(std::size_t bytes)
{
    return std::to_string(bytes >> 20) + " MB";
}

// Keeps the parts, as far as they may be.
class Parts : public PartReceiver {
public:
    Parts(const UploadLimits& limits, Share& share) : m_limits(limits), m_share(share) {}

    base::Result<void> begin_part(Part part) override
    {
        m_parts.push_back({.field = std::move(part.name), .file_name = std::move(part.file_name)});
        return {};
    }
    base::Result<void> take_data(std::string_view data) override
    {
        UploadedPart& part = m_parts.back();
        m_together += data.size();
        if (part.bytes.size() + data.size() > m_limits.file)
            return too_large("「" + part.file_name.value_or(part.field) + "」が大きすぎます（1つ" +
                             in_megabytes(m_limits.file) + "まで）。");
        if (m_together > m_limits.together)
            return too_large("ファイルが合わせて" + in_megabytes(m_limits.together) + "を超えています。");
        TRY(m_share.take(data.size()));
        part.bytes += data;
        return {};
    }
    base::Result<void> end_part() override { return {}; }

    std::vector<UploadedPart> take() { return std::move(m_parts); }

private:
    static base::Error too_large(std::string message)
    {
        return {.code = "http.too-large",
                .message = std::move(message),
                .way_out = "何回かに分けるか、画像を小さくして提出してください。"};
    }

    const UploadLimits m_limits;
    Share& m_share;
    std::vector<UploadedPart> m_parts;
    std::size_t m_together = 0;
};

// The pieces come one after the other: the next when Onward was given for the one before, whichever thread gave it.
class Receiver : public BodyReceiver, public std::enable_shared_from_this<Receiver> {
public:
    Receiver(std::shared_ptr<UploadBudget> budget, UploadSteps steps)
        : m_share(std::make_shared<Share>(std::move(budget)))
        , m_steps(std::move(steps))
    {}

    void receive(std::string piece, Onward onward) override
    {
        if (m_admitted) {
            onward.give(answer_to(keep(piece)));
            return;
        }
        m_admitted = true; // nobody asks again: a refusal ends the body
        m_steps.admit(Onward([self = shared_from_this(), piece = std::move(piece),
                              onward](std::optional<std::optional<Response>> given) {
            if (!given)
                return; // dropped, and so is `onward`
            if (*given)
                onward.give(std::move(*given));
            else
                onward.give(self->answer_to(self->keep(piece)));
        }));
    }

    void finish(Reply reply) override
    {
        auto uploaded = whole();
        if (!uploaded.ok())
            return void(reply.give(m_steps.refuse(uploaded.error())));
        m_steps.take(std::move(*uploaded), std::move(reply));
    }

protected:
    virtual base::Result<void> keep(std::string_view piece) = 0;
    virtual base::Result<Uploaded> whole() = 0;

    std::shared_ptr<Share> m_share;

private:
    std::optional<Response> answer_to(const base::Result<void>& kept) const
    {
        return kept.ok() ? std::nullopt : std::optional(m_steps.refuse(kept.error()));
    }

    UploadSteps m_steps;
    bool m_admitted = false;
};

class WholeBody : public Receiver {
public:
    using Receiver::Receiver;

private:
    base::Result<void> keep(std::string_view piece) override
    {
        TRY(m_share->take(piece.size()));
        m_body += piece;
        return {};
    }
    base::Result<Uploaded> whole() override { return Uploaded{.body = std::move(m_body), .held = m_share}; }

    std::string m_body;
};

class PartsOfBody : public Receiver {
public:
    PartsOfBody(const std::string& content_type, const UploadLimits& limits, std::shared_ptr<UploadBudget> budget,
                UploadSteps steps)
        : Receiver(std::move(budget), std::move(steps))
        , m_parts(limits, *m_share)
        , m_reader(MultipartReader::create(content_type, m_parts, {.parts = limits.parts}))
    {}

private:
    base::Result<void> keep(std::string_view piece) override
    {
        if (!m_reader.ok())
            return m_reader.error();
        return m_reader->feed(piece);
    }
    base::Result<Uploaded> whole() override
    {
        if (!m_reader.ok())
            return m_reader.error();
        TRY(m_reader->finish());
        return Uploaded{.parts = m_parts.take(), .held = m_share};
    }

    Parts m_parts;
    base::Result<MultipartReader> m_reader;
};

}

std::shared_ptr<BodyReceiver> receive_body(std::shared_ptr<UploadBudget> budget, UploadSteps steps)
{
    return std::make_shared<WholeBody>(std::move(budget), std::move(steps));
}

std::shared_ptr<BodyReceiver> receive_parts(std::string content_type, const UploadLimits& limits,
                                            std::shared_ptr<UploadBudget> budget, UploadSteps steps)
{
    return std::make_shared<PartsOfBody>(content_type, limits, std::move(budget), std::move(steps));
}

}
