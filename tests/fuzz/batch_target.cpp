// The text as JSON Lines to the synthetic edition shop/2030: what the batch says of each line is what is said of it
// alone.

#include "fuzz/require.h"
#include "fuzz/try_out.h"
#include "judge/batch.h"

#include <cstdint>

using namespace kenkei;

namespace {

constexpr base::Date as_of{2030, 5, 10};

std::string alone(std::string_view line, std::size_t number)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    const auto application = judge::read_line(line, number);
    if (!application.ok())
        return judge::to_json_line(application.error()) + "\n";
    const judge::Judgement judgement = judge::judge(fuzz::shop(), *application, as_of, judge::Next::Skip);
    return judge::to_json_line(fuzz::shop(), judgement, judge::WithFinal::Yes, judge::Explain::Yes) + "\n";
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const judge::BatchPlan plan(fuzz::shop(), as_of, judge::WithFinal::Yes, judge::Explain::Yes);
    fuzz::require(plan.program.has_value(), "the edition can be compiled");

    std::string text(reinterpret_cast<const char*>(data), size);
    text += '\n';
    std::string expected;
    std::size_t number = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        expected += alone(std::string_view(text).substr(at, end - at), ++number);
        at = end + 1;
    }
    // Not a byte more than is promised may be read.
    std::vector<char> bytes(text.begin(), text.end());
    bytes.resize(bytes.size() + judge::BatchJudge::padding);
    judge::BatchJudge batch(plan);
    judge::Output out;
    judge::BatchTally tally;
    batch.judge({bytes.data(), text.size()}, 1, out, tally);
    if (out.text() != expected)
        fuzz::broken("the batch says what is said of each line", std::string(out.text()) + "\n--\n" + expected);
    return 0;
}
