#include "server/problem_words.h"

namespace kenkei::server {

namespace {

struct Family {
    std::string_view prefix;
    ProblemWords words;
};

// The status and sentence here are for codes of the family that have no line below.
constexpr Family families[] = {
    {"access.",
     {403, "この操作は許可されていません", "Not permitted", "This is not permitted.",
      "Log in with an account whose role allows it, or ask the administrator."}},
    {"answer.",
     {422, "回答に誤りがあります", "Invalid answers", "An answer cannot be taken as it is.",
      "Correct the answer and send it again."}},
    {"api.",
     {400, "要求の仕方に誤りがあります", "Bad request", "The request is not as the API needs it.",
      "See the API's description at /api/v1/openapi.json."}},
    {"application.",
     {400, "申請書として読めません", "Unreadable application", "The application cannot be read.",
      "Send an object with `answers`, or the workbook."}},
    {"audit.", {500, "記録の検証に失敗しました", "Audit failed", "The record could not be verified.", ""}},
    {"body.",
     {422, "送られた内容に誤りがあります", "Invalid content", "The content is not as its schema says.",
      "Correct the places in `errors` and send it again."}},
    {"case.",
     {409, "この案件では今その操作はできません", "Not possible for this case",
      "The rules of procedure do not allow this for the case as it stands.",
      "Read the case again: `actions` says what can be done now."}},
    {"client.", {503, "今は処理できません", "Temporarily unavailable", "", ""}}, // another server does not answer us
    {"date.",
     {422, "日付として読めません", "Invalid date", "This is no date that can be read.", "Write days as 2024-10-18."}},
    {"event.", {500, "記録を読めません", "Unreadable record", "A record could not be read.", ""}},
    {"file.",
     {422, "このファイルは受け付けられません", "File refused", "The file is not one that is taken here.",
      "Hand in another file."}},
    {"form.",
     {422, "申請内容記載表として読めません", "Unreadable form", "The workbook is not a form of this edition.",
      "Fill in the form of this edition: GET /api/v1/editions/{scheme}/{edition}/workbook."}},
    {"http.",
     {400, "HTTPの要求に誤りがあります", "Bad request", "The HTTP request cannot be served as it is.",
      "Correct the request and send it again."}},
    {"json.",
     {400, "JSONとして読めません", "Invalid JSON", "The body is not valid JSON.",
      "Correct the JSON at `line` and `column`."}},
    {"known.",
     {422, "既知の情報に誤りがあります", "Invalid known facts", "The known facts cannot be taken as they are.",
      "Correct the known facts and send it again."}},
    {"mail.",
     {422, "メールを扱えません", "Mail refused", "The mail or its address cannot be taken as it is.",
      "Check the mail address."}},
    {"multipart.",
     {400, "送信の形式に誤りがあります", "Invalid form data", "The multipart body cannot be read.",
      "Send multipart/form-data as your HTTP library writes it."}},
    {"oidc.",
     {401, "ログインできませんでした", "Log-in failed", "The identity provider's answer could not be accepted.",
      "Begin the log-in again."}},
    {"schedule.", {503, "今は処理できません", "Temporarily unavailable", "", ""}},
    {"schema.", {500, "サーバーの設定に誤りがあります", "Internal error", "", ""}},
    {"secrets.", {500, "サーバーの設定に誤りがあります", "Internal error", "", ""}},
    {"server.", {500, "サーバーの設定に誤りがあります", "Internal error", "", ""}},
    {"store.", {500, "データベースの問題です", "Database problem", "", ""}},
    {"timestamp.",
     {422, "日時として読めません", "Invalid time", "This is no time that can be read.",
      "Write instants as 2024-10-18T17:00:00+09:00."}},
    {"usage.",
     {400, "要求の仕方に誤りがあります", "Bad request", "The request is not as it should be.",
      "Correct the value and send it again."}},
    {"xlsx.",
     {422, "Excelファイルとして読めません", "Unreadable workbook", "The file cannot be read as a workbook.",
      "Open the file in a spreadsheet program, save it as .xlsx, and send that."}},
};

struct Line {
    std::string_view code;
    int status;
    std::string_view english;    // "" above 499, where nothing of it is shown
    std::string_view title = {}; // where the family's does not fit
    std::string_view title_english = {};
    std::string_view next = {}; // in English, where the family's does not fit
};

constexpr std::string_view please_log_in = "ログインが必要です";
constexpr std::string_view log_in_needed = "Log-in needed";
constexpr std::string_view not_found = "見つかりません";
constexpr std::string_view not_found_english = "Not found";
constexpr std::string_view values = "送られた内容に誤りがあります";
constexpr std::string_view values_english = "Invalid content";
constexpr std::string_view busy = "今は処理できません";
constexpr std::string_view busy_english = "Temporarily unavailable";
constexpr std::string_view state = "今の状態ではできません";
constexpr std::string_view state_english = "Not possible as things stand";
constexpr std::string_view newer = "ほかの更新とぶつかりました";
constexpr std::string_view newer_english = "Changed in the meantime";

constexpr Line lines[] = {
    {"access.address-unchecked", 422, "It is not said what the firm's registered address was read from.", values,
     values_english, "Give address_checked: how, postal and address."},
    {"access.claim-address", 422, "The address for the letter is missing.", values, values_english,
     "Give postal code, address and addressee."},
    {"access.claim-many", 409, "Too many claims are open; wait for their results.", state, state_english,
     "Wait until the office has decided the open ones."},
    {"access.claim-open", 409, "This account has already claimed the firm.", state, state_english,
     "See the claim among your own: GET /api/v1/account/firm-claims."},
    {"access.claim-other-address", 409, "The claimed address is not the registered one; a letter goes nowhere else.",
     state, state_english, "Look for a slip; else refuse the claim, with the reason."},
    {"access.claim-state", 409, "The claim is over, or not at the stage for this.", state, state_english,
     "See its state among the claims."},
    {"access.code", 422, "The code is wrong.", values, values_english, "Look at the letter and type the code again."},
    {"access.csrf",
     403,
     "It could not be made sure that this request comes from our own pages: send Kenkei-CSRF.",
     {},
     {},
     "Take the value of `csrf` from GET /api/v1/session."},
    {"access.denied",
     403,
     "This account may not do this.",
     {},
     {},
     "Ask the administrator for the role, or choose another of yours with Kenkei-Role."},
    {"access.grant", 422, "A role is given for what belongs to it: a firm, a scheme or an insurer that exists.", values,
     values_english, "Check scheme, firm or insurer."},
    {"access.last-admin", 409, "There would be no administrator left.", state, state_english,
     "Make somebody else administrator first."},
    {"access.lending", 409, "The lending does not allow this.", state, state_english, "Check the scheme and the term."},
    {"access.login", 401, "Log in first.", please_log_in, log_in_needed, "POST /api/v1/session, or send an API token."},
    {"access.mail", 422, "This is no mail address.", values, values_english, "Check the address."},
    {"access.oidc-link", 409, "There is already an account with this mail address.", state, state_english,
     "Log in with the password and link the account there."},
    {"access.one-firm", 409, "The firm already has its applicant.", state, state_english,
     "The present applicant's role must end first."},
    {"access.only-way", 409, "This is the account's only way to log in; set a password first.", state, state_english},
    {"access.password-common", 422, "The password is among the first that are guessed.", values, values_english,
     "Choose a longer one that nobody would guess."},
    {"access.password-hash", 503, "", busy, busy_english},
    {"access.password-long", 422, "The password is too long.", values, values_english,
     "Choose one of at most 256 bytes."},
    {"access.password-mail", 422, "The password holds the account's mail address or name.", values, values_english,
     "Choose one without them."},
    {"access.password-short", 422, "The password is too short.", values, values_english,
     "Choose one of at least 12 characters."},
    {"access.password-text", 422, "The password holds characters that cannot be taken.", values, values_english,
     "Leave control characters out."},
    {"access.reason", 422, "A reason is needed.", values, values_english, "Say why."},
    {"access.role", 400, "Kenkei-Role names no role.", "役割の指定に誤りがあります", "Unknown role",
     "Choose one of the roles, such as applicant or office, or leave it out."},
    {"access.scope", 422, "There is no such scope.", values, values_english,
     "Choose among read, apply, office, admin."},
    {"access.second-step", 401, "The code of the authenticator is needed, too.", please_log_in, log_in_needed,
     "Send it in `code`."},
    {"access.second-step-sealed", 401, "Codes of the authenticator cannot be checked here: the secret's key is gone.",
     please_log_in, log_in_needed, "Use a recovery code, or ask an administrator to take the second step away."},
    {"access.second-step-state", 409, "The second step is not in the state for this.", state, state_english,
     "See `second_step` in GET /api/v1/session."},
    {"access.second-step-wrong", 401, "The code of the authenticator is wrong or was used.", please_log_in,
     log_in_needed, "Wait for the next code, or use a recovery code."},
    {"access.secret", 422, "The link or code is wrong, used, or out of date.", values, values_english,
     "Ask for a new link."},
    {"access.session", 401, "The session is over; log in again.", please_log_in, log_in_needed,
     "POST /api/v1/session."},
    {"access.state", 409, "The account is already so, or not in the state for this.", state, state_english,
     "Look at the account again."},
    {"access.suspended", 403, "This account cannot be used at present.", {}, {}, "Ask the administrator."},
    {"access.taken", 409, "That is already so, for this account or another.", state, state_english,
     "Look at what there is."},
    {"access.token",
     403,
     "The token's scope does not reach this.",
     {},
     {},
     "Issue a token with the scope that is needed, or log in."},
    {"access.token-unknown", 401, "The API token is wrong, revoked or out of date.", "APIトークンが使えません",
     "Token refused", "Issue a new token: POST /api/v1/account/tokens."},
    {"access.too-many", 429, "Too many tries; wait before the next.", "試行の回数が多すぎます", "Too many tries",
     "Try again after Retry-After seconds."},
    {"access.too-many-tokens", 409, "Too many tokens are in use; revoke one first.", state, state_english,
     "Revoke those that are no longer used."},
    {"access.until", 422, "The term is not one that can be given.", values, values_english,
     "Give an instant in the future, within the term that is allowed."},
    {"access.wrong", 401, "The mail address or the password is wrong.", please_log_in, log_in_needed,
     "Check both, or ask for a new password."},
    {"access.wrong-password", 403, "The present password is wrong.", "パスワードが違います", "Wrong password",
     "Check it and try again."},

    {"api.busy", 503, "", busy, busy_english},
    {"api.changed", 412, "Somebody changed it after you read it; nothing was overwritten.", newer, newer_english,
     "Read it again, look at the changes, and send your own with the new ETag."},
    {"api.edition", 404, "There is no such edition.", not_found, not_found_english,
     "Choose one of GET /api/v1/editions."},
    {"api.hook-inactive", 409, "The hook is switched off.", state, state_english, "Set `active` to true first."},
    {"api.if-match",
     428,
     "If-Match is needed, with the ETag of what you read.",
     {},
     {},
     "GET it first and send its ETag."},
    {"api.key", 400, "Idempotency-Key is 1 to 200 visible ASCII characters.", {}, {}, "Use a UUID."},
    {"api.key-unheld", 400, "This operation holds no Idempotency-Key; nothing was done.", {}, {}, "Send it without."},
    {"api.key-reused", 422, "This Idempotency-Key was used for another request.", {}, {}, "Use a new key."},
    {"api.no-such", 404, "There is no such thing.", not_found, not_found_english, "Choose one of the list."},
    {"api.limit",
     400,
     "limit is a whole number from 1 to 200.",
     {},
     {},
     "Read on with `after`, from the `next` of the page before."},
    {"api.query", 400, "A value in the query cannot be taken.", {}, {}, "See the operation's parameters."},
    {"api.query-unknown",
     400,
     "The query holds a name that the operation does not know.",
     {},
     {},
     "See the operation's parameters in /api/v1/openapi.json; the names are in way_out_ja."},
    {"api.page",
     400,
     "limit, after or a filter is not as it should be.",
     {},
     {},
     "limit is 1 to 200; after is the `next` of the page before."},

    {"case.anchored",
     409,
     "The time lies before the last signed anchor; nothing can be added there.",
     {},
     {},
     "Enter it with the present time and say in its note when it happened."},
    {"case.answers", 409, "The case has no answers that could be judged.", {}, {}, "Submit the application first."},
    {"case.certificate",
     409,
     "A certificate stands against this, or there is none.",
     {},
     {},
     "Look at the certificate in the case."},
    {"case.changed", 409, "The case changed after the list was made.", newer, newer_english, "Make the list anew."},
    {"case.class", 422, "This class cannot be given or asked for.", values, values_english,
     "Choose one of the edition's classes."},
    {"case.closed", 409, "The case is closed.", {}, {}, "Nothing can be done for it any more."},
    {"case.correction",
     409,
     "No correction is waited for, its term is over, or it is about other questions.",
     {},
     {},
     "Look at what was asked for in the case."},
    {"case.delegate", 403, "The edition admits no delegates here.", {}, {}, "The firm itself must do it."},
    {"case.duplicate", 409, "The firm has another case under this edition.", {}, {}, "Go on with the other case."},
    {"case.evidence", 409, "No evidence is waited for.", {}, {}, "Look at what was asked for in the case."},
    {"case.exclusive", 409, "The firm applies in a scheme that excludes this one.", {}, {}, "Withdraw one of the two."},
    {"case.gate",
     409,
     "A step that must come before has not been taken or not been passed.",
     {},
     {},
     "Take the step before it first."},
    {"case.ground", 422, "This is no ground for revocation.", values, values_english,
     "Choose one of the edition's grounds."},
    {"case.number", 422, "The application does not name the firm's corporate number.", values, values_english,
     "Fill it in, or submit under the case's number."},
    {"case.payment",
     409,
     "Invoice and payment do not stand so that this could be done.",
     {},
     {},
     "Look at the invoice in the case."},
    {"case.pending",
     409,
     "Something that was asked for is still waited for.",
     {},
     {},
     "Wait for it, or for its term to pass."},
    {"case.period",
     409,
     "This is not the period for it.",
     {},
     {},
     "See the period in GET /api/v1/editions, and ask the office."},
    {"case.process", 409, "The edition has no procedure.", {}, {}, "Choose another edition."},
    {"case.reason", 422, "A reason is needed.", values, values_english, "Say why."},
    {"case.renewal",
     409,
     "The certificate cannot be renewed under this edition.",
     {},
     {},
     "See the edition's rules on renewal."},
    {"case.role", 403, "This role does not do this.", "この操作は許可されていません", "Not permitted",
     "Ask who has the role to do it."},
    {"case.stage",
     409,
     "The case is not at the stage for it.",
     {},
     {},
     "Read the case again: `actions` says what can be done now."},
    {"case.unanswered",
     409,
     "Questions were unanswered at the closing; that is not reviewed again.",
     {},
     {},
     "Nothing more can be answered for it."},
    {"case.value", 422, "A value cannot be recorded as it is.", values, values_english,
     "Correct the value and send it again."},
    {"case.withdrawn",
     409,
     "This is the file of an application that was withdrawn.",
     {},
     {},
     "Open a new case to apply again."},

    {"file.empty", 422, "The file is empty.", {}, {}, "Choose the right file."},
    {"file.encrypted",
     422,
     "The file is encrypted; hand it in without a password.",
     {},
     {},
     "Save it without a password and send it again."},
    {"file.kind", 415, "This kind of file is not taken here.", {}, {}, "Send PDF, images, or workbooks."},
    {"file.macros",
     422,
     "The file holds macros; hand it in without them.",
     {},
     {},
     "Save it as .xlsx and send it again."},
    {"file.too-big", 413, "The file becomes too large when unpacked.", {}, {}, "Make it smaller or split it."},

    {"http.media-type", 415, "This kind of content is not taken here.", "この形式の内容は扱えません",
     "Unsupported media type", "Check Content-Type."},
    {"http.not-acceptable", 406, "The answer cannot be had in a form that Accept names.", "その形式では答えられません",
     "Not acceptable", "Leave Accept out."},
    {"http.not-found", 404, "There is nothing here.", not_found, not_found_english, "See /api/v1/openapi.json."},
    {"http.too-large", 413, "The body is too large.", "送られた内容が大きすぎます", "Content too large",
     "Make it smaller or split it."},

    {"mail.state",
     409,
     "The mail is not one that could not be sent.",
     {},
     {},
     "Only mails that failed or bounced can be sent again."},
    {"mail.unknown", 404, "There is no such mail.", not_found, not_found_english, "Choose one of the case's mails."},

    {"multipart.type",
     415,
     "The body is no multipart/form-data with a boundary.",
     {},
     {},
     "Send it as multipart/form-data with a boundary."},

    {"oidc.unreachable", 503, "", busy, busy_english},

    {"store.busy", 503, "", busy, busy_english},
    {"store.conflict", 409, "Another request wrote to this case first; read it again.", newer, newer_english,
     "Read the case again and repeat what you did."},
    {"store.failed", 503, "", busy, busy_english},
    {"store.full", 503, "", busy, busy_english},
    {"store.lost", 503, "", busy, busy_english},
    {"store.no-anchor", 404, "There is no such anchor.", not_found, not_found_english,
     "Choose one of GET /api/v1/audit."},
    {"store.no-case", 404, "There is no such case, or this account cannot see it.", not_found, not_found_english,
     "Check the number."},
    {"store.no-file", 404, "There is no such file, or it was erased.", not_found, not_found_english,
     "Choose one of the case's files."},
    {"store.no-list", 404, "There is no such list of erasure.", not_found, not_found_english, "Make the list anew."},
    {"store.search", 400, "Too many words to search for.", "検索の仕方に誤りがあります", "Bad search",
     "Use fewer words."},
    {"store.serialization", 503, "", busy, busy_english},
    {"store.text", 422, "The text holds characters that cannot be recorded.", values, values_english,
     "Leave them out."},
};

// Where an error says what to type at the command line: what to do on the web.
struct WebWayOut {
    std::string_view code;
    std::string_view way_out;
};
constexpr WebWayOut web_ways_out[] = {
    {"case.answers", "記録された判定は、案件の提出の履歴にあります。"},
    {"case.changed", "消去の一覧を作り直してください。"},
    {"case.number", "法人番号を記入するか、申請を始めて、その案件番号に提出してください。"},
    {"case.withdrawn", "あらためて申請するときは、新しい申請を始めてから提出してください。"},
    {"form.not-ours", "この年度版の様式（GET /api/v1/editions/{scheme}/{edition}/workbook）に記入してください。"},
    {"mail.unknown", "番号は、案件のメールの一覧にあります。"},
    {"store.no-anchor", "番号は、GET /api/v1/audit の署名の一覧にあります。"},
    {"store.no-list", "消去の一覧を作り直してください。"},
};

}

std::optional<ProblemWords> find_problem_words(std::string_view code)
{
    for (const Family& family : families) {
        if (!code.starts_with(family.prefix))
            continue;
        ProblemWords words = family.words;
        for (const Line& line : lines) {
            if (line.code != code)
                continue;
            words.status = line.status;
            words.detail_english = line.english;
            if (!line.next.empty())
                words.way_out_english = line.next;
            if (!line.title.empty()) {
                words.title = line.title;
                words.title_english = line.title_english;
            }
        }
        for (const WebWayOut& web : web_ways_out) {
            if (web.code == code)
                words.way_out = web.way_out;
        }
        return words;
    }
    return std::nullopt;
}

}
