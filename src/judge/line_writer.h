#pragma once

#include "judge/judgement.h"
#include "judge/judgement_json.h"
#include "judge/line_scanner.h"

#include <memory>

namespace kenkei::judge {

// Bytes that only grow. Unlike a string it does not write its room before it is used.
class Output {
public:
    // Room for that many bytes more; what is written there counts from grow_to().
    char* room(std::size_t bytes)
    {
        if (m_capacity - m_size < bytes)
            enlarge(bytes);
        return m_bytes.get() + m_size;
    }
    void grow_to(const char* end) { m_size = static_cast<std::size_t>(end - m_bytes.get()); }
    void append(std::string_view text);
    void shorten(std::size_t bytes) { m_size -= bytes; }
    void clear() { m_size = 0; }
    std::string_view text() const { return {m_bytes.get(), m_size}; }

private:
    void enlarge(std::size_t bytes);

    std::unique_ptr<char[]> m_bytes;
    std::size_t m_size = 0;
    std::size_t m_capacity = 0;
};

// Writes the applications of a block as to_json_line does, from pieces that are made beforehand.
class LineWriter {
public:
    LineWriter(const Program&, WithFinal);

    // Makes ready what is the same for all lanes; before line() is called for any of them.
    void take(const LineBlock&);
    // The line with its line end. `otherwise` is the id of an application that names none. Gives the outcome.
    Outcome line(const LineBlock&, unsigned lane, std::string_view otherwise, Output&);

    // The judgement of a lane but for its answers and findings.
    Judgement outcomes(unsigned lane) const;
    void outcomes(unsigned lane, Judgement&) const;
    // Of a requirement, or of a class without those it adds to.
    Outcome outcome_of_group(bool of_class, std::size_t index, unsigned lane) const;

private:
    struct Piece { // a text that is copied in steps of 32 bytes
        std::uint32_t at = 0;
        std::uint32_t size = 0;
    };
    // Up to three items that stand next to each other: a piece for each way they can come out.
    struct ItemPieces {
        std::size_t first = 0;
        std::size_t count = 0;
        std::array<Piece, 64> pieces = {};
    };
    struct GroupPieces {
        std::vector<Mask> items;
        std::vector<Mask> besides;
        std::size_t size = 0;
        std::size_t need = 0;
        std::vector<Piece> pieces; // by outcome * (size + 1) + have
    };

    Piece piece(const std::string&);
    char* copy(char* out, Piece) const;
    void plan_items();
    GroupPieces plan_group(const edition::Group&, bool first, bool with_counts);
    void plan_facts();
    static void transpose(std::array<Mask, block_size>&);
    GroupOutcome outcome_of(const GroupPieces&, unsigned lane) const;
    char* write_class_and_final(char*, unsigned lane, Outcome&) const;
    char* write_facts(char*, const LineBlock&, unsigned lane) const;
    char* write_codes(char*, const LineBlock&, unsigned lane) const;
    char* write_remarked_codes(char*, const LineBlock&, unsigned lane) const;
    std::size_t longest_line(const LineBlock&, unsigned lane, std::string_view otherwise) const;

    const Program& m_program;
    const edition::Edition& m_edition;
    WithFinal m_final;
    std::string m_texts; // of the pieces
    std::size_t m_longest = 0;
    std::size_t m_longest_final = 0; // what a class and --final may add
    std::vector<GroupOutcome> m_requirement_outcomes;

    Piece m_before_id, m_after_id, m_before_facts, m_before_items, m_before_requirements, m_before_titles,
        m_before_codes, m_end;
    std::array<Piece, 3> m_outcomes;
    std::vector<ItemPieces> m_items;
    std::vector<GroupPieces> m_requirements;
    std::vector<GroupPieces> m_titles;
    std::vector<GroupPieces> m_classes;
    std::vector<std::vector<Piece>>
        m_facts; // by fact: one for each value, the last for null; only null for other kinds
    std::vector<Piece> m_fact_names;
    std::vector<Piece> m_codes;

    std::vector<std::array<Mask, block_size>> m_met; // by 64 items: for each lane the items it meets
    std::vector<std::array<Mask, block_size>> m_not_met;
    std::vector<std::array<Mask, block_size>> m_told; // by 64 codes
};

}
