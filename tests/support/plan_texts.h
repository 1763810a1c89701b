#pragma once

#include "base/utf8.h"

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace kenkei::testing {

// Made-up 推進計画 texts with labelled copies among them, the same from the same seed. Firms, trades and sentences are
// our own; the words of a trade stand in the texts of all firms of it, as they do in real ones.
class PlanTexts {
public:
    enum class Copy { None, LightEdits, Numbers, Reordered, Synonyms, Half, ShortInLong, Wrapped };
    static constexpr std::size_t copy_kinds = 8;

    struct Text {
        std::string owner;
        std::string text;
        std::size_t family = 0; // texts of one family come from one original
        Copy copy = Copy::None; // how it came from it
    };

    static const char* name_of(Copy copy)
    {
        constexpr const char* names[] = {"original",
                                         "light edits",
                                         "numbers changed",
                                         "sentences in another order",
                                         "other words in a third of the places",
                                         "half copied, half own",
                                         "a short text out of a long one",
                                         "the scheme's wording around it"};
        return names[static_cast<std::size_t>(copy)];
    }

    // What the scheme printed: it stands in many texts and makes none a copy.
    static std::vector<std::string> schemes_wording()
    {
        return {"何を、誰が、いつするのかが分かるように記入してください",
                "計画を策定し、数値目標・実施主体・達成期限を定めて推進している",
                "労働時間の適正化、ワークライフバランス・生活時間の確保に関する課題のテーマ",
                "申請時点の実施内容および推進計画は次のとおりであり、従業員の健康課題を踏まえて定めている"};
    }

    explicit PlanTexts(std::uint64_t seed) : m_random(seed) {}

    // `count` texts, of which about one in `one_in` is a copy of an earlier one (0: none); of some `characters` each.
    std::vector<Text> make(std::size_t count, std::size_t one_in, std::size_t characters)
    {
        std::vector<Text> texts;
        std::vector<Plan> plans;
        for (std::size_t i = 0; i < count; ++i) {
            Text text{.owner = "F" + std::to_string(i), .text = {}, .family = i};
            Plan plan;
            if (one_in > 0 && i > 20 && below(one_in) == 0) {
                const std::size_t from = below(i);
                text.copy = static_cast<Copy>(1 + below(copy_kinds - 1));
                text.family = texts[from].family;
                plan = copy_of(plans[from], text.copy);
            } else {
                plan = own_plan(characters);
                plan.wrapped = below(5) == 0;
            }
            text.text = text_of(plan);
            texts.push_back(std::move(text));
            plans.push_back(std::move(plan));
        }
        return texts;
    }

private:
    using Words = std::vector<std::string>;
    struct Sentence {
        std::size_t pattern = 0;
        Words words; // of its places in order
    };
    struct Plan {
        std::vector<Sentence> sentences;
        Words own_words;
        std::size_t trade = 0;
        bool wrapped = false; // the scheme's wording stands around it
    };

    std::size_t below(std::size_t end) { return static_cast<std::size_t>(m_random() % end); }
    const std::string& one_of(const Words& words) { return words[below(words.size())]; }

    Plan own_plan(std::size_t characters)
    {
        Plan plan;
        plan.trade = below(trades().size());
        for (int i = 0; i < 4; ++i)
            plan.own_words.push_back(made_up_word());
        std::size_t length = 0;
        while (length < characters) {
            plan.sentences.push_back(sentence(plan));
            length += text_of(plan.sentences.back()).size() / 3;
        }
        return plan;
    }

    Sentence sentence(const Plan& plan)
    {
        Sentence sentence{.pattern = below(patterns().size()), .words = {}};
        for (char place : places_of(sentence.pattern))
            sentence.words.push_back(word(place, plan));
        return sentence;
    }

    std::string word(char place, const Plan& plan)
    {
        switch (place) {
        case 'w':
            return one_of(who());
        case 't':
            return one_of(when());
        case 'h':
            return one_of(health());
        case 'm':
            return one_of(measures());
        case 'r':
            return one_of(reasons());
        case 'k':
            return one_of(trades()[plan.trade]);
        case 'z':
            return rare_word();
        case 'n':
            return std::to_string(2 + below(96));
        default:
            return one_of(plan.own_words);
        }
    }

    // Words as they come in texts: a few often, most seldom.
    std::string rare_word()
    {
        static const std::u16string kanji =
            u"朝夕青森風星灯波緑鈴橋谷丘泉空岬苗麦桜楓雲虹鶴梅笛舟錦霞川岸浜島峰原野畑里町坂道門窓床棚箱袋"
            u"布糸針紙筆墨机椅皿椀鍋釜炉炭薪油塩酢糖茶米豆芋菜根葉花実種枝幹皮芯粉粒滴霧霜雪氷雷雨晴曇暖寒"
            u"鉄銅銀鉛錫石岩砂土泥灰煙炎光影色音声";
        const double part = static_cast<double>(below(1'000'000)) / 1'000'000;
        const auto rank = static_cast<std::size_t>(std::pow(14'000.0, part)); // Zipf's law
        const std::size_t spread = rank * 7'919 % (kanji.size() * kanji.size());
        std::string word;
        base::append_utf8(word, kanji[spread / kanji.size()]);
        base::append_utf8(word, kanji[spread % kanji.size()]);
        return word;
    }

    std::string made_up_word()
    {
        static const Words pieces{"朝", "夕", "青", "森", "風", "星", "灯", "波", "緑", "鈴", "橋", "谷", "丘", "泉",
                                  "空", "岬", "苗", "麦", "桜", "楓", "雲", "虹", "鶴", "梅", "笛", "舟", "錦", "霞"};
        static const Words ends{"活動", "チャレンジ", "ラリー", "の日", "手帳", "便り", "塾", "タイム", "プラン", "会"};
        return one_of(pieces) + one_of(pieces) + one_of(ends);
    }

    Plan copy_of(Plan plan, Copy copy)
    {
        plan.wrapped = copy == Copy::Wrapped;
        std::vector<Sentence>& sentences = plan.sentences;
        switch (copy) {
        case Copy::LightEdits: // a word here and there, a sentence more or less
            change_words(plan, 10);
            if (sentences.size() > 4)
                sentences.erase(sentences.begin() + static_cast<std::ptrdiff_t>(below(sentences.size())));
            sentences.push_back(sentence(plan));
            break;
        case Copy::Numbers:
            for (Sentence& one : sentences)
                change_numbers(one);
            break;
        case Copy::Reordered:
            for (std::size_t i = sentences.size(); i > 1; --i)
                std::swap(sentences[i - 1], sentences[below(i)]);
            break;
        case Copy::Synonyms:
            change_words(plan, 3);
            break;
        case Copy::Half: {
            Plan own = own_plan(0);
            const std::size_t kept = (sentences.size() + 1) / 2;
            for (std::size_t i = kept; i < sentences.size(); ++i)
                sentences[i] = sentence(own);
            break;
        }
        case Copy::ShortInLong:
            if (sentences.size() > 3)
                sentences.resize(3);
            break;
        case Copy::None:
        case Copy::Wrapped:
            break;
        }
        return plan;
    }

    void change_words(Plan& plan, std::size_t one_in)
    {
        const Plan other{.sentences = {}, .own_words = {made_up_word()}, .trade = below(trades().size())};
        for (Sentence& one : plan.sentences) {
            const std::string places = places_of(one.pattern);
            for (std::size_t i = 0; i < places.size(); ++i) {
                if (below(one_in) == 0)
                    one.words[i] = word(places[i], other);
            }
        }
    }

    void change_numbers(Sentence& one)
    {
        const std::string places = places_of(one.pattern);
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (places[i] == 'n')
                one.words[i] = std::to_string(2 + below(96));
        }
    }

    static std::string places_of(std::size_t pattern)
    {
        std::string places;
        const std::string& text = patterns()[pattern];
        for (std::size_t i = 0; i + 1 < text.size(); ++i) {
            if (text[i] == '%')
                places += text[i + 1];
        }
        return places;
    }

    static std::string text_of(const Sentence& sentence)
    {
        std::string text;
        const std::string& pattern = patterns()[sentence.pattern];
        std::size_t place = 0;
        for (std::size_t i = 0; i < pattern.size(); ++i) {
            if (pattern[i] != '%') {
                text += pattern[i];
                continue;
            }
            text += sentence.words[place++];
            ++i;
        }
        return text;
    }

    std::string text_of(const Plan& plan) const
    {
        std::string text = plan.wrapped ? schemes_wording()[3] + "。" : std::string();
        for (const Sentence& one : plan.sentences)
            text += text_of(one);
        return plan.wrapped ? text + schemes_wording()[1] + "。" : text;
    }

    // %z a rare word, %w who, %t when, %h a matter of health, %m a measure, %r why, %k a word of the trade, %o a word
    // of the firm, %n a number.
    static const Words& patterns()
    {
        static const Words all{
            "%wが%tに%zの%mを行い、%kの担当者にも声をかける。",
            "%kの仕事では%zや%zで%hが起こりやすいため、%mを続けている。",
            "%oと名づけた%zの取り組みを%tから始め、%zに%n人が加わった。",
            "%zでは%rことから、%kの班ごとに%mを試す。",
            "%tの%zの集まりで%hの数を示し、%wが%zの手を決める。",
            "昨年は%hのある者が%n人おり、その多くが%zと%kに携わっていた。",
            "%oの結果は%tに%zとしてまとめ、%kの%zに張り出す。",
            "%wは%kの現場を%zごとに回り、%mについて聞き取る。",
            "%zの%mに加わった者の割合を%n％まで上げ、%zの%hを減らす。",
            "%kと%zを交互に受け持つ勤務に改め、%hを防ぐ。",
            "%zが%rので、%oを%tの%zと合わせて開く。",
            "%wに加え、%kの経験が長い%zの者を推進役に選んだ。",
            "%zの%mの費用は会社が持ち、%tに%zの実績を確かめる。",
            "%kの繁忙期を避けて%zで%mを行うよう、%wが日程を組む。",
            "%oでは%hと%zについて%n分の話を聞き、各自の目標を書く。",
            "%h対策として、%zの%kの手順書に%mを書き加えた。",
            "%tに%zの%kの休憩場所を見直し、%oの案内を%zに置いた。",
            "加わらない%zの者に%wが尋ねたところ、%rという声が%n件あった。",
            "%mを%zで%n回行い、%hの変わり方を%tに比べる。",
            "%kの協力先の%zにも%oを知らせ、%zの%mをともに進める。",
        };
        return all;
    }
    static const Words& who()
    {
        static const Words all{"総務課", "人事係",   "工場長",     "安全委員",  "産業医", "店長会",
                               "社長室", "労務担当", "保健師",     "管理部",    "推進班", "営業所長",
                               "庶務係", "製造課長", "衛生管理者", "本部事務局"};
        return all;
    }
    static const Words& when()
    {
        static const Words all{"毎月の初め", "四半期の終わり", "六月と十二月", "週の半ば",
                               "朝礼の前",   "年度の始め",     "秋の健診の後", "給料日",
                               "毎週金曜",   "夏の終わり",     "冬に入る前",   "隔月の会議",
                               "昼休み",     "半年ごと",       "決算の後",     "春の面談"};
        return all;
    }
    static const Words& health()
    {
        static const Words all{"高血圧",     "肩こり",     "腰の痛み",       "寝不足",   "食べすぎ",
                               "運動不足",   "目の疲れ",   "気分の落ち込み", "肥満",     "喫煙",
                               "かぜの流行", "熱中症",     "膝の痛み",       "飲みすぎ", "再検査の未受診",
                               "貧血",       "血糖の高さ", "頭痛",           "転倒",     "疲れの持ち越し"};
        return all;
    }
    static const Words& measures()
    {
        static const Words all{"体操の時間",
                               "歩数の記録",
                               "野菜から食べる呼びかけ",
                               "ノー残業の日",
                               "産業医との面談",
                               "睡眠の講座",
                               "禁煙の相談",
                               "階段を使う運動",
                               "減塩の弁当",
                               "予防接種の補助",
                               "ストレッチ教室",
                               "再検査の付き添い",
                               "声かけ当番",
                               "水分の配布",
                               "体組成の測定",
                               "気分の記録",
                               "姿勢の点検",
                               "休暇の取得表",
                               "料理教室",
                               "遠足"};
        return all;
    }
    static const Words& reasons()
    {
        static const Words all{"自宅で続けにくい",
                               "夜勤が多い",
                               "車で通う者がほとんどである",
                               "一人で作業する",
                               "昼食を外で買う者が多い",
                               "年齢の高い者が増えた",
                               "座ったままの仕事が長い",
                               "若手が相談しにくい",
                               "拠点が離れている",
                               "季節で忙しさが変わる",
                               "早出の者がいる",
                               "健診の結果が封筒のまま置かれる"};
        return all;
    }
    static const std::vector<Words>& trades()
    {
        static const std::vector<Words> all = [] {
            // Each trade: its own stems and what is done with them.
            const Words stems{"鋳物", "畳",       "印刷", "製麺", "板金",     "縫製",     "造園", "酒造", "養鶏",
                              "石材", "漁網",     "硝子", "製本", "瓦",       "染色",     "製靴", "時計", "家具",
                              "豆腐", "製紙",     "左官", "塗装", "電線",     "鍍金",     "金型", "氷菓", "茶葉",
                              "製塩", "段ボール", "靴下", "義歯", "眼鏡",     "船具",     "農機", "鉄筋", "配管",
                              "測量", "古書",     "楽器", "釣具", "冷凍食品", "介護用品", "遊具", "看板", "製材",
                              "漆器", "和紙",     "花火", "香料", "園芸"};
            const Words works{"の仕込み",   "の運び出し", "の検品",     "の包装",   "の研ぎ",
                              "の積み替え", "の見積り",   "の据え付け", "の仕上げ", "の修理"};
            std::vector<Words> made;
            for (const std::string& stem : stems) {
                Words words;
                for (const std::string& work : works)
                    words.push_back(stem + work);
                made.push_back(std::move(words));
            }
            return made;
        }();
        return all;
    }

    std::mt19937_64 m_random;
};

}
