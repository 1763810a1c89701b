#include "form/sheet_painter.h"

#include "edition/words.h"

namespace kenkei::form {

namespace {

constexpr double head_width = 20;
constexpr double text_width = 96;

// A sheet of headed paragraphs.
class GuidePainter {
public:
    explicit GuidePainter(Draft& draft) : m_draft(draft), m_paint(draft, guide_sheet) {}

    void paint()
    {
        const edition::Edition& edition = m_draft.edition;
        const Styles& styles = m_draft.styles;
        xlsx::Sheet& sheet = m_paint.sheet();
        sheet.columns = {{0, 0, head_width}, {1, 1, text_width}};
        sheet.tab_colour = 0x1F3864;
        m_paint.text({0, 0}, styles.title,
                     (edition.workbook.title.empty() ? edition.name : edition.workbook.title) + "　記入方法");
        m_paint.height(0, 32);
        m_row = 2;

        paragraph("申請期間", edition::day_in_words(edition.application.opens) + "から" +
                                  edition::in_words(edition.application.closes) + "まで");
        if (!edition.office.empty())
            paragraph("事務局", edition.office);
        if (edition.fee)
            paragraph("申請料", edition::money(edition.fee->amount) + "（税別）" +
                                    (edition.fee->due ? "。支払期限は" + edition::in_words(*edition.fee->due) : ""));
        legend();
        paragraph("記入の順序",
                  "1. シート「" + std::string(form_sheet) +
                      "」のクリーム色の欄に、上から順に記入してください。\n"
                      "2. 右端の「注意メッセージ」を見て、赤い文を直してください。件数は一番下にあります。"
                      "注意が残っていても提出できますが、★の設問の注意は判定に関わります。\n"
                      "3. シート「" +
                      std::string(criteria_sheet) +
                      "」で、評価項目ごとの試算と、保存しておく資料を確かめてください。\n"
                      "4. この用紙のまま（.xlsx の形式で）提出してください。");
        paragraph("「1つだけ」", "選択肢の番号を、回答の欄に1つだけ記入してください。「" + std::string(choose) +
                                     "」と表示された欄では、一覧から1つ選んでください。");
        paragraph("「いくつでも」", "あてはまる選択肢の右の欄に 1 を入れ、あてはまらない欄は空けておいてください。"
                                    "「特に行っていない」などは、ほかの選択肢と一緒に選べません。");
        paragraph("★", "判定に使う設問です。未回答のままでは判定できません。");
        paragraph("灰色の設問", "ほかの回答によって、答えなくてよい設問です。答える必要が生じると白くなります。");
        paragraph("数・日付", "数は数字だけを記入してください。日付は「2024/8/1」「令和6年8月1日」「R6.8.1」の"
                              "どの書き方でも読み取ります。");
        paragraph("写すとき", "ほかのファイルから写すときは「値のみ貼り付け」を使ってください。"
                              "行や列、シートを加えたり消したり、名前を変えたりしないでください。");
        paragraph("試算",
                  "この用紙の判定はExcelの式による試算です。正式な判定は、提出された回答から規則に基づいて行い、"
                  "認定の決定は審査を経て行われます。式を書き換えても、判定は変わりません。");
        for (const edition::Workbook::Note& note : edition.workbook.notes)
            paragraph(note.heading, note.text);
        xlsx::PageSetup& page = sheet_page();
        page.footer = "&C&9&P / &N";
        page.header = "&R&9&A";
    }

private:
    xlsx::PageSetup& sheet_page() { return m_paint.sheet().page; }

    void paragraph(const std::string& heading, const std::string& text)
    {
        m_paint.text({m_row, 0}, m_draft.styles.body_head, heading);
        m_paint.text({m_row, 1}, m_draft.styles.body, text);
        m_paint.fit(m_row, {{heading, head_width * 0.9}, {text, text_width}}, 20);
        ++m_row;
    }

    void legend()
    {
        const Styles& styles = m_draft.styles;
        auto line = [&](std::string_view heading, std::size_t style, const std::string& text) {
            m_paint.text({m_row, 0}, style, std::string(heading));
            m_paint.text({m_row, 1}, styles.body, text);
            m_paint.height(m_row, 20);
            ++m_row;
        };
        line("クリーム色", styles.legend_input, "記入する欄です。ほかの欄は入力できないように保護されています。");
        line("灰色の欄", styles.computed_text, "自動で計算される欄です。");
        line("赤い文字", styles.message, "確かめていただきたいことです。");
    }

    Draft& m_draft;
    SheetPainter m_paint;
    std::uint32_t m_row = 0;
};

}

void paint_guide(Draft& draft)
{
    GuidePainter(draft).paint();
}

}
