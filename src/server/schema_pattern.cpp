#include "server/schema_tree.h"

// ECMA-262 (flag u) and XPath agree on most of what patterns say. What they do not agree on is written anew or refused.
namespace kenkei::server {

namespace {

constexpr std::string_view same_in_both = "\\|.?*+(){}[]^$-nrt";

bool is_property(std::string_view rest) // {L}, {Lu}: general categories only; the names of scripts are ECMA's alone
{
    const auto end = rest.find('}');
    return rest.starts_with('{') && (end == 2 || end == 3);
}

class Translator {
public:
    explicit Translator(std::string_view ecma) : m_ecma(ecma) {}

    Translated translate()
    {
        while (m_at < m_ecma.size() && m_result.reason.empty())
            step();
        return std::move(m_result);
    }

private:
    void step()
    {
        const char c = m_ecma[m_at++];
        if (c == '\\')
            return escape();
        if (c == '/' && !m_in_class) // as it is in both
            return put("/");
        if (c == '.' && !m_in_class)
            return put("[^\\n\\r\u2028\u2029]");
        if (m_in_class) {
            if (c == '[')
                return fail("[ ] の中の [ には \\ が必要です"); // XPath: subtraction
            m_in_class = c != ']';
        } else if (c == '[') {
            m_in_class = true;
            if (m_ecma.substr(m_at).starts_with("]") || m_ecma.substr(m_at).starts_with("^]"))
                return fail("空の [ ] は使えません");
        } else if (c == '(' && m_ecma.substr(m_at).starts_with('?') && !m_ecma.substr(m_at).starts_with("?:")) {
            return fail("(? の後は : です");
        }
        put(std::string_view(&c, 1));
    }

    void escape()
    {
        const char c = m_at < m_ecma.size() ? m_ecma[m_at++] : '\0';
        switch (c) {
        case 'd':
            return put(m_in_class ? "0-9" : "[0-9]");
        case 'w':
            return put(m_in_class ? "A-Za-z0-9_" : "[A-Za-z0-9_]");
        case 'D':
            return m_in_class ? fail("[ ] の中の \\D は使えません") : put("[^0-9]");
        case 'W':
            return m_in_class ? fail("[ ] の中の \\W は使えません") : put("[^A-Za-z0-9_]");
        case '/': // ECMA only
            return put("/");
        case 'p':
        case 'P':
            if (!is_property(m_ecma.substr(m_at)))
                return fail("\\p の後は {L} や {Lu} のような文字の種類です");
            put("\\");
            return put(std::string_view(&c, 1));
        default:
            if (c == '\0' || same_in_both.find(c) == std::string_view::npos)
                return fail("\\ の後の文字が正しくありません");
            put("\\");
            put(std::string_view(&c, 1));
        }
    }

    void put(std::string_view text) { m_result.pattern += text; }
    void fail(std::string reason) { m_result.reason = std::move(reason); }

    std::string_view m_ecma;
    std::size_t m_at = 0;
    bool m_in_class = false;
    Translated m_result;
};

}

Translated translate_pattern(std::string_view ecma)
{
    return Translator(ecma).translate();
}

}
