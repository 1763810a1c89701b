#include "scheme/edition_folder_testing.h"
#include "scheme/lint.h"
#include "scheme/parts.h"

namespace kenkei::scheme {

namespace {

// What is said of the shop edition with this workbook.yaml.
std::string told(const std::string& workbook, const std::string& option = "会社")
{
    EditionFolder folder;
    folder.write("workbook.yaml", workbook);
    folder.replace("questions.yaml", "2: 会社", "2: " + option);
    const edition::Edition edition = loaded(folder);
    std::vector<base::Error> errors;
    lint_texts(read_parts(folder.folder()).parts, edition, errors);
    std::string all;
    for (const base::Error& error : errors) {
        EXPECT_TRUE(error.at.known()) << error.message;
        EXPECT_FALSE(error.way_out.empty()) << error.message;
        all += error.code + "\n";
    }
    return all;
}

std::string note(const std::string& text)
{
    return "notes:\n  n: { heading: 見出し, text: \"" + text + "\", source: none }\n";
}

std::string repeated(std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += "会";
    return text;
}

}

TEST(LintTexts, 記入方法の文が_idや置き換えの印を含めば言う)
{
    EXPECT_EQ(told(note("計画の欄（問5）に書いてください。Q11 は 3行まで。")), "");
    EXPECT_EQ(told(note("plan と name は設問の id でも、ただの語とみる。")), "");
    EXPECT_EQ(told(note("plan_text に書いてください。")), "text.id\n");
    EXPECT_EQ(told(note("plan_texts に書いてください。")), "");
    EXPECT_EQ(told(note("店員は {staff} 人です。")), "text.brace\n");
    EXPECT_EQ(told(note("店員は ｛staff｝ 人です。")), "text.brace\n");
    EXPECT_EQ(told("title: plan_text の用紙\n"), "text.id\n");
}

TEST(LintTexts, 様式の文はセルに_選択肢はプルダウンの1行に入るまで)
{
    EXPECT_EQ(told(note(repeated(32'767))), "");
    EXPECT_EQ(told(note(repeated(32'768))), "text.too-long\n");
    EXPECT_EQ(told("pulldowns: [kind]\n", repeated(200)), "");
    EXPECT_EQ(told("pulldowns: [kind]\n", repeated(201)), "text.too-long\n");
    EXPECT_EQ(told("pulldowns: [plan]\n", repeated(201)), "");
}

}
