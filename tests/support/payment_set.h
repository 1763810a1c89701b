#pragma once

#include "support/dice.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

// A labelled set of payments: invoices, two files of a bank, and for every line of money that came in what a clerk with
// the invoices before him would say. Names are made of syllables drawn at random. Nothing here uses the program's own
// reading of names, kana or files.
namespace kenkei::support {

struct PaymentFirm {
    std::string invoice; // number
    std::string number;  // 法人番号
    std::string kana;
    std::string name;
    std::vector<std::string> former;
    std::string account; // virtual
    std::int64_t amount = 0;
};

struct PaymentLabel {
    std::string invoice; // a clerk matches the line with this without asking; "" = he asks, or it is nobody's
    std::string what;    // why, in a word: under, other name …
};

class PaymentSet {
public:
    explicit PaymentSet(std::uint64_t seed, std::size_t lines = 5000) : m_dice(seed) { draw(lines); }

    std::vector<PaymentFirm> firms;
    std::string zengin; // 入出金取引明細, 200 bytes a record with line ends
    std::string csv;    // UTF-8, with times
    // Of the lines of `zengin` and of `csv` that are money coming in, in their order.
    std::vector<PaymentLabel> zengin_labels;
    std::vector<PaymentLabel> csv_labels;

private:
    struct Sound {
        const char* full;  // as a firm writes it
        const char* half;  // as banks write it
        const char* plain; // the same for all ways to write it, without long vowels
    };

    // What is drawn of a firm, before it is written in one of many ways.
    struct Firm {
        std::vector<Sound> sounds;
        std::vector<Sound> given; // of a sole name: behind the family name
        std::size_t form = 0;
        bool front = true;
        std::size_t invoice = 0; // index into `firms`
        bool clear = true;       // no other firm may be meant by its name
    };

    struct Form {
        const char* kanji;
        const char* half;
        const char* long_half;
        const char* long_full;
    };

    struct Line {
        std::int64_t amount = 0;
        std::string half; // the payer in half-width kana
        std::string full; // in full width, for the CSV
        std::string code; // 10 digits, or "" for none
        std::string edi;
        int day = 20; // of December
        int second = 36000;
        PaymentLabel label;
        bool repeat = false; // the bank's line stands twice
        bool out = false;
    };

