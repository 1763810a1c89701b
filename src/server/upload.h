#pragma once

#include "server/multipart.h"

namespace kenkei::server {

// Large bodies, as they come: whoever sends one is looked at before a byte of it is kept, no body is longer than its
// endpoint allows, and all that are under way hold no more memory together than the budget.

// One part of a multipart/form-data body.
struct UploadedPart {
    std::string field;
    std::optional<std::string> file_name = {}; // nothing: no file, but the text of a field
    std::string bytes = {};
};

struct UploadLimits {
    std::size_t file = 20U << 20;     // bytes of one
    std::size_t together = 50U << 20; // of all parts
    std::size_t parts = 50;
};

// Bytes that may be held at one time. May be asked by several threads.
class UploadBudget {
public:
    explicit UploadBudget(std::size_t most) : m_most(most) {}
    bool take(std::size_t bytes); // false: that would be too many; nothing was taken
    void give_back(std::size_t bytes) { m_held -= bytes; }
    std::size_t held() const { return m_held; }

private:
    const std::size_t m_most;
    std::atomic<std::size_t> m_held = 0;
};

struct Uploaded {
    std::string body = {};                 // where it is not taken apart
    std::vector<UploadedPart> parts = {};  // where it is
    std::shared_ptr<const void> held = {}; // what it takes of the budget, until this is dropped
};

// Who is asked on the way. `admit` is called before the first byte is kept, on the connection's thread; it gives
// nothing for whoever may go on, later and on any thread. `refuse` makes an answer of an error. `take` gets it all.
struct UploadSteps {
    std::function<void(Onward)> admit;
    std::function<Response(const base::Error&)> refuse;
    std::function<void(Uploaded, Reply)> take;
};

// A body that is kept as it is, of at most `most` bytes (the route's limit sees to that).
std::shared_ptr<BodyReceiver> receive_body(std::shared_ptr<UploadBudget>, UploadSteps);
// A body of several files. Errors: those of multipart.h, http.too-large, api.busy (the budget is used up).
std::shared_ptr<BodyReceiver> receive_parts(std::string content_type, const UploadLimits&,
                                            std::shared_ptr<UploadBudget>, UploadSteps);

}
