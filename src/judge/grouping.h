#pragma once

#include "base/json.h"
#include "edition/breakdown.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace kenkei::judge {

// An application belongs to a group of a breakdown; both by number.
struct GroupValue {
    std::uint32_t breakdown = 0;
    std::uint32_t group = 0;
};

// The groups that applications are counted in: of each breakdown the options, words or bands of the edition, and what
// else is answered as it is met with. Group 0 of every breakdown is 未回答.
class Grouping {
public:
    static constexpr std::uint32_t unanswered = 0;

    // The edition must outlive it; the breakdowns' slots are the edition's.
    Grouping(const edition::Edition&, std::vector<edition::Breakdown>);

    const std::vector<edition::Breakdown>& breakdowns() const { return m_breakdowns; }

    // The groups of an application with those values, by slot of the edition, appended to `groups`: one for each
    // breakdown, several where several options are chosen.
    void add_groups(std::span<const feel::Value> slots, std::vector<GroupValue>& groups);

    // The group of one value; of a list, each of its items has one.
    std::uint32_t group_of(std::size_t breakdown, const feel::Value&);

    // As people read it: 卸売業, 21〜50人, はい, 未回答.
    const std::string& label(GroupValue) const;
    // 「卸売業、小売業」 for each breakdown, in their order, of the groups of one application.
    std::vector<std::string> labels(std::span<const GroupValue>) const;
    // For programs: the answer (option number, text, boolean, null); of a band {"over","up_to"}.
    void write_value(base::json::Writer&, GroupValue) const;

    // All groups of a breakdown in the order for people: as the edition has them, then others in order, 未回答 last.
    std::vector<std::uint32_t> in_order(std::size_t breakdown) const;
    // Whether an application may be in several groups of it.
    bool overlaps(std::size_t breakdown) const;

private:
    struct Group {
        std::string label;
        feel::Value value;
    };
    struct Groups {
        std::vector<Group> all;
        std::size_t known = 0;                                    // those of the edition come first
        std::map<std::string, std::uint32_t, std::less<>> others; // by the text of the value
    };
    Groups groups_of(const edition::Breakdown&) const;
    std::uint32_t other_group(std::size_t breakdown, const feel::Value&);
    std::optional<std::uint32_t> group_of_option(std::size_t breakdown, const base::Decimal&) const;
    std::string shown(std::size_t breakdown, const feel::Value&) const;

    const edition::Edition& m_edition;
    std::vector<edition::Breakdown> m_breakdowns;
    std::vector<Groups> m_groups; // by breakdown
};

}
