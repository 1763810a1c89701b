// The text as a body of multipart/form-data, its first byte as how it is cut. However it is cut, the same parts or the
// same error come out; names are good to show, and a file's name holds no folder.

#include "base/utf8.h"
#include "fuzz/require.h"
#include "server/multipart.h"

#include <algorithm>
#include <cstdint>

using namespace kenkei;

namespace {

class Recorder : public server::PartReceiver {
public:
    base::Result<void> begin_part(server::Part part) override
    {
        fuzz::require(!m_open, "parts do not nest");
        fuzz::require(base::is_utf8(part.name) && !part.name.empty(), "a field has a name");
        const std::string file = part.file_name.value_or("");
        fuzz::require(base::is_utf8(file) && file.find_first_of("/\\") == std::string::npos && file != "..",
                      "a file has a base name");
        text += "[" + part.name + "|" + file + "|" + part.media_type + "]";
        m_open = true;
        return {};
    }
    base::Result<void> take_data(std::string_view data) override
    {
        fuzz::require(m_open && !data.empty(), "data belong to a part");
        text += data;
        return {};
    }
    base::Result<void> end_part() override
    {
        m_open = false;
        text += "\n";
        return {};
    }
    std::string text;

private:
    bool m_open = false;
};

std::string read(std::string_view bytes, std::size_t piece)
{
    Recorder recorder;
    auto reader = server::MultipartReader::create("multipart/form-data; boundary=B", recorder,
                                                  {.parts = 5, .part_head = 100, .preamble = 20});
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
        if (const auto fed = reader->feed(bytes.substr(0, piece)); !fed.ok()) {
            fuzz::require_good(fed.error(), "multipart.");
            return fed.error().code; // what came before it depends on the cuts
        }
    }
    const auto finished = reader->finish();
    if (!finished.ok())
        return finished.error().code;
    return recorder.text;
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return fuzz::not_kept;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::string whole = read(bytes, size);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{data[0]} + 1}) {
        if (const std::string cut = read(bytes, piece); cut != whole)
            fuzz::broken("cuts do not matter", whole + "\n--\n" + cut);
    }
    return 0;
}