    static const std::vector<Sound>& sounds()
    {
        static const std::vector<Sound> all = {
            {"ア", "ｱ", "ｱ"},     {"イ", "ｲ", "ｲ"},     {"ウ", "ｳ", "ｳ"},     {"エ", "ｴ", "ｴ"},
            {"カ", "ｶ", "ｶ"},     {"キ", "ｷ", "ｷ"},     {"ク", "ｸ", "ｸ"},     {"ケ", "ｹ", "ｹ"},
            {"コ", "ｺ", "ｺ"},     {"サ", "ｻ", "ｻ"},     {"シ", "ｼ", "ｼ"},     {"ス", "ｽ", "ｽ"},
            {"セ", "ｾ", "ｾ"},     {"ソ", "ｿ", "ｿ"},     {"タ", "ﾀ", "ﾀ"},     {"チ", "ﾁ", "ﾁ"},
            {"テ", "ﾃ", "ﾃ"},     {"ト", "ﾄ", "ﾄ"},     {"ナ", "ﾅ", "ﾅ"},     {"ニ", "ﾆ", "ﾆ"},
            {"ノ", "ﾉ", "ﾉ"},     {"ハ", "ﾊ", "ﾊ"},     {"ヒ", "ﾋ", "ﾋ"},     {"フ", "ﾌ", "ﾌ"},
            {"ホ", "ﾎ", "ﾎ"},     {"マ", "ﾏ", "ﾏ"},     {"ミ", "ﾐ", "ﾐ"},     {"ム", "ﾑ", "ﾑ"},
            {"モ", "ﾓ", "ﾓ"},     {"ヤ", "ﾔ", "ﾔ"},     {"ユ", "ﾕ", "ﾕ"},     {"ヨ", "ﾖ", "ﾖ"},
            {"ラ", "ﾗ", "ﾗ"},     {"リ", "ﾘ", "ﾘ"},     {"ル", "ﾙ", "ﾙ"},     {"レ", "ﾚ", "ﾚ"},
            {"ロ", "ﾛ", "ﾛ"},     {"ワ", "ﾜ", "ﾜ"},     {"ン", "ﾝ", "ﾝ"},     {"ガ", "ｶﾞ", "ｶﾞ"},
            {"ギ", "ｷﾞ", "ｷﾞ"},   {"グ", "ｸﾞ", "ｸﾞ"},   {"ゴ", "ｺﾞ", "ｺﾞ"},   {"ザ", "ｻﾞ", "ｻﾞ"},
            {"ジ", "ｼﾞ", "ｼﾞ"},   {"ズ", "ｽﾞ", "ｽﾞ"},   {"ダ", "ﾀﾞ", "ﾀﾞ"},   {"デ", "ﾃﾞ", "ﾃﾞ"},
            {"ド", "ﾄﾞ", "ﾄﾞ"},   {"バ", "ﾊﾞ", "ﾊﾞ"},   {"ビ", "ﾋﾞ", "ﾋﾞ"},   {"ブ", "ﾌﾞ", "ﾌﾞ"},
            {"ボ", "ﾎﾞ", "ﾎﾞ"},   {"パ", "ﾊﾟ", "ﾊﾟ"},   {"ポ", "ﾎﾟ", "ﾎﾟ"},   {"キョ", "ｷﾖ", "ｷﾖ"},
            {"シュ", "ｼﾕ", "ｼﾕ"}, {"チョ", "ﾁﾖ", "ﾁﾖ"}, {"リョ", "ﾘﾖ", "ﾘﾖ"}, {"ジャ", "ｼﾞﾔ", "ｼﾞﾔ"},
            {"カー", "ｶｰ", "ｶ"},  {"ロー", "ﾛｰ", "ﾛ"},  {"ミー", "ﾐｰ", "ﾐ"},  {"ッタ", "ﾂﾀ", "ﾂﾀ"},
            {"ッキ", "ﾂｷ", "ﾂｷ"}, {"ヂ", "ｼﾞ", "ｼﾞ"},   {"ヅ", "ｽﾞ", "ｽﾞ"},   {"ヲ", "ｵ", "ｵ"},
            {"ヴ", "ﾌﾞ", "ﾌﾞ"},   {"ヴァ", "ﾊﾞ", "ﾊﾞ"},
        };
        return all;
    }

    static const std::vector<Sound>& trades()
    {
        static const std::vector<Sound> all = {
            {"ショウジ", "ｼﾖｳｼﾞ", "ｼﾖｳｼﾞ"},
            {"コウギョウ", "ｺｳｷﾞﾖｳ", "ｺｳｷﾞﾖｳ"},
            {"ケンセツ", "ｹﾝｾﾂ", "ｹﾝｾﾂ"},
            {"サービス", "ｻｰﾋﾞｽ", "ｻﾋﾞｽ"},
            {"システム", "ｼｽﾃﾑ", "ｼｽﾃﾑ"},
            {"ショクヒン", "ｼﾖｸﾋﾝ", "ｼﾖｸﾋﾝ"},
            {"ウンユ", "ｳﾝﾕ", "ｳﾝﾕ"},
            {"デンキ", "ﾃﾞﾝｷ", "ﾃﾞﾝｷ"},
            {"セイサクショ", "ｾｲｻｸｼﾖ", "ｾｲｻｸｼﾖ"},
            {"フーズ", "ﾌｰｽﾞ", "ﾌｽﾞ"},
            {"ヴィレッジ", "ﾋﾞﾚﾂｼﾞ", "ﾋﾞﾚﾂｼﾞ"},
            {"・パートナーズ", "ﾊﾟｰﾄﾅｰｽﾞ", "ﾊﾟﾄﾅｽﾞ"},
        };
        return all;
    }

