// The text as an application to the synthetic edition shop/2030. What can be read is judged and shown in all forms.

#include "fuzz/require.h"
#include "fuzz/try_out.h"

#include <cstdint>

using namespace kenkei;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    auto document = base::json::parse({reinterpret_cast<const char*>(data), size});
    if (!document.ok())
        return 0;
    const auto application = answers::read_application(std::move(*document), "line:1");
    if (application.ok())
        fuzz::judge_and_show(fuzz::shop(), *application);
    else
        fuzz::require_good(application.error(), "application.");
    return 0;
}
