#include "edition/differences_finder.h"
#include "edition/sentence.h"

namespace kenkei::edition {

namespace {

// Of an edition's workbook, what it says of each question.
struct Cell {
    bool pulldown = false;
    std::int64_t lines = 1;
    std::string suggestion; // in words
    std::string list;       // of the suggestion
    std::string within;     // id of the question
};

Cell cell_of(const Edition& edition, const Question& question)
{
    const Workbook& workbook = edition.workbook;
    const auto index = static_cast<std::size_t>(&question - edition.questions.data());
    Cell cell;
    cell.pulldown = std::find(workbook.pulldowns.begin(), workbook.pulldowns.end(), index) != workbook.pulldowns.end();
    for (const auto& [asked, lines] : workbook.lines) {
        if (asked == index)
            cell.lines = lines;
    }
    for (const Workbook::Suggestion& one : workbook.suggestions) {
        if (one.question != index)
            continue;
        const Question& within = edition.questions[one.within];
        cell.list = workbook.lists[one.list].id;
        cell.within = within.id;
        cell.suggestion = "一覧（" + cell.list + "）のうち「" + name_in_sentence(within) + "」の回答のもの";
    }
    return cell;
}

std::string in_words(const Cell& cell)
{
    return cell.pulldown ? "プルダウン" : "選択肢の番号";
}

// 「神奈川県 横浜市」
std::vector<std::string> names_with_groups(const GroupedList& list)
{
    std::vector<std::string> all;
    for (const auto& [group, names] : list.groups) {
        for (const std::string& name : names)
            all.push_back(group + " " + name);
    }
    return all;
}

}

void DifferenceFinder::workbook()
{
    const Subject form{Area::Workbook, "title", "様式"};
    text(form, "表題", m_before.workbook.title, m_after.workbook.title);
    notes();
    cells();
    grouped_lists();
}

void DifferenceFinder::notes()
{
    const auto& before = m_before.workbook.notes;
    const auto& after = m_after.workbook.notes;
    const auto heading = [](const Workbook::Note& note) { return note.heading; };
    const auto pairs = pair_up(before, after, heading);
    const auto subject_of = [](const Pair<Workbook::Note>& pair) {
        return subject(Area::Workbook, pair, "記入方法「" + (pair.after ? pair.after : pair.before)->heading + "」");
    };
    for (const Pair<Workbook::Note>& pair : pairs) {
        const Subject about = subject_of(pair);
        if (!in_both(pair, about, [](const Edition&, const Workbook::Note& note) { return note.text; }))
            continue;
        text(about, "見出し", pair.before->heading, pair.after->heading);
        text(about, "文", pair.before->text, pair.after->text);
    }
    order(pointers_to(before), pointers_to(after), pairs, subject_of, heading);
}

// How a question is filled in; of one that came or went, nothing need be said.
void DifferenceFinder::cells()
{
    for (const Pair<Question>& pair : m_questions) {
        if (!pair.before || !pair.after)
            continue;
        const Subject about{Area::Workbook, pair.after->id, name_in_sentence(*pair.after)};
        const Cell before = cell_of(m_before, *pair.before);
        const Cell after = cell_of(m_after, *pair.after);
        if (pair.before->type == Type::Choice && pair.after->type == Type::Choice)
            text(about, "答え方", in_words(before), in_words(after));
        if (pair.before->type == Type::Text && pair.after->type == Type::Text)
            text(about, "欄の行数", std::to_string(before.lines) + "行", std::to_string(after.lines) + "行");
        const auto renamed = m_renamed.find(before.within);
        if (before.list != after.list || (renamed == m_renamed.end() ? before.within : renamed->second) != after.within)
            text(about, "候補", before.suggestion, after.suggestion);
    }
}

void DifferenceFinder::grouped_lists()
{
    for (const Pair<GroupedList>& pair :
         pair_up(m_before.workbook.lists, m_after.workbook.lists, [](const GroupedList&) { return std::string(); })) {
        if (!pair.before || !pair.after || pair.before->groups == pair.after->groups) // told with the questions
            continue;
        NameList before{.id = pair.before->id, .names = names_with_groups(*pair.before), .aliases = {}};
        NameList after{.id = pair.after->id, .names = names_with_groups(*pair.after), .aliases = {}};
        list(before, after, {Area::Workbook, after.id, "候補の一覧（" + after.id + "）"});
    }
}

}