    static const std::vector<Form>& forms()
    {
        static const std::vector<Form> all = {
            {"株式会社", "ｶ", "ｶﾌﾞｼｷｶﾞｲｼﾔ", "カブシキガイシャ"},
            {"有限会社", "ﾕ", "ﾕｳｹﾞﾝｶﾞｲｼﾔ", "ユウゲンガイシャ"},
            {"合同会社", "ﾄﾞ", "ｺﾞｳﾄﾞｳｶﾞｲｼﾔ", "ゴウドウガイシャ"},
            {"医療法人", "ｲ", "ｲﾘﾖｳﾎｳｼﾞﾝ", "イリョウホウジン"},
            {"社会福祉法人", "ﾌｸ", "ｼﾔｶｲﾌｸｼﾎｳｼﾞﾝ", "シャカイフクシホウジン"},
            {"一般社団法人", "ｼﾔ", "ｲﾂﾊﾟﾝｼﾔﾀﾞﾝﾎｳｼﾞﾝ", "イッパンシャダンホウジン"},
            {"特定非営利活動法人", "ﾄｸﾋ", "ﾄｸﾃｲﾋｴｲﾘｶﾂﾄﾞｳﾎｳｼﾞﾝ", "トクテイヒエイリカツドウホウジン"},
            {"学校法人", "ｶﾞｸ", "ｶﾞﾂｺｳﾎｳｼﾞﾝ", "ガッコウホウジン"},
            {"公益財団法人", "ｻﾞｲ", "ｺｳｴｷｻﾞｲﾀﾞﾝﾎｳｼﾞﾝ", "コウエキザイダンホウジン"},
            {"", "", "", ""}, // a sole name
        };
        return all;
    }
    static constexpr std::size_t sole = 9;

    std::size_t percent() { return m_dice.below(100); }

    static std::string join(const std::vector<Sound>& part, const char* Sound::*way)
    {
        std::string text;
        for (const Sound& sound : part)
            text += sound.*way;
        return text;
    }

    static std::size_t length(const std::string& half) { return half.size() / 3; } // half-width kana take 3 bytes

    std::string digits(std::size_t count)
    {
        std::string text;
        while (text.size() < count)
            text += static_cast<char>('0' + m_dice.below(10));
        return text;
    }

    static std::string padded(std::int64_t number, std::size_t width)
    {
        const std::string text = std::to_string(number);
        return text.size() < width ? std::string(width - text.size(), '0') + text : text;
    }

    std::size_t draw_form()
    {
        const std::size_t p = percent();
        constexpr std::size_t below[] = {68, 80, 86, 89, 92, 94, 96, 97, 98, 100};
        std::size_t form = 0;
        while (p >= below[form])
            ++form;
        return form;
    }

    std::vector<Sound> draw_sounds(std::size_t count)
    {
        std::vector<Sound> drawn;
        while (drawn.size() < count)
            drawn.push_back(sounds()[m_dice.below(sounds().size())]);
        return drawn;
    }

    // No firm has this name or the beginning of it; it is remembered.
    bool is_new(const std::string& plain)
    {
        const bool long_name = length(plain) > 30;
        const std::string key = long_name ? plain.substr(0, 90) : plain;
        return m_names.insert(key).second;
    }

    Firm draw_firm()
    {
        for (;;) {
            Firm firm;
            firm.form = draw_form();
            firm.front = percent() < 60;
            const bool is_long = firm.form != sole && m_dice.one_in(20);
            firm.sounds = draw_sounds(is_long ? 34 : 2 + m_dice.below(4));
            if (firm.form == sole) {
                firm.sounds = draw_sounds(3);
                firm.given = draw_sounds(3);
                const std::string swapped = join(firm.given, &Sound::plain) + join(firm.sounds, &Sound::plain);
                if (m_names.contains(swapped))
                    continue;
            } else if (!is_long && percent() < 70) {
                firm.sounds.push_back(trades()[m_dice.below(trades().size())]);
            }
            if (is_new(plain_of(firm)))
                return firm;
        }
    }

    static std::string plain_of(const Firm& firm)
    {
        return join(firm.sounds, &Sound::plain) + join(firm.given, &Sound::plain);
    }

    std::size_t add(Firm firm, std::int64_t amount)
    {
        const std::size_t i = firms.size();
        PaymentFirm one;
        one.invoice = "K2025-" + padded(static_cast<std::int64_t>(i) + 1, 6);
        one.number = "7" + padded(static_cast<std::int64_t>(i) * 37 + 100000, 12);
        const std::string core = join(firm.sounds, &Sound::full);
        one.kana = firm.form == sole ? core + " " + join(firm.given, &Sound::full) : core;
        const std::string form = forms()[firm.form].kanji;
        one.name = firm.front ? form + core : core + form;
        if (firm.form == sole)
            one.name = one.kana;
        else if (percent() < 15)
            one.kana = firm.front ? forms()[firm.form].long_full + core : core + forms()[firm.form].long_full;
        if (percent() < 30)
            one.account = "9" + padded(static_cast<std::int64_t>(i) * 13 + 5, 9);
        one.amount = amount;
        firms.push_back(std::move(one));
        firm.invoice = i;
        m_drawn.push_back(std::move(firm));
        return m_drawn.size() - 1;
    }

