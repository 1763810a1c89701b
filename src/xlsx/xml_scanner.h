#pragma once

#include "base/result.h"
#include "xlsx/xml_encoding.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::xlsx {

// Reads an XML text (XML 1.0, UTF-8) piece by piece. Refuses what is not well formed, document type declarations, and
// elements too deep inside one another. What it gives are views into the text, or into its own store where an entity or
// a line end had to be replaced; they live until the next call.
class XmlScanner {
public:
    enum class Event { Start, End, Text, Done, Failed };

    struct Attribute {
        std::string_view name; // as written, with its prefix
        std::string_view raw;
        std::size_t decoded = in_raw; // where its value stands in the store

        static constexpr std::size_t in_raw = static_cast<std::size_t>(-1);
        std::size_t decoded_length = 0;
    };

    // `text` must have the zero bytes of PartBytes::padding behind it and outlive the scanner.
    XmlScanner(std::string_view text, std::size_t most_depth);

    // An empty element (<a/>) is a Start and an End. A text comes in several pieces where a comment or CDATA is in it.
    // After Failed there is only Failed.
    Event next();
    // The same where only elements may stand: passes over blanks; any other text is a failure.
    Event next_tag();
    // What comes next, for a caller that knows how it is mostly written; empty where an End is due without being
    // written. pass_over(n) goes on behind n of its characters, which must be whole elements.
    std::string_view upcoming() const { return m_is_empty || m_fault ? std::string_view() : rest(); }
    void pass_over(std::size_t characters) { m_at += characters; }

    // After a Start: all up to its End. False: failed.
    bool skip_element();
    // After a Start: the text up to its End; an element inside is a failure. False: failed.
    bool read_text(std::string_view& text);

    std::string_view name() const { return m_name; } // of the last Start or End, without its prefix
    std::string_view text() const { return m_text; }
    // Whether the view is one into the XML text itself, which stays.
    bool is_in_text(std::string_view view) const
    {
        return view.data() >= m_all.data() && view.data() <= m_all.data() + m_all.size();
    }
    std::size_t depth() const { return m_open.size(); } // elements that are open; a Start is inside of itself
    std::span<const Attribute> attributes() const { return m_attributes; } // of the last Start
    std::string_view value(const Attribute&) const;
    // The value of the attribute of this name, without prefix; or with any prefix.
    std::optional<std::string_view> find(std::string_view name) const;
    std::optional<std::string_view> find_with_prefix(std::string_view local_name) const;

    // Why it failed: message with part, line and column. Only after Failed.
    base::Error error(std::string_view part) const;
    // The same for a fault that the caller sees at the current place.
    Event fail(std::string what, std::string code = "xlsx.xml");

private:
    Event fail_at(const char* at, std::string what, std::string code = "xlsx.xml");
    Event fail_at_end(std::string what);
    Event scan_text();
    Event scan_start();
    Event scan_end();
    Event scan_cdata();
    bool scan_attributes(const char*& at, bool& empty);
    bool scan_attribute(const char*& at);
    bool scan_value(const char*& at, Attribute&);
    bool scan_name(const char*& at, std::string_view& name, std::string_view& local);
    bool skip_comment();
    bool skip_instruction();
    bool has_repeated_attribute() const;
    std::string_view rest() const { return {m_at, static_cast<std::size_t>(m_end - m_at)}; }
    Event finish();

    std::string_view m_all;
    const char* m_at = nullptr;
    const char* m_end = nullptr;
    std::size_t m_most_depth;
    struct Open {
        std::string_view written;
        std::string_view name; // without its prefix
    };
    std::vector<Open> m_open;
    std::string_view m_name;
    std::string_view m_text;
    std::vector<Attribute> m_attributes;
    std::string m_store;       // of attribute values
    std::string m_text_store;  // of one piece of text
    std::string m_whole_store; // of read_text
    bool m_is_empty = false;   // the End of an empty element is due
    bool m_root_seen = false;
    std::optional<XmlFault> m_fault;
};

// 「name」, for a message.
std::string quoted_name(std::string_view);

// Appends `raw` with its entities replaced (the five of XML and character references) and its line ends as XML reads
// them. Gives the offset of what is no such entity.
enum class XmlPlace { Text, AttributeValue };
std::optional<std::size_t> append_decoded(std::string& out, std::string_view raw, XmlPlace);

}
