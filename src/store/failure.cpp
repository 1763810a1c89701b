#include "store/failure.h"

#include "base/utf8.h"

namespace kenkei::store {

namespace {

struct Words {
    std::string_view code;
    std::string_view message;
    std::string_view way_out;
};

constexpr std::string_view tell_the_makers =
    "プログラムの誤りのおそれがあります。このメッセージを添えて開発元にお知らせください";

constexpr Words all_words[] = {
    {"store.unique", "同じものが既に記録されています", tell_the_makers},
    {"store.foreign-key", "参照先のない記録、または参照されている記録の削除です", tell_the_makers},
    {"store.not-null", "必要な値が空の記録です", tell_the_makers},
    {"store.check", "許されない値の記録です", tell_the_makers},
    {"store.busy", "ほかの処理がデータベースを使い終わるのを待ちましたが、終わりませんでした",
     "しばらくしてからもう一度実行してください。続くときは、ほかに動いているプログラムがないか確認してください"},
    {"store.serialization", "同時に行われたほかの書き込みとぶつかりました", "もう一度実行してください"},
    {"store.conflict", "この案件には、ほかの処理が先に書き込みました",
     "最新の状態を読み直して、もう一度実行してください"},
    {"store.lost", "データベースのサーバーと通信できません",
     "サーバーが動いているか、接続先の指定が正しいかを確認して、もう一度実行してください"},
    {"store.full", "ディスクの空きが足りず、書き込めませんでした。途中までの書き込みは取り消されています",
     "空きを作ってから、もう一度実行してください"},
    {"store.damaged", "データベースが壊れているか、SQLite のファイルではありません",
     "ファイルの指定を確認してください。壊れているときは、そのファイルを残したまま、控えから戻してください"},
    {"store.foreign", "ほかのプログラムのデータベースです。何も書き込んでいません",
     "指定を確認してください。新しく作るときは、まだないファイルか空のデータベースを指定してください"},
    {"store.newer", "このプログラムより新しい版で作られたデータベースです。何も書き込んでいません",
     "新しい版のプログラムを使ってください"},
    {"store.older", "このプログラムより古い版で作られたデータベースです",
     "書き込みのできる権限で一度開いて、データベースを更新してください"},
    {"store.encoding", "データベースの文字コードが UTF-8 ではありません",
     "ENCODING 'UTF8' と、UTF-8 の LC_CTYPE（C.UTF-8 など）でデータベースを作り直してください"},
    {"store.no-case", "その番号の案件はありません", "案件番号を確認してください"},
    {"store.no-file", "そのファイルはありません。消去されたか、まだ保存されていません",
     "保存期間を過ぎて消去されていないか、案件の経緯を確認してください"},
    {"store.text", "記録できない文字が含まれています", "NUL 文字と UTF-8 でない文字を取り除いてください"},
    {"store.search", "検索語が多すぎます", "検索語を減らしてください"},
};

constexpr Words other_words{"store.failed", "データベースの処理に失敗しました",
                            "ファイルやサーバーの状態を確認して、もう一度実行してください"};

const Words& words_of(std::string_view code)
{
    for (const Words& words : all_words)
        if (words.code == code)
            return words;
    return other_words;
}

}

base::Error failure(std::string_view code, const std::string& where, std::string_view detail)
{
    const Words& words = words_of(code);
    std::string message{words.message};
    if (!detail.empty())
        message.append("（").append(detail).append("）");
    return {.code = std::string(code), .message = message, .way_out = std::string(words.way_out), .file = shown(where)};
}

bool is_keepable(std::string_view text)
{
    return text.find('\0') == std::string_view::npos && base::is_utf8(text);
}

base::Error about(const base::Error& error, const std::string& where, std::string_view what)
{
    return error.code == "store.text" ? failure("store.text", where, what) : error;
}

bool is_passing(const base::Error& error)
{
    return error.code == "store.conflict" || error.code == "store.busy" || error.code == "store.serialization";
}

}