    // A payer's name as banks write it, in one of the ways that leave no doubt. `exactly`: with its own form in its
    // place.
    void write_name(const Firm& firm, Line& line, bool exactly = false)
    {
        std::string half = join(firm.sounds, &Sound::half);
        std::string full = join(firm.sounds, &Sound::full);
        const std::size_t way = exactly ? 0 : percent();
        if (firm.form == sole) {
            const std::string given = join(firm.given, &Sound::half);
            const std::string full_given = join(firm.given, &Sound::full);
            const bool swap = way > 85;
            const bool blank = swap || way < 60;
            line.half = swap ? given + " " + half : half + (blank ? " " : "") + given;
            line.full = swap ? full_given + "　" + full : full + (blank ? "　" : "") + full_given;
            return;
        }
        const Form& form = forms()[firm.form];
        const std::string blank = !exactly && m_dice.one_in(10) ? " " : "";
        if (way >= 96) { // no form
            line.half = half;
            line.full = full;
        } else if (way >= 93) { // in full
            line.half = firm.front ? form.long_half + blank + half : half + blank + form.long_half;
            line.full = firm.front ? form.long_full + blank + full : full + blank + form.long_full;
        } else if (way >= 91) { // at the other place
            line.half = firm.front ? half + "(" + form.half : form.half + std::string(")") + half;
            line.full = firm.front ? full + "（" + form.half : form.half + std::string("）") + full;
        } else if (way >= 83) { // between brackets
            line.half =
                firm.front ? "(" + std::string(form.half) + ")" + blank + half : half + blank + "(" + form.half + ")";
            line.full = firm.front ? "（" + std::string(form.half) + "）" + full : full + "（" + form.half + "）";
        } else {
            line.half = firm.front ? form.half + std::string(")") + blank + half : half + blank + "(" + form.half;
            line.full = firm.front ? form.half + std::string("）") + blank + full : full + blank + "（" + form.half;
        }
        if (!exactly)
            write_long_vowels(line);
    }

    void write_long_vowels(Line& line)
    {
        const std::size_t way = percent();
        if (way < 70)
            return;
        const std::string half_way = way < 85 ? "-" : way < 93 ? "" : "ｰ";
        const std::string full_way = way < 85 ? "－" : way < 93 ? "" : "―";
        replace(line.half, "ｰ", half_way);
        replace(line.full, "ー", full_way);
    }

    static void replace(std::string& text, const std::string& from, const std::string& to)
    {
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
    }

    Line pay(const Firm& firm, bool exactly = false)
    {
        Line line;
        const PaymentFirm& one = firms[firm.invoice];
        line.amount = one.amount;
        line.day = 2 + static_cast<int>(m_dice.below(28));
        line.second = static_cast<int>(m_dice.below(20 * 3600)) + 3600;
        write_name(firm, line, exactly);
        line.code = percent() < 20 ? "0" + digits(9) : "";
        line.label = {one.invoice, "plain"};
        return line;
    }

    void write_number(const Firm& firm, Line& line)
    {
        const std::string& number = firms[firm.invoice].invoice;
        const std::size_t way = percent();
        if (way < 25) {
            line.edi = number;
        } else if (way < 35) {
            line.edi = number.substr(0, 5) + number.substr(6);
        } else if (way < 70) {
            line.half = number + " " + line.half;
            line.full = number + "　" + line.full;
        } else {
            line.half = number + line.half;
            line.full = number + line.full;
        }
    }

    // What most firms do.
    void pay_well(Firm& firm)
    {
        Line line = pay(firm);
        const std::string& account = firms[firm.invoice].account;
        if (!account.empty()) {
            line.code = account;
            line.label.what = "account";
        } else if (percent() < 15) {
            write_number(firm, line);
            line.label.what = "number";
        } else if (m_dice.one_in(15)) {
            line.day = 31;
            line.second = m_dice.one_in(2) ? 15 * 3600 : 12 * 3600;
            emit_csv(line); // the day of the deadline, and the time told
            return;
        }
        emit(line);
    }

