#pragma once

#include "desk/inquiry_batch.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kenkei::desk {

// Where the columns of an inquiry stand in a reply.
class ReplyColumns {
public:
    // As it was sent.
    explicit ReplyColumns(std::span<const InquiryColumn> sent);
    // By the headings of one row, or of two of which the upper one was merged over several columns.
    ReplyColumns(std::span<const InquiryColumn> sent, std::span<const std::string> upper,
                 std::span<const std::string> lower);

    // Columns found: whether it is a row of headings at all.
    std::size_t found() const { return m_found; }
    bool is_heading() const { return m_found >= 3 && m_identifies && m_answers; }

    std::optional<std::size_t> place(std::size_t column) const { return m_places[column]; }
    std::size_t width() const { return m_width; }
    const std::string& doubled() const { return m_doubled; } // a heading that stands twice; "" if none does

private:
    std::size_t column_of(std::span<const InquiryColumn> sent, const std::string& heading) const;
    void put(std::span<const InquiryColumn> sent, std::size_t column, std::size_t place);

    std::vector<std::optional<std::size_t>> m_places; // by column as sent
    std::size_t m_width = 0;
    std::size_t m_found = 0;
    bool m_identifies = false;
    bool m_answers = false;
    std::string m_doubled;
};

}
