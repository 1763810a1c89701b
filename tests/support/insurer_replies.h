#pragma once

#include "support/dice.h"

#include <map>
#include <string>
#include <vector>

// Replies of insurers as they come back: the table that was sent, filled in by hand and spoilt in the ways that hands
// and spreadsheets spoil tables, with what is true of every row. Nothing here uses the program's own reading of cells,
// headings or files.
namespace kenkei::support {

using Cells = std::vector<std::string>;

// Places of the columns as they are sent with four facts of which the first has a day.
struct SentPlaces {
    std::size_t mark = 0, case_id = 1, number = 2, firm = 3, symbol = 4, first_answer = 5, since = 6, second_answer = 7,
                third_answer = 8, fourth_answer = 9, note = 10, end_mark = 11;
};

// What a clerk would say of a case: confirmed, contradicted, unconfirmed, doubt, silent.
using ReplyLabels = std::map<std::string, std::string>;

class InsurerReply {
public:
    // `sent`: heading and rows. `stranger`: a row of another insurer's table. The firm says yes to all it was asked
    // about and applied on 2024-10-15.
    InsurerReply(std::uint64_t seed, const std::vector<Cells>& sent, const Cells& stranger, std::size_t dirty)
        : m_dice(seed)
        , m_heading(sent.front())
        , m_stranger(stranger)
    {
        for (std::size_t i = 1; i < sent.size(); ++i)
            answer(sent[i], i <= dirty);
        add_strays();
        shuffle();
        write();
    }

    std::string text; // UTF-8, without mark
    ReplyLabels labels;
    std::size_t rows = 0;     // that are of somebody
    std::size_t dirty = 0;    // of these, spoilt
    std::size_t nobodies = 0; // rows that are of nobody, or another insurer's: doubts
    std::map<std::string, std::size_t> kinds;

private:
    std::string yes() { return m_dice.among({"○", "〇", "◯", "有", "はい", "済", "1", "１", "あり", " ○ "}); }
    std::string no() { return m_dice.among({"×", "無", "いいえ", "未", "0", "-", "－", "なし"}); }
    std::string day_in_time()
    {
        return m_dice.among({"2023-04-01", "令和5年4月1日", "R5.4.1", "令和五年十月一日", "2023/4/1", "２０２３年４月",
                             "令和6年9月", "2024.8.20", "R6.10.15", "平成31年4月30日", ""});
    }
    std::string late_day()
    {
        return m_dice.among({"2024-10-16", "令和6年10月16日", "R6.11.1", "令和六年十一月", "2024/12"});
    }

    bool is_asked(const Cells& row, std::size_t place) const { return row[place].empty(); }

    void fill(Cells& row, bool all_yes)
    {
        bool said_no = all_yes;
        for (const std::size_t place : {m_at.first_answer, m_at.second_answer, m_at.third_answer, m_at.fourth_answer}) {
            if (!is_asked(row, place))
                continue;
            const bool now = !said_no;
            row[place] = now ? no() : yes();
            if (place == m_at.first_answer && !now)
                row[m_at.since] = day_in_time();
            said_no = true;
        }
        if (m_dice.one_in(5))
            row[m_at.note] =
                m_dice.among({"担当 見本", "継続参加中", "資料を同封", "電話で確認,済の予定", "2行の\n備考"});
    }

    void answer(const Cells& sent, bool spoilt)
    {
        Cells row = sent;
        const bool all_yes = !m_dice.one_in(4);
        fill(row, all_yes);
        std::string& label = labels[sent[m_at.case_id]];
        label = all_yes ? "confirmed" : "contradicted";
        ++rows;
        if (!spoilt) {
            m_rows.push_back(row);
            return;
        }
        ++dirty;
        spoil(row, label, all_yes);
    }