    void not_certain(Line line, const std::string& what)
    {
        line.label = {"", what};
        emit(line);
    }

    void emit(const Line& line)
    {
        if (percent() < 20)
            emit_csv(line);
        else
            emit_zengin(line);
    }

    void emit_csv(const Line& line)
    {
        const auto two = [](int n) { return padded(n, 2); };
        m_csv_rows += "2024/12/" + two(line.day) + "," + two(line.second / 3600) + ":" + two(line.second / 60 % 60) +
                      ":" + two(line.second % 60) + ",\"" + std::to_string(line.amount) + "\",\"" + line.full + "\"," +
                      line.code + "," + line.edi + "," + std::to_string(++m_references) + "\r\n";
        csv_labels.push_back(line.label);
    }

    void emit_zengin(const Line& line)
    {
        std::string record =
            "2" + padded(++m_references, 8) + "0612" + padded(line.day, 2) + "0612" + padded(line.day, 2) +
            (line.out ? "2" : "1") + "11" + padded(line.amount, 12) + padded(0, 12) + padded(0, 12) + "0" +
            padded(0, 7) + "001" + (line.code.empty() ? padded(0, 10) : line.code) + in_bytes(line.half, 48) +
            in_bytes("ﾐﾎﾝ", 15) + in_bytes("ﾎﾝﾃﾝ", 15) + in_bytes("ﾌﾘｺﾐ", 20) + in_bytes(line.edi, 20) + " ";
        const int times = line.repeat ? 2 : 1;
        for (int i = 0; i < times; ++i) {
            m_records += record + "\r\n";
            ++m_count;
            (line.out ? m_out : m_in) += line.amount;
            ++(line.out ? m_outs : m_ins);
            if (!line.out)
                zengin_labels.push_back(i == 0 ? line.label : PaymentLabel{"", "repeated"});
        }
    }

    // Half-width kana (U+FF61–FF9F) are the bytes A1–DF.
    static std::string in_bytes(const std::string& text, std::size_t width)
    {
        std::string bytes;
        for (std::size_t i = 0; i < text.size();) {
            const auto first = static_cast<unsigned char>(text[i]);
            if (first < 0x80) {
                bytes += text[i++];
                continue;
            }
            const int code = (first & 0x0F) << 12 | (static_cast<unsigned char>(text[i + 1]) & 0x3F) << 6 |
                             (static_cast<unsigned char>(text[i + 2]) & 0x3F);
            bytes += static_cast<char>(code - 0xFF61 + 0xA1);
            i += 3;
        }
        bytes.resize(width, ' ');
        return bytes;
    }

    // Two firms of the same kana, or nearly: who pays by name alone leaves a doubt.
    void draw_twins(std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i) {
            Firm first = draw_firm();
            first.form = 0;
            first.given.clear();
            Firm second = first;
            second.form = i % 3 == 0 ? 1 : 0; // カ) and ユ), or both カ)
            second.front = i % 3 == 1 ? !first.front : first.front;
            first.invoice = m_drawn[add(first, fee)].invoice;
            second.invoice = m_drawn[add(second, fee)].invoice;
            pay_as_twin(first, i % 3 == 0);
            pay_as_twin(second, i % 3 == 0);
        }
    }

    void pay_as_twin(const Firm& firm, bool told_apart)
    {
        Line line = pay(firm, true);
        if (!firms[firm.invoice].account.empty()) {
            line.code = firms[firm.invoice].account;
            line.label.what = "twin with account";
            emit(line);
        } else if (m_dice.one_in(3)) {
            write_number(firm, line);
            line.label.what = "twin with number";
            emit(line);
        } else if (told_apart) {
            line.label.what = "twin of another form";
            emit(line);
        } else {
            not_certain(line, "twin");
        }
    }

