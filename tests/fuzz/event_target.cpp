// An event of a database that somebody else wrote: the first line is its kind, the second its body, the rest its
// payload. What is read is written again as the same bytes.

#include "casework/event_json.h"
#include "casework/story.h"
#include "fuzz/require.h"

#include <cstdint>

using namespace kenkei;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto take_line = [&] {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string line(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
        return line;
    };
    casework::EventRecord record{.number = 1, .at = {}, .actor = {casework::Role::Office, "desk"}};
    record.kind = take_line();
    record.body = take_line();
    record.payload = std::string(text);
    const auto read = casework::read_record(record);
    if (!read.ok()) {
        fuzz::require(!read.error().code.empty() && !read.error().message.empty(), "a refusal says why");
        return 0;
    }
    const casework::EventRecord again = casework::to_record(*read);
    fuzz::require(again.kind == record.kind && again.body == record.body, "what was read is written as the same bytes");
    fuzz::require(record.payload.empty() || again.payload == record.payload, "and so is what is personal");
    (void)casework::tell(*read);
    const casework::Case folded = casework::fold({"x-1-000001"}, std::span(&*read, 1));
    (void)casework::to_json(folded);
    return 0;
}