    void spoil(Cells row, std::string& label, bool all_yes)
    {
        const std::string kind =
            m_dice.among({"moved right", "first cell lost", "cell before the answers", "cell in, note out",
                          "twice alike", "twice otherwise", "wide number", "broken number", "mark without hyphens",
                          "no answer that can be read", "joined late", "other symbol", "blank answer", "row lost",
                          "only the mark left", "lost zeros", "kana name", "number of nobody", "said both"});
        ++kinds[kind];
        bool keep = true;
        if (kind == "moved right") {
            row.insert(row.begin(), 1 + m_dice.below(3), "");
        } else if (kind == "first cell lost") {
            row.erase(row.begin());
            label = "doubt";
        } else if (kind == "cell before the answers") {
            row.insert(row.begin() + static_cast<std::ptrdiff_t>(m_at.first_answer + m_dice.below(4)), "");
            label = "doubt";
        } else if (kind == "cell in, note out") {
            row.erase(row.begin() + static_cast<std::ptrdiff_t>(m_at.note));
            row.insert(row.begin() + static_cast<std::ptrdiff_t>(m_at.first_answer), "");
            label = "doubt";
        } else if (kind == "twice alike") {
            m_rows.push_back(row);
        } else if (kind == "twice otherwise") {
            Cells other = row;
            other[m_at.third_answer] = other[m_at.third_answer] == "×" ? "○" : "×";
            other[m_at.second_answer] = "不明";
            m_rows.push_back(other);
            label = "doubt";
        } else if (kind == "wide number") {
            row[m_at.number] = wide(row[m_at.number]);
            row[m_at.mark] = wide(row[m_at.mark]);
        } else if (kind == "broken number") {
            row[m_at.number] = "1.23457E+12";
        } else if (kind == "mark without hyphens") {
            std::erase(row[m_at.mark], '-');
        } else if (kind == "no answer that can be read") {
            row[m_at.first_answer] = m_dice.among({"O", "要確認", "○→×", "有・無", "①", "△", "2023"});
            label = "doubt";
        } else if (kind == "joined late") {
            if (all_yes) {
                row[m_at.since] = late_day();
                label = "contradicted";
            }
        } else if (kind == "other symbol") {
            row[m_at.symbol] = "98765432";
            label = "contradicted";
        } else if (kind == "blank answer") {
            row[m_at.first_answer] = m_dice.among({"", "　", "不明", "確認中"});
            row[m_at.since] = "";
            label = row[m_at.third_answer].empty() || all_yes ? "unconfirmed" : "unconfirmed or contradicted";
        } else if (kind == "row lost") {
            keep = false;
            label = "silent";
        } else if (kind == "only the mark left") {
            row[m_at.case_id] = row[m_at.number] = row[m_at.firm] = "";
            label = "doubt";
        } else if (kind == "lost zeros") {
            row[m_at.symbol].erase(0, row[m_at.symbol].find_first_not_of('0'));
        } else if (kind == "kana name") {
            row[m_at.firm] = "ﾐﾎﾝｼｮｳｼﾞ(ｶ";
        } else if (kind == "number of nobody") {
            row[m_at.number] = "9999999999999";
            label = "doubt";
        } else {
            row[m_at.first_answer] = no();
            row[m_at.since] = "令和5年4月1日";
            label = "doubt";
        }
        if (keep)
            m_rows.push_back(row);
    }

    static std::string wide(const std::string& text)
    {
        std::string out;
        for (const char c : text) {
            if (c >= '0' && c <= '9') {
                out += "\xEF\xBC";
                out += static_cast<char>(0x90 + (c - '0'));
            } else {
                out += c == '-' ? "－" : std::string(1, c);
            }
        }
        return out;
    }

    void add_strays()
    {
        Cells nobody(m_heading.size());
        nobody[m_at.number] = "8888888888888";
        nobody[m_at.firm] = "だれも知らない株式会社";
        nobody[m_at.first_answer] = "○";
        m_rows.push_back(nobody);
        Cells other = m_stranger;
        other[m_at.first_answer] = "○";
        m_rows.push_back(other);
        m_rows.push_back({"", "", "", "", "", "○", "", "○"}); // answers of nobody
        nobodies = 3;
        m_rows.push_back(Cells(m_heading.size()));
        m_rows.push_back({"※ ご不明な点は、担当までお問い合わせください。"});
        m_rows.push_back(m_heading);
    }

    void shuffle()
    {
        for (std::size_t i = m_rows.size(); i > 1; --i)
            std::swap(m_rows[i - 1], m_rows[m_dice.below(i)]);
    }

    void write()
    {
        const std::size_t left = m_dice.below(3); // empty columns before the table
        if (m_dice.one_in(2)) {
            put({"健康宣言等の確認について（回答）"}, left);
            put({}, left);
        }
        if (m_dice.one_in(3)) { // headings over two lines, the upper one merged
            Cells upper(m_heading.size());
            Cells lower = m_heading;
            const std::string first = "健康宣言への";
            upper[m_at.first_answer] = first;
            lower[m_at.first_answer] = lower[m_at.first_answer].substr(first.size());
            for (const std::size_t place : {m_at.mark, m_at.case_id, m_at.number, m_at.firm})
                std::swap(upper[place], lower[place]);
            put(upper, left);
            put(lower, left);
        } else {
            put(m_heading, left);
        }
        for (const Cells& row : m_rows) {
            put(row, left);
            if (m_dice.one_in(10))
                text += m_dice.among({"\r\n", ",,,\r\n"});
        }
        put({"以上"}, left);
    }

    void put(const Cells& row, std::size_t left)
    {
        text += std::string(left, ',');
        for (std::size_t i = 0; i < row.size(); ++i) {
            const bool quoted = row[i].find_first_of(",\n\"") != std::string::npos;
            text += (i == 0 ? "" : ",") + (quoted ? "\"" + row[i] + "\"" : row[i]);
        }
        text += "\r\n";
    }

    SentPlaces m_at;
    Dice m_dice;
    Cells m_heading;
    Cells m_stranger;
    std::vector<Cells> m_rows;
};

}
