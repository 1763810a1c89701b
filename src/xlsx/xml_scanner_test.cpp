#include "xlsx/xml_scanner.h"

#include "xlsx/zip_archive.h"

#include <gtest/gtest.h>

namespace kenkei::xlsx {

namespace {

using namespace std::string_view_literals;
using Event = XmlScanner::Event;

constexpr std::size_t depth = 32;

// What a text says, one word for each event: <name attribute="value"> text </name>; at a failure its message.
std::string told(std::string_view text, std::size_t most_depth = depth)
{
    const PartBytes bytes = PartBytes::copy_of(text);
    XmlScanner scanner(bytes.text(), most_depth);
    std::string out;
    for (;;) {
        switch (scanner.next()) {
        case Event::Start:
            out += "<" + std::string(scanner.name());
            for (const XmlScanner::Attribute& attribute : scanner.attributes())
                out += " " + std::string(attribute.name) + "=" + std::string(scanner.value(attribute));
            out += ">";
            break;
        case Event::End:
            out += "</" + std::string(scanner.name()) + ">";
            break;
        case Event::Text:
            out += std::string(scanner.text());
            break;
        case Event::Done:
            return out;
        case Event::Failed:
            EXPECT_EQ(scanner.next(), Event::Failed);
            return "×" + scanner.error("a.xml").message;
        }
    }
}

bool is_refused(std::string_view text)
{
    return told(text).starts_with("×");
}

}

TEST(XmlScanner, 要素と属性と文字を順に告げる)
{
    EXPECT_EQ(told("<a b=\"1\" c='2'>甲<d/>乙</a>"), "<a b=1 c=2>甲<d></d>乙</a>");
    EXPECT_EQ(told("<a  b = \"1\"\n c=\"\" />"), "<a b=1 c=></a>");
    EXPECT_EQ(told("<a></a >"), "<a></a>");
    EXPECT_EQ(told("<表 列=\"値\"/>"), "<表 列=値></表>");
}

TEST(XmlScanner, 要素の名前の接頭辞は除き_属性のものは残す)
{
    EXPECT_EQ(told("<x:a r:id=\"1\" id=\"2\"><x:b></x:b></x:a>"), "<a r:id=1 id=2><b></b></a>");
    EXPECT_TRUE(is_refused("<a:b:c/>"));
    EXPECT_TRUE(is_refused("<:a/>"));
    EXPECT_TRUE(is_refused("<a:/>"));
}

TEST(XmlScanner, 属性を名前で探す)
{
    const PartBytes bytes = PartBytes::copy_of("<sheet sheetId=\"1\" r:id=\"rId&lt;1\" name=\"申請書\"/>");
    XmlScanner scanner(bytes.text(), depth);
    ASSERT_EQ(scanner.next(), Event::Start);
    EXPECT_EQ(scanner.find("name"), "申請書");
    EXPECT_EQ(scanner.find("id"), std::nullopt);
    EXPECT_EQ(scanner.find_with_prefix("id"), "rId<1");
    EXPECT_EQ(scanner.find_with_prefix("name"), std::nullopt);
}

TEST(XmlScanner, 実体参照と文字参照を読む)
{
    EXPECT_EQ(told("<a b=\"&lt;&amp;&gt;&quot;&apos;\">&#65;&#x5409;&#x20BB7;&amp;lt;</a>"),
              "<a b=<&>\"'>A吉𠮷&lt;</a>");
    EXPECT_EQ(told("<a>&#9;&#10;&#13;</a>"), "<a>\t\n\r</a>");
    for (const char* text : {"&", "&amp", "&;", "&#;", "&#x;", "&#0;", "&#8;", "&#xD800;", "&#xFFFE;", "&#x110000;",
                             "&#-1;", "&#xG;", "&#65 ;", "&nbsp;", "&e;", "&#99999999999999999999;", "& amp;"}) {
        EXPECT_TRUE(is_refused("<a>" + std::string(text) + "</a>")) << text;
        EXPECT_TRUE(is_refused("<a b=\"" + std::string(text) + "\"/>")) << text;
    }
}

TEST(XmlScanner, 行の終わりをそろえる)
{
    EXPECT_EQ(told("<a>1\r\n2\r3\n4</a>"), "<a>1\n2\n3\n4</a>");
    EXPECT_EQ(told("<a><![CDATA[1\r\n2\r3]]></a>"), "<a>1\n2\n3</a>");
    EXPECT_EQ(told("<a b=\"1\r\n2\t3\n4\"/>"), "<a b=1 2 3 4></a>");
}

TEST(XmlScanner, コメントと処理命令は読み飛ばし_CDATAは文字として読む)
{
    EXPECT_EQ(told("<!-- x --><?pi x?><a>1<!----><?p?>2<![CDATA[<3>&amp;]]>4</a><!-- y -->\n"), "<a>12<3>&amp;4</a>");
    EXPECT_EQ(told("<a>1]]2]>3</a>"), "<a>1]]2]>3</a>");
    EXPECT_TRUE(is_refused("<a>]]></a>"));
    for (const char* text : {"<a><!-- x", "<a><!-- x -- y --></a>", "<a><!-- x ---></a>", "<a><![CDATA[x]]</a>",
                             "<![CDATA[x]]><a/>", "<a><!x></a>", "<a><?xml version=\"1.0\"?></a>", "<a><?XML x?></a>",
                             "<a><? x?></a>", "<a><?p", "<a><?p!?></a>", "<a><![CDATA["})
        EXPECT_TRUE(is_refused(text)) << text;
}

TEST(XmlScanner, 外に散らばったコメントがいくつあっても深く潜らない)
{
    std::string text;
    for (int i = 0; i < 200000; ++i)
        text += "\n<!---->";
    EXPECT_EQ(told(text + "<a/>" + text), "<a></a>");
}

TEST(XmlScanner, 閉じ方の正しくない要素を断る)
{
    for (const char* text : {"",
                             " ",
                             "x",
                             "<a>",
                             "<a/>x",
                             "<a/><b/>",
                             "<a></b>",
                             "<a></ab>",
                             "<ab></a>",
                             "<a><b></a></b>",
                             "</a>",
                             "<a",
                             "<a b",
                             "<a b=",
                             "<a b=\"",
                             "<a b=\"1",
                             "<a b=\"1\"",
                             "<a b=\"1\"/",
                             "<a/",
                             "<",
                             "<a><",
                             "<a></",
                             "<a></a",
                             "< a/>",
                             "<a / >",
                             "<1/>",
                             "<a b/>",
                             "<a b=1/>",
                             "<a b='1\"/>",
                             "<a b=\"<\"/>",
                             "<a b=\"1\"c=\"2\"/>",
                             "<a =\"1\"/>",
                             "<a></a x>",
                             "<x:a></a>",
                             "<a><!",
                             "<!"})
        EXPECT_TRUE(is_refused(text)) << text;
}

TEST(XmlScanner, 同じ属性が2つあれば断る)
{
    EXPECT_TRUE(is_refused("<a b=\"1\" c=\"2\" b=\"3\"/>"));
    EXPECT_FALSE(is_refused("<a b=\"1\" x:b=\"2\"/>"));
    std::string many = "<a";
    for (int i = 0; i < 100; ++i)
        many += " a" + std::to_string(i) + "=\"\"";
    EXPECT_TRUE(is_refused(many + "/>"));
}

TEST(XmlScanner, 文書型宣言を断る)
{
    EXPECT_NE(told("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>").find("DTD"),
              std::string::npos);
    EXPECT_TRUE(is_refused("<a><!DOCTYPE b></a>"));
}

TEST(XmlScanner, 入れ子は上限の段まで)
{
    EXPECT_EQ(told("<a><a><a/></a></a>", 3), "<a><a><a></a></a></a>");
    EXPECT_NE(told("<a><a><a/></a></a>", 2).find("2段"), std::string::npos);
    std::string deep;
    for (int i = 0; i < 200000; ++i)
        deep += "<a>";
    EXPECT_TRUE(is_refused(deep));
}

TEST(XmlScanner, UTF8でない文字を断る)
{
    EXPECT_EQ(told("\xEF\xBB\xBF<a/>"), "<a></a>");
    EXPECT_TRUE(is_refused("<a>\xFF\xFE\x80</a>"));
    EXPECT_TRUE(is_refused("<a>\xED\xA0\x80</a>"));
    EXPECT_TRUE(is_refused("<a>\xC0\x80</a>"));
    EXPECT_NE(told("\xFF\xFE<\0a\0/\0>\0"sv).find("UTF-16"), std::string::npos);
    EXPECT_NE(told("\xFE\xFF\0<\0a\0/\0>"sv).find("UTF-16"), std::string::npos);
    EXPECT_NE(told("<\0a\0/\0>\0"sv).find("UTF-16"), std::string::npos);
}

TEST(XmlScanner, XMLに書けない文字を_どこにあっても断る)
{
    for (const std::string& bad : {std::string(1, '\0'), std::string("\x01"), std::string("\x0B"), std::string("\x1F"),
                                   std::string("\xEF\xBF\xBE"), std::string("\xEF\xBF\xBF")}) {
        for (const std::size_t before : std::vector<std::size_t>{0, 1, 50, 60, 61, 62, 63, 64, 65, 200}) {
            const std::string text = "<a>" + std::string(before, 'x') + bad + std::string(100, 'y') + "</a>";
            EXPECT_TRUE(is_refused(text)) << before;
        }
        EXPECT_TRUE(is_refused("<a/>" + bad));
    }
    EXPECT_FALSE(is_refused("<a>\t\n\r\x7F\xEF\xBF\xBD</a>"));
}

TEST(XmlScanner, XML宣言は先頭だけに_文字コードはUTF8だけ)
{
    EXPECT_FALSE(is_refused("<?xml version=\"1.0\"?><a/>"));
    EXPECT_FALSE(is_refused("<?xml version='1.0' encoding='utf-8' standalone='yes'?>\r\n<a/>"));
    EXPECT_FALSE(is_refused("<?xml version=\"1.0\" encoding=\"UTF-8\" ?><a/>"));
    EXPECT_NE(told("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><a/>").find("Shift_JIS"), std::string::npos);
    EXPECT_FALSE(is_refused("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>")) << "UTF-16から直した部品";
    for (const char* text : {" <?xml version=\"1.0\"?><a/>", "<?xml?><a/>", "<?xml encoding=\"UTF-8\"?><a/>",
                             "<?xml version=\"2.0\"?><a/>", "<?xml version=\"1.0\" x=\"1\"?><a/>",
                             "<?xml version=\"1.0\"", "<?xml version=\"1.0\"standalone=\"yes\"?><a/>",
                             "<?xml version=1.0?><a/>", "<?xml version=\"1.0\" standalone=\"maybe\"?><a/>"})
        EXPECT_TRUE(is_refused(text)) << text;
}

TEST(XmlScanner, 失敗は部品と行と文字で場所を告げる)
{
    EXPECT_EQ(told("<a>\n健康<b></a>"),
              "×ファイルの中の「a.xml」の2行6文字目：要素「b」が閉じないうちに、別の終了タグがあります"
              "。");
}

TEST(XmlScanner, 要素の文字をまとめて読む)
{
    const auto text_of = [](std::string_view inside) -> std::string {
        const PartBytes bytes = PartBytes::copy_of("<a>" + std::string(inside) + "</a>");
        XmlScanner scanner(bytes.text(), depth);
        EXPECT_EQ(scanner.next(), Event::Start);
        std::string_view text;
        return scanner.read_text(text) ? std::string(text) : "×";
    };
    EXPECT_EQ(text_of(""), "");
    EXPECT_EQ(text_of("甲"), "甲");
    EXPECT_EQ(text_of("甲&amp;<!-- -->乙&lt;<![CDATA[&]]>丙"), "甲&乙<&丙");
    EXPECT_EQ(text_of("<!-- -->乙"), "乙");
    EXPECT_EQ(text_of("甲<b/>"), "×");
}

TEST(XmlScanner, 要素の間の空白は飛ばし_文字は断る)
{
    const PartBytes blanks = PartBytes::copy_of("<a> \n<b/>\t<!-- --> </a>\n");
    XmlScanner scanner(blanks.text(), depth);
    EXPECT_EQ(scanner.next_tag(), Event::Start);
    EXPECT_EQ(scanner.next_tag(), Event::Start);
    EXPECT_EQ(scanner.next_tag(), Event::End);
    EXPECT_EQ(scanner.next_tag(), Event::End);
    EXPECT_EQ(scanner.next_tag(), Event::Done);

    const PartBytes text = PartBytes::copy_of("<a>x<b/></a>");
    XmlScanner other(text.text(), depth);
    EXPECT_EQ(other.next_tag(), Event::Start);
    EXPECT_EQ(other.next_tag(), Event::Failed);
}

TEST(XmlScanner, 要素を中身ごと飛ばす)
{
    const PartBytes bytes = PartBytes::copy_of("<a><b>1<b/><c>2</c></b><b/><d/></a>");
    XmlScanner scanner(bytes.text(), depth);
    scanner.next();
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(scanner.next(), Event::Start);
        EXPECT_TRUE(scanner.skip_element());
    }
    EXPECT_EQ(scanner.next(), Event::Start);
    EXPECT_EQ(scanner.name(), "d");
}

}
