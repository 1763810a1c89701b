#pragma once

#include "server/http.h"

// multipart/form-data (RFC 7578), as it arrives: nothing is held but the head of a part and what may be a boundary.
// Pure.
namespace kenkei::server {

// The head of one part.
struct Part {
    std::string name; // of the field
    // Of an upload, without any folder; "" where the browser had no file to send. Valid UTF-8 without control and bidi
    // characters.
    std::optional<std::string> file_name = {};
    bool file_name_altered = false; // folders, `..` or characters that do not show were taken away
    std::string media_type = {};    // as the client claims; "" if it does not
};

// Takes the parts, in order: begin_part, take_data as often as needed, end_part. An error ends the reading.
class PartReceiver {
public:
    virtual ~PartReceiver() = default;
    virtual base::Result<void> begin_part(Part) = 0;
    virtual base::Result<void> take_data(std::string_view) = 0;
    virtual base::Result<void> end_part() = 0;
};

struct MultipartLimits {
    std::size_t parts = 200;
    std::size_t part_head = 8U << 10; // bytes
    std::size_t name = 255;           // bytes, of fields and files
    std::size_t preamble = 1U << 10;
};

class MultipartReader {
public:
    // `content_type`: the request's. Error: multipart.type (it is no multipart/form-data, or has no good boundary).
    // The receiver has to outlive the reader.
    static base::Result<MultipartReader> create(std::string_view content_type, PartReceiver&, MultipartLimits = {});

    // The next bytes, however they were cut. Errors: multipart.syntax, multipart.parts, multipart.part-head,
    // multipart.name, multipart.file-name, and the receiver's.
    base::Result<void> feed(std::string_view bytes);

    // There are no more bytes. Error: multipart.truncated.
    base::Result<void> finish() const;

private:
    enum class State { Preamble, AfterBoundary, PartHead, Data, Epilogue };

    MultipartReader(std::string boundary, PartReceiver&, MultipartLimits);
    base::Result<bool> step(); // whether there is more to do with what is held
    base::Result<bool> skip_preamble();
    base::Result<bool> read_after_boundary();
    base::Result<bool> read_head();
    base::Result<bool> read_data();

    std::string m_delimiter; // CR LF -- boundary
    PartReceiver* m_receiver;
    MultipartLimits m_limits;
    State m_state = State::Preamble;
    std::string m_held; // not used yet
    std::size_t m_at = 0;
    std::size_t m_parts = 0;
};

// The head of a part, without the empty line that ends it.
base::Result<Part> read_part_head(std::string_view text, const MultipartLimits&);

// The last component of a path of any system; "" for `.` and `..`. Characters that do not show are left out.
std::string base_name_of(std::string_view path);

// A header's value and its parameters: `form-data; name="a"; filename*=UTF-8''%E3%81%82`.
struct HeaderWithParameters {
    std::string value;                 // in lower case
    std::vector<Parameter> parameters; // names in lower case
};
std::optional<HeaderWithParameters> read_parameters(std::string_view text);

}
