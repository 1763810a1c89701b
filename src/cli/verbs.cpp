#include "cli/verbs.h"

namespace kenkei::cli {

namespace {

constexpr Verb all_verbs[] = {
    {"judge", "申請を判定し、わけを示す",
     R"(使い方: kenkei judge EDITION [FILE… | DIR/] [オプション]

申請（JSON 1件、JSON Lines、Excel の用紙）を年度版の規則で判定します。FILE を省くか「-」とすると標準入力を読みます。
DIR/ を渡すと、その中の .json、.jsonl、.xlsx を名前の順に判定します。
EDITION は 「制度/年度版」の名前（例: {edition}）、年度版のフォルダ、または kenkei compile が書いたファイルです。

  --format text|json|jsonl  出力の形（初めは text）
  --explain                 判定のわけを、条項・設問・回答とともに木の形で示す
  --final                   締切時の扱い（未回答は不適合）と理由を加える
  --check                   適合でないものがあれば終了状態 1
  --jobs N                  JSON Lines を同時に判定する数（初めは、使えるプロセッサの数）
  --measure                 かかった時間を標準エラーに示す
  --as-of DATE              判定日（初めは今日）。2024-10-01、令和6年10月1日 など
  --schemes DIR             制度のフォルダ（初めは KENKEI_SCHEMES、次に schemes/、次に内蔵）

終了状態: 0 済んだ  1 読めない行や不適合（--check）がある  2 使い方の誤り  3 ファイルの失敗、唯一の申請が読めない
例: kenkei judge {edition} 申請.json --explain
)"},
    {"form", "Excelの用紙を作る、回答と合わせる",
     R"(使い方: kenkei form EDITION -o FILE.xlsx [--answers FILE.json]
        kenkei form EDITION -o DIR/ --answers FILE.jsonl
        kenkei form EDITION --merge 用紙.xlsx --answers FILE.json [-o FILE]

年度版の Excel の用紙を作ります。--answers を付けると、その回答を記入した用紙になります。書き出す先が既にあるフォルダか
「/」で終わる名前のときは、申請1件ごとに「id.xlsx」を作ります。記入された用紙は上書きしません。
--merge は、用紙を作ったあとに用紙と回答のそれぞれに加えられた変更を、設問ごとに合わせます。両方で違う変更がされた設問は
すべて示し、どちらを採るか（--take）が決まるまで何も書き出しません。-o が .xlsx なら用紙、ほかは回答（JSON）を書きます。

  -o, --output FILE  書き出す先（--merge では、省くと標準出力に回答を書く）
  --answers FILE     回答（JSON か JSON Lines、「-」は標準入力）
  --merge FILE.xlsx  記入された用紙
  --take WHO         食い違いで採る側: workbook、answers、または ID=workbook、ID=answers（いくつでも）
  --as-of DATE       式の結果を計算しておく日（初めは今日）
  --schemes DIR      制度のフォルダ

終了状態: 0 済んだ  1 食い違いがある、用紙に書けない回答がある  2 使い方の誤り  3 ファイルの失敗
例: kenkei form {edition} -o 申請書.xlsx
)"},
    {"read", "Excelの用紙から回答を読む",
     R"(使い方: kenkei read FILE.xlsx… [オプション]

記入された用紙を読み、回答を、セルの番地とセルの内容、指摘とともに示します。どの制度・年度版の用紙かは、用紙の見えないシートで
確かめます。なければ、設問の見出しから推定し、推定したことを示します。判定は kenkei judge EDITION FILE.xlsx で行えます。

  --edition EDITION               年度版（初めは用紙の言うもの）
  --format json|text|application  出力の形（初めは json）。application は judge に渡せる申請
  --as-of DATE                    判定日（初めは今日）
  --schemes DIR                   制度のフォルダ

終了状態: 0 済んだ  1 読めない用紙がある  2 使い方の誤り  3 ファイルの失敗、唯一の用紙が読めない
例: kenkei read 申請書.xlsx --format text
)"},
    {"similar", "似た文章の申請を示す",
     R"(使い方: kenkei similar EDITION [FILE… | DIR/] [オプション]

申請の文章を法人どうしで比べ、写したか、同じ元から作ったと思われるものを組にして、同じ部分を並べて示します。比べる設問は
年度版の hints.yaml の compare です。年度版そのものの文言と、多くの法人が書く言い回しは手がかりにしません。同じ法人の
二つの申請は比べません。FILE を省くか「-」とすると標準入力を読みます。示すだけで、判定はしません。写しかどうかは人が決めます。

  --question ID        比べる設問（いくつでも。初めは年度版の compare）
  --threshold 数       示す近さ（0.1 から 0.9、初めは 0.3。小さいほど多く示す）
  --format text|json   出力の形（初めは text）
  --schemes DIR        制度のフォルダ

終了状態: 0 済んだ（似た文章の有無によらない）  1 読めない申請がある  2 使い方の誤り  3 ファイルの失敗、唯一の申請が読めない
例: kenkei similar {edition} 申請.json
)"},
    {"test", "年度版の事例を確かめる",
     R"(使い方: kenkei test [EDITION…] [オプション]

年度版の cases/ にある事例を判定し、期待と違うものを示します。EDITION を省くとすべての年度版を確かめます。

  --coverage     どの事例も通らない評価項目・要件・表の行・指摘を示す（あれば終了状態 1）
  --schemes DIR  制度のフォルダ

例: kenkei test {edition} --coverage
)"},
    {"compile", "年度版を一つのファイルにする",
     R"(使い方: kenkei compile EDITION [-o FILE]

年度版を検査し、判定にそのまま使える JSON にします。judge の EDITION にこのファイルを渡せます。

  -o, --output FILE  書き出す先（初めは標準出力）
  --schemes DIR      制度のフォルダ

例: kenkei compile {edition} -o edition.json
)"},
    {"demo", "架空の申請を作る",
     R"(使い方: kenkei demo EDITION 件数 [オプション]

年度版の demo.yaml に従って、架空の申請を JSON Lines で書き出します。同じ種からは同じ申請ができます。

  --seed N       乱数の種（初めは demo.yaml の seed）
  --schemes DIR  制度のフォルダ

例: kenkei demo {edition} 1000 | kenkei judge {edition} --format jsonl
)"},
    {"check", "年度版の誤りを探す",
     R"(使い方: kenkei check [EDITION… | --all] [オプション]

年度版の規則・設問・表・文言を、申請を受け付ける前に検査します。誤りは、ファイル・行・列と、わけ、直し方を添えて示します。
書き方の誤り、使われない設問や項目、未回答を考えない式、単位や型の合わない比較、重なる・足りない表の行、出ることのない指摘、
長すぎる文言、CHANGES.md との食い違い、公表したあとの変更を見つけます。EDITION を省くとすべての年度版を検査します。

  --all          すべての年度版
  --schemes DIR  制度のフォルダ

終了状態: 0 誤りなし  1 誤りがある  2 使い方の誤り
例: kenkei check {edition}
)"},
    {"diff", "二つの年度版の違いを示す",
     R"(使い方: kenkei diff EDITION EDITION [オプション]

設問、選択肢、評価項目、要件の数、表、期間、申請料など、前の年度版（または公表した版）から変わったことを言葉で示します。
EDITION は 「制度/年度版」の名前、「制度/年度版@版」（公表した版）、フォルダ、kenkei compile が書いたファイルです。

  --format text|markdown|json  出力の形（初めは text）。markdown は CHANGES.md に貼れる形
  --schemes DIR                制度のフォルダ

終了状態: 0 済んだ（違いの有無によらない）  2 使い方の誤り
例: kenkei diff {edition} {edition}
)"},
    {"show", "年度版の規則を文で示す",
     R"(使い方: kenkei show EDITION [ID] [オプション]

年度版の評価項目・要件・値・指摘・設問を、規則から作った日本語の文と出典とともに示します。
ID を書くと、その設問・値・評価項目・要件・称号・区分・指摘・表だけを詳しく示し、どの規則が使うかも示します。

  --schemes DIR  制度のフォルダ

例: kenkei show {edition}
)"},
    {"replay", "規則を変えると判定が変わる申請を示す",
     R"(使い方: kenkei replay EDITION [FILE… | DIR/] [オプション]

申請を前の規則と EDITION とで判定し、判定の変わるものを、変わった要件・評価項目とそのわけとともに示します。
だれの判定が変わるかを、業種や従業員数などの内訳（edition.yaml の breakdowns）ごとに数えます。
--with も --set もなければ、前の規則は最後に公表した版です。FILE を省くか「-」とすると標準入力を読みます。

  --with EDITION   前の規則（年度版の名前、「制度/年度版@版」、フォルダ、コンパイルしたファイル）
  --set PATH=VALUE EDITION の規則を試しに変える（いくつでも）。--with がなければ、前の規則は EDITION そのもの。
                   PATH は requirements.ID.at_least（titles、classes も）、items.ID.met、values.ID.value（facts も）、
                   application.opens、application.closes
  --by ID,ID…      数える内訳、設問、値（初めは EDITION の内訳のすべて）
  --format text|csv|json|jsonl
                   出力の形（初めは text）。csv は変わる申請の表（UTF-8、Excel で開ける）
  --as-of DATE     判定日（初めは今日）
  --schemes DIR    制度のフォルダ

終了状態: 0 済んだ（変わる申請の有無によらない）  1 読めない申請がある  2 使い方の誤り  3 ファイルの失敗
例: kenkei replay {edition} 申請.json --with {edition}
)"},
    {"publish", "年度版を公表し、版を固定する",
     R"(使い方: kenkei publish EDITION [オプション]

検査に通った年度版を公表します。内容の要約値と写し（revisions/）を残し、以後の変更は kenkei check が見つけます。
公表したあとの正誤は、--note にその内容を書いて新しい版とします。受け付けた申請（--applications）を前の版と新しい版の
両方で判定し、判定の変わる申請を示し、件数を記録します。

  --note TEXT            正誤の内容（二版目から要る）
  --applications FILE    受け付けた申請（二版目から要る。申請がまだなければ --no-applications）
  --no-applications      受け付けた申請がまだない
  --on DATE              公表日（初めは今日）
  --lock                 これ以上の正誤を認めない（確定）
  --schemes DIR          制度のフォルダ

終了状態: 0 公表した  1 検査に通らない、確定している  2 使い方の誤り  3 ファイルの失敗
例: kenkei publish {edition} --on 2024-08-01
)"},
    {"case", "案件を扱う（申請から証書まで）",
     R"(使い方: kenkei case <命令> [引数] [オプション]

案件（一つの法人の一つの申請）を、申請の開始から、提出、受付、入金、審査、決定、証書、取消しまで扱います。できないことは、どの規則に
よるか、何をすればよいかとともに断ります。関門の順序、期限、有効期間は年度版（edition.yaml の process）によります。

{verbs}
［ ］の中は省けます。

  --firm 法人番号        --name 法人名          --class 区分        --stage 状態（draft など）
  --questions ID,ID…     設問（--grounds、--contradicts、--fields も、コンマで並べます）
  --due 日  --on 日      期限の日、その行いの日（初めは --at の日）
  --arrived 日時         申請書の最後の1バイトが届いた日時    --paid 日時  入金の日時（どちらも初めは --at）
  --amount 円            入金の額              --message、--note、--reason、--detail 文  書き添えること
  --known JSON           保険者が答えた事実（{"insurer":{"declared":true}} のように）

  --db WHERE       データベース: ファイル、または postgresql://…（初めは KENKEI_DB、次に kenkei.db）
  --at TIME        その出来事の日時（初めはいま）。2024-10-18T17:00:00.000（日本時間）など
  --by ROLE[:ID]   だれの行いか: applicant、delegate、office、insurer、body、certifier、system（初めは office:local）
  --format text|json
  --schemes DIR    制度のフォルダ

終了状態: 0 済んだ  1 規則により断った  2 使い方の誤り、案件がない  3 データベースやファイルの失敗
例: kenkei case open-draft {edition} --firm 7123456789012 --by applicant
)"},
    {"import", "申請書をまとめて取り込む",
     R"(使い方: kenkei import EDITION FILE…|DIR/ [オプション]

Excel の用紙（.xlsx）、申請（.json、1行1件の .jsonl）を、年度版の案件の申請書として提出します。法人番号で案件を探し、なければ
作ります。1件ごとに、書き込みが確かに済んでから1行を示します。途中で止まっても、もう一度同じものを渡せば残りだけを取り込みます。

  --db WHERE       データベース（初めは KENKEI_DB、次に kenkei.db）
  --at TIME        届いた日時（初めはいま）
  --by ROLE[:ID]   だれの提出か（初めは office:local）
  --format text|json
  --schemes DIR    制度のフォルダ

終了状態: 0 済んだ  1 取り込めないものがある  2 使い方の誤り  3 データベースやファイルの失敗
例: kenkei import {edition} 提出された用紙/
)"},
    {"export", "案件の回答や一覧を書き出す",
     R"(使い方: kenkei export EDITION [オプション]

年度版の案件を書き出します。jsonl は審査の対象となる回答（judge や import に渡せる申請）、csv は案件の一覧（UTF-8、Excel で開けます）。

  --stage STAGE    この状態のものだけ: draft、submitted、received、decided、certified、withdrawn、ended
  --format jsonl|csv
  -o, --output FILE  書き出す先（初めは標準出力）
  --db WHERE       データベース（初めは KENKEI_DB、次に kenkei.db）

例: kenkei export {edition} --format csv -o 案件一覧.csv
)"},
    {"db", "データベースを整える、写す、戻す",
     R"(使い方: kenkei db migrate|backup FILE|restore FILE|verify|rebuild [オプション]

  migrate        データベースを新しい形にする（写しで試してから）
  backup FILE    動かしたまま、ある時点の写しを一つのファイルに作る（PostgreSQL からも同じ形のファイルになります）
  restore FILE   写しから、空のデータベースに戻す
  verify         すべての記録を計算し直して、書き換えられたものを探す
  rebuild        一覧と検索の索引を、出来事の記録から作り直す

  --db WHERE     データベース: ファイル、または postgresql://…（初めは KENKEI_DB、次に kenkei.db）
  --format text|json

終了状態: 0 済んだ  1 書き換えられたものがある  2 使い方の誤り  3 データベースやファイルの失敗
例: kenkei db backup 写し.db
)"},
    {"audit", "記録が書き換えられていないことを確かめる",
     R"(使い方: kenkei audit verify [--anchor FILE]… [--public-key FILE]
        kenkei audit show CASE
        kenkei audit key -o 鍵ファイル
        kenkei audit anchor --key 鍵ファイル [-o FILE]
        kenkei audit export 番号 [-o FILE]

verify は、すべての出来事・内容・ファイル・署名を計算し直し、書き換えられたものがあれば案件と出来事を示します。--anchor に、別の所に
保管した署名を渡すと、記録も署名もすべて作り直されていても見つけます。show は、案件に起きたことを日本語で順に示します。
key は署名の鍵を作り（鍵ファイル と 鍵ファイル.pub）、anchor は、前の署名のあとに変わった案件のすべてに署名します（毎日1回を目安に）。

  --db WHERE     データベース（初めは KENKEI_DB、次に kenkei.db）
  --at TIME      署名の日時（初めはいま）
  --format text|json

終了状態: 0 書き換えなし  1 書き換えられたものがある  2 使い方の誤り、案件がない  3 データベースやファイルの失敗
例: kenkei audit show CASE
)"},
    {"retention", "保存期間を過ぎた個人の内容を消す",
     R"(使い方: kenkei retention list --before DATE
        kenkei retention erase 一覧の番号

list は、DATE より前に終わった案件（取下げ、不認定、証書の満了・返納・取消し、提出されなかった下書き）の一覧を作って残します。
erase は、その一覧の案件の個人に関わる内容（回答、申請書のファイル、氏名、連絡先、メール）を消し、消したことを出来事として残します。
一覧を作った後に変わった案件は消しません。消した後も、記録のつながりは kenkei audit verify で確かめられます。

  --db WHERE     データベース（初めは KENKEI_DB、次に kenkei.db）
  --by ROLE[:ID] だれの行いか（初めは office:local）
  --format text|json

例: kenkei retention list --before 2027-03-31
)"},
    {"mail", "送るべきメールを送る",
     R"(使い方: kenkei mail list [CASE]
        kenkei mail send [オプション]
        kenkei mail resend メールの番号
        kenkei mail bounce FILE.eml…

案件の出来事が書いたメールを送ります。一度は必ず届くように、断られるまで間をおいて送り直します（同じ Message-ID のまま）。
resend は、送れなかったメールをもう一度送信待ちにします。bounce は、戻ってきた不達の知らせを読み、どのメールのことかを記録します。

  --server URL   smtp://host:port または smtps://host:port（初めは KENKEI_SMTP）
  --from ADDRESS 差出人（初めは KENKEI_MAIL_FROM）
  --user USER    認証の利用者（初めは KENKEI_SMTP_USER。パスワードは KENKEI_SMTP_PASSWORD）
  --tls required|opportunistic|none（初めは required）
  --db WHERE     データベース（初めは KENKEI_DB、次に kenkei.db）
  --format text|json（json は1通ごとに1行）

終了状態: 0 済んだ  1 送れなかったメールがある  2 使い方の誤り  3 データベースの失敗
例: kenkei mail send --server smtp://localhost:25 --tls none --from office@example.jp
)"},
    {"serve", "サーバーとして動かす",
     R"(使い方: kenkei serve [オプション]

案件を扱うサーバーを動かします。API の説明は、起動してから /api/v1/openapi.json にあります。締切後の受付、締切前のお知らせ、
メールの送信、外部への通知、記録への署名も、時刻が来ればこのサーバーが行います。終わらせるには Ctrl+C（SIGTERM）を送ります。
受け付けた要求を30秒のうちに済ませて終わります。もう一度送ると、すぐに終わります。

  --listen アドレス:ポート  待ち受ける所（初めは 127.0.0.1:8080。このコンピューターからだけ使えます）
  --config FILE             設定のファイル（「設定 = 値」の行。設定の一覧は docs/operations.md）
  --db WHERE                データベース（初めは設定の database、次に KENKEI_DB、次に kenkei.db）
  --demo                    架空のデータで試す。終わるとデータはすべて消える
  --clock TIME              サーバーの時計をこの日時から始める（試すとき）
  --schemes DIR             制度のフォルダ

終了状態: 0 終わった  2 使い方や設定の誤り  3 待ち受けられない、データベースやファイルの失敗
例: kenkei serve --demo
)"},
    {"user", "アカウントと役割を扱う",
     R"(使い方: kenkei user add MAIL --name 名前 [--role 役割 [--scheme 制度] [--firm 法人番号] [--insurer 保険者]]
        kenkei user list
        kenkei user password MAIL [--link]
        kenkei user grant MAIL --role 役割 [--scheme 制度] [--firm 法人番号] [--insurer 保険者]
        kenkei user end MAIL --role 役割 [--scheme 制度] [--firm 法人番号] [--insurer 保険者] --reason わけ
        kenkei user drop-second-step MAIL --reason わけ

最初のシステム管理者を作るために使います。そのあとは、管理者が画面や API で行えます。
add はアカウントを作り、本人がパスワードを決めるためのリンク（7日間、1回だけ使える）を示します。password は、新しいパスワードを
標準入力から読みます（--link では、代わりに1時間使えるリンクを示します）。end は役割を終わらせます（記録は残ります）。
drop-second-step は、認証アプリも回復用のコードも失った人や、秘密を封じた鍵が失われたときのために、二段階のログインを外します。

  --role 役割     applicant、delegate、representative、office、reviewer、chair、certifier、insurer、partner、auditor、admin
  --scheme 制度   制度ごとの役割の制度（省けばすべて）
  --url URL       リンクの先（初めは http://127.0.0.1:8080）
  --db WHERE      データベース（初めは KENKEI_DB、次に kenkei.db）
  --format text|json（list）

終了状態: 0 済んだ  1 断った  2 使い方の誤り  3 データベースの失敗
例: kenkei user add admin@example.jp --name 管理者 --role admin
)"},
    {"version", "版と内蔵の年度版を示す",
     R"(使い方: kenkei version

プログラムの版と、内蔵している年度版（規則の要約値つき）を示します。

例: kenkei version
)"},
};

}

std::span<const Verb> verbs()
{
    return all_verbs;
}

const Verb* find_verb(std::string_view name)
{
    for (const Verb& verb : all_verbs) {
        if (verb.name == name)
            return &verb;
    }
    return nullptr;
}

}