    // ロール and ロル: only one has a long vowel.
    void draw_long_vowel_twins(std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i) {
            Firm with = draw_firm();
            with.form = 0;
            with.given.clear();
            with.sounds.push_back({"ロー", "ﾛｰ", "ﾛ"});
            Firm without = with;
            without.sounds.back() = {"ロ", "ﾛ", "ﾛ"};
            if (!is_new(plain_of(with)))
                continue;
            without.front = with.front;
            with.invoice = m_drawn[add(with, fee)].invoice;
            without.invoice = m_drawn[add(without, fee)].invoice;
            firms[with.invoice].account.clear();
            firms[without.invoice].account.clear();
            Line line = pay(with, true);
            line.label.what = "long vowel written";
            emit(line);
            not_certain(pay(without, true), "long vowel may be left out");
        }
    }

    // A paid under the name it had; B has that name today.
    void draw_former_names(std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i) {
            const Firm old = draw_firm();
            Firm now = draw_firm();
            now.invoice = m_drawn[add(now, fee)].invoice;
            firms[now.invoice].account.clear();
            std::string former = join(old.sounds, &Sound::full);
            if (!old.given.empty())
                former += " " + join(old.given, &Sound::full);
            firms[now.invoice].former.push_back(former);
            Firm payer = old;
            payer.invoice = now.invoice;
            payer.form = now.form == sole ? old.form : now.form;
            if (payer.form == sole && payer.given.empty())
                payer.given = draw_sounds(3);
            not_certain(pay(payer), "former name");
            if (i % 4 != 0)
                continue;
            Firm heir = old;
            heir.invoice = m_drawn[add(heir, fee)].invoice;
            firms[heir.invoice].account.clear();
            not_certain(pay(heir), "former name of another");
        }
    }

    void draw(std::size_t lines)
    {
        draw_twins(45);
        draw_long_vowel_twins(20);
        draw_former_names(40);
        while (zengin_labels.size() + csv_labels.size() < lines)
            draw_one();
        finish();
    }

    void draw_one()
    {
        const std::size_t p = m_dice.below(1000);
        if (p < 25)
            return stranger();
        const std::size_t at = add(draw_firm(), percent() < 4 ? large_fee : fee);
        Firm firm = m_drawn[at];
        const std::string account = firms[firm.invoice].account;
        Line line = pay(firm);
        if (p < 860)
            return pay_well(firm);
        if (p < 885) {
            constexpr std::int64_t fees[] = {110, 220, 330, 440, 550, 660, 880};
            line.amount -= fees[m_dice.below(std::size(fees))];
            return not_certain(line, "fee deducted");
        }
        if (p < 893) {
            line.amount -= 1500;
            return not_certain(line, "under");
        }
        if (p < 901) {
            line.amount += 10 + static_cast<std::int64_t>(m_dice.below(900));
            return not_certain(line, "over");
        }
        if (p < 911) {
            line.repeat = true;
            return emit_zengin(line);
        }
        if (p < 921) {
            line.day = 5;
            line.code.clear();
            emit(line);
            line.day = 20;
            return not_certain(line, "paid twice");
        }
        if (p < 932) { // someone else's name, to the firm's own account: whose else could it be?
            stranger_name(line);
            line.code = account.empty() ? "" : account;
            line.label.what = "other name, account";
            return account.empty() ? not_certain(line, "other name") : emit(line);
        }
        if (p < 938) {
            stranger_name(line);
            line.edi = firms[firm.invoice].invoice;
            return not_certain(line, "other name, number");
        }
        if (p < 945 && !firm.sounds.empty()) {
            firm.sounds[m_dice.below(std::min<std::size_t>(firm.sounds.size(), 8))] = {"メ", "ﾒ", "ﾒ"};
            Line slip = pay(firm);
            return not_certain(slip, "slip in the name");
        }
        if (p < 951 && at > 200) { // another firm's number
            line.edi = firms[m_dice.below(150)].invoice;
            return not_certain(line, "number of another");
        }
        if (p < 956 && at > 200) { // another firm's account
            for (std::size_t other = 0; other < 150; ++other) {
                if (!firms[other].account.empty())
                    line.code = firms[other].account;
            }
            return not_certain(line, "account of another");
        }
        if (p < 970) {
            line.day = 31;
            line.second = 15 * 3600 + 1;
            line.label = {"", "a second late"};
            if (m_dice.one_in(3))
                return emit_csv(line);
            return not_certain_in_zengin(line, "day of the deadline");
        }
        if (p < 975)
            return several(firm, line);
        if (p < 985)
            return two_invoices(firm, line);
        if (p < 992)
            return long_twins(firm);
        pay_well(firm);
    }

    void not_certain_in_zengin(Line line, const std::string& what)
    {
        line.label = {"", what};
        emit_zengin(line);
    }

    void stranger_name(Line& line)
    {
        const Firm other = draw_firm();
        write_name(other, line);
    }

    // Somebody who has no invoice: interest, other business, the name of an applicant but for one sound.
    void stranger()
    {
        Line line;
        line.amount = fee;
        line.day = 3 + static_cast<int>(m_dice.below(20));
        const std::size_t way = percent();
        if (way < 30) {
            line.half = "ﾘｿｸ";
            line.full = "リソク";
            line.amount = 12;
            return not_certain(line, "interest");
        }
        if (way < 60 || m_drawn.empty()) {
            stranger_name(line);
            return not_certain(line, "stranger");
        }
        if (way < 70) {
            stranger_name(line);
            line.out = true;
            return emit_zengin(line);
        }
        Firm like = m_drawn[m_dice.below(m_drawn.size())];
        like.sounds.insert(length(plain_of(like)) > 30 ? like.sounds.begin() : like.sounds.end(), {"メ", "ﾒ", "ﾒ"});
        write_name(like, line);
        not_certain(line, "like an applicant");
    }

    void several(const Firm& firm, Line line)
    {
        const std::size_t second = add(draw_firm(), fee);
        line.amount = firms[firm.invoice].amount + fee;
        if (m_dice.one_in(2))
            line.edi = firms[firm.invoice].invoice + firms[m_drawn[second].invoice].invoice.substr(5);
        not_certain(line, "several");
    }

    void two_invoices(const Firm& firm, Line line)
    {
        const std::int64_t other = firms[firm.invoice].amount == fee ? large_fee : fee;
        const std::size_t second = add(firm, other);
        firms[m_drawn[second].invoice].number = firms[firm.invoice].number;
        firms[m_drawn[second].invoice].name = firms[firm.invoice].name;
        firms[m_drawn[second].invoice].kana = firms[firm.invoice].kana;
        line.code.clear();
        line.label.what = "one of two invoices";
        emit(line);
    }

    // Two long names that begin alike: banks have 48 places.
    void long_twins(Firm firm)
    {
        Firm first = firm;
        first.form = 0;
        first.front = true;
        first.given.clear();
        first.sounds = draw_sounds(48);
        if (!is_new(plain_of(first)))
            return;
        Firm second = first;
        second.sounds.push_back({"ニ", "ﾆ", "ﾆ"});
        first.invoice = m_drawn[add(first, fee)].invoice;
        second.invoice = m_drawn[add(second, fee)].invoice;
        Line line = pay(first, true);
        line.label = {"", "long twin"};
        emit_zengin(line);
    }

    void finish()
    {
        zengin = "1030"
                 "070106"
                 "061201"
                 "061231"
                 "0001" +
                 in_bytes("ﾐﾎﾝ", 15) + "001" + in_bytes("ﾎﾝﾃﾝ", 15) + "0001" + padded(7654321, 10) +
                 in_bytes("ｹﾝｺｳ", 40) + "11" + padded(0, 14) + in_bytes("", 71) + "\r\n" + m_records + "8" +
                 padded(m_ins, 6) + padded(m_in, 13) + padded(m_outs, 6) + padded(m_out, 13) + "1" +
                 padded(m_in - m_out, 14) + padded(m_count, 7) + in_bytes("", 139) + "\r\n" + "9" +
                 padded(m_count + 3, 10) + padded(1, 5) + in_bytes("", 184) + "\r\n";
        csv = "入金日,時刻,入金額,振込依頼人名,仮想口座番号,EDI情報,照会番号\r\n" + m_csv_rows;
    }

    static constexpr std::int64_t fee = 16500;
    static constexpr std::int64_t large_fee = 88000;

    Dice m_dice;
    std::vector<Firm> m_drawn;
    std::set<std::string> m_names;
    std::string m_records;
    std::string m_csv_rows;
    std::int64_t m_references = 0;
    std::int64_t m_count = 0;
    std::int64_t m_in = 0;
    std::int64_t m_out = 0;
    std::int64_t m_ins = 0;
    std::int64_t m_outs = 0;
};

}
