#include "xlsx/xml_scanner.h"

#include "base/source_position.h"
#include "base/utf8.h"
#include "xlsx/xml_classes.h"

namespace kenkei::xlsx {

namespace {

using namespace xml_class;

constexpr std::string_view comment_start = "<!--";
constexpr std::string_view cdata_start = "<![CDATA[";
constexpr std::string_view cdata_end = "]]>";

}

std::string quoted_name(std::string_view name)
{
    return "「" + base::printable(base::shortened(name, 40)) + "」";
}

XmlScanner::XmlScanner(std::string_view text, std::size_t most_depth)
    : m_all(text)
    , m_at(text.data())
    , m_end(text.data() + text.size())
    , m_most_depth(most_depth)
{
    std::size_t begin = 0;
    m_fault = check_encoding(text, begin);
    m_at += begin;
    m_open.reserve(most_depth);
    m_attributes.reserve(8);
}

XmlScanner::Event XmlScanner::fail_at(const char* at, std::string what, std::string code)
{
    if (!m_fault)
        m_fault = XmlFault{static_cast<std::size_t>(at - m_all.data()), std::move(what), std::move(code)};
    m_is_empty = false;
    return Event::Failed;
}

XmlScanner::Event XmlScanner::fail(std::string what, std::string code)
{
    return fail_at(m_at, std::move(what), std::move(code));
}

XmlScanner::Event XmlScanner::fail_at_end(std::string what)
{
    return fail_at(m_end, std::move(what));
}

base::Error XmlScanner::error(std::string_view part) const
{
    const base::SourcePosition at = base::position_of(m_all, m_fault->offset);
    return {.code = m_fault->code,
            .message = "ファイルの中の「" + base::printable(part) + "」の" + std::to_string(at.line) + "行" +
                       std::to_string(at.column) + "文字目：" + m_fault->what,
            .way_out = "Excelで開いて「名前を付けて保存」で保存し直してください。"};
}

XmlScanner::Event XmlScanner::next()
{
    if (m_fault)
        return Event::Failed;
    if (m_is_empty) {
        m_is_empty = false;
        m_open.pop_back();
        return Event::End;
    }
    for (;;) {
        if (*m_at != '<') {
            if (m_at == m_end)
                return finish();
            if (!m_open.empty())
                return scan_text();
            if (!is(*m_at, Blank))
                return fail("いちばん外の要素の外に文字があります。");
            ++m_at;
            continue;
        }
        switch (m_at[1]) {
        case '/':
            return scan_end();
        case '?':
            if (!skip_instruction())
                return Event::Failed;
            break;
        case '!':
            if (rest().starts_with(cdata_start))
                return scan_cdata();
            if (!skip_comment())
                return Event::Failed;
            break;
        default:
            return scan_start();
        }
    }
}

XmlScanner::Event XmlScanner::next_tag()
{
    for (;;) {
        const Event event = next();
        if (event != Event::Text)
            return event;
        for (const char c : m_text) {
            if (!is(c, Blank))
                return fail("要素だけがあるべきところに文字があります。");
        }
    }
}

bool XmlScanner::skip_element()
{
    const std::size_t outside = m_open.size() - 1;
    for (;;) {
        const Event event = next();
        if (event == Event::Failed)
            return false;
        if (event == Event::End && m_open.size() == outside)
            return true;
    }
}

bool XmlScanner::read_text(std::string_view& text)
{
    text = {};
    for (;;) {
        switch (next()) {
        case Event::Text:
            if (text.empty() && is_in_text(m_text)) {
                text = m_text;
                continue;
            }
            if (text.data() != m_whole_store.data())
                m_whole_store = text;
            m_whole_store += m_text;
            text = m_whole_store;
            continue;
        case Event::End:
            return true;
        case Event::Start:
            fail("文字だけがあるべきところに要素" + quoted_name(m_name) + "があります。");
            return false;
        default:
            return false;
        }
    }
}

XmlScanner::Event XmlScanner::finish()
{
    if (!m_open.empty())
        return fail_at_end("要素" + quoted_name(m_open.back().written) + "が閉じないまま終わっています。");
    if (!m_root_seen)
        return fail_at_end("中身がありません。");
    return Event::Done;
}

XmlScanner::Event XmlScanner::scan_text()
{
    const char* at = m_at;
    bool plain = true;
    for (;; ++at) {
        while (!is(*at, EndsText))
            ++at;
        if (*at == '<' || *at == '\0')
            break;
        if (*at == ']') {
            if (at[1] == ']' && at[2] == '>')
                return fail_at(at, "文字の中に「]]>」があります。");
        } else {
            plain = false;
        }
    }
    m_text = {m_at, static_cast<std::size_t>(at - m_at)};
    if (!plain) {
        m_text_store.clear();
        if (const auto fault = append_decoded(m_text_store, m_text, XmlPlace::Text))
            return fail_at(m_at + *fault, "「&」で始まる、読めない書き方があります。");
        m_text = m_text_store;
    }
    m_at = at;
    return Event::Text;
}

XmlScanner::Event XmlScanner::scan_cdata()
{
    if (m_open.empty())
        return fail("いちばん外の要素の外に文字があります。");
    const std::string_view inside = rest().substr(cdata_start.size());
    const std::size_t end = inside.find(cdata_end);
    if (end == std::string_view::npos)
        return fail("CDATAが閉じていません。");
    m_text = inside.substr(0, end);
    m_at = m_text.data() + m_text.size() + cdata_end.size();
    if (m_text.find('\r') != std::string_view::npos) {
        m_text_store.clear();
        for (std::size_t i = 0; i < m_text.size(); ++i) {
            if (m_text[i] != '\r')
                m_text_store += m_text[i];
            else if (!m_text.substr(i + 1).starts_with('\n'))
                m_text_store += '\n';
        }
        m_text = m_text_store;
    }
    return Event::Text;
}

bool XmlScanner::skip_comment()
{
    if (rest().starts_with("<!DOCTYPE")) {
        fail("文書型宣言（DTD）があります。安全のため読みません。");
        return false;
    }
    if (!rest().starts_with(comment_start)) {
        fail("「<!」で始まる、読めない書き方があります。");
        return false;
    }
    const std::string_view inside = rest().substr(comment_start.size());
    const std::size_t end = inside.find("--");
    if (end == std::string_view::npos || !inside.substr(end + 2).starts_with('>')) {
        fail("コメントの書き方が正しくありません。");
        return false;
    }
    m_at = inside.data() + end + 3;
    return true;
}

bool XmlScanner::skip_instruction()
{
    const char* at = m_at + 2;
    const std::size_t end = rest().find("?>");
    std::string_view name;
    std::string_view local;
    if (end == std::string_view::npos || !scan_name(at, name, local)) {
        fail("「<?」で始まる、読めない書き方があります。");
        return false;
    }
    if (name.size() == 3 && (name[0] | 0x20) == 'x' && (name[1] | 0x20) == 'm' && (name[2] | 0x20) == 'l') {
        fail("XML宣言が先頭でないところにあります。");
        return false;
    }
    if (!is(*at, Blank) && at != m_at + end) {
        fail("「<?」で始まる、読めない書き方があります。");
        return false;
    }
    m_at += end + 2;
    return true;
}

}
