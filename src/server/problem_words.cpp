#include "server/problem_words.h"

namespace kenkei::server {

namespace {

struct Family {
    std::string_view prefix;
    ProblemWords words;
};

// The status and sentence here are for codes of the family that have no line below.
constexpr Family families[] = {
    {"access.", {403, "この操作は許可されていません", "Not permitted", "This is not permitted."}},
    {"answer.", {422, "回答に誤りがあります", "Invalid answers", "An answer cannot be taken as it is."}},
    {"api.", {400, "要求の仕方に誤りがあります", "Bad request", "The request is not as the API needs it."}},
    {"application.", {400, "申請書として読めません", "Unreadable application", "The application cannot be read."}},
    {"audit.", {500, "記録の検証に失敗しました", "Audit failed", "The record could not be verified."}},
    {"body.", {422, "送られた内容に誤りがあります", "Invalid content", "The content is not as its schema says."}},
    {"case.",
     {409, "この案件では今その操作はできません", "Not possible for this case",
      "The rules of procedure do not allow this for the case as it stands."}},
    {"client.", {503, "今は処理できません", "Temporarily unavailable", ""}}, // another server does not answer us
    {"date.", {422, "日付として読めません", "Invalid date", "This is no date that can be read."}},
    {"event.", {500, "記録を読めません", "Unreadable record", "A record could not be read."}},
    {"file.", {422, "このファイルは受け付けられません", "File refused", "The file is not one that is taken here."}},
    {"form.",
     {422, "申請内容記載表として読めません", "Unreadable form", "The workbook is not a form of this edition."}},
    {"http.", {400, "HTTPの要求に誤りがあります", "Bad request", "The HTTP request cannot be served as it is."}},
    {"json.", {400, "JSONとして読めません", "Invalid JSON", "The body is not valid JSON."}},
    {"known.",
     {422, "既知の情報に誤りがあります", "Invalid known facts", "The known facts cannot be taken as they are."}},
    {"mail.", {422, "メールを扱えません", "Mail refused", "The mail or its address cannot be taken as it is."}},
    {"multipart.", {400, "送信の形式に誤りがあります", "Invalid form data", "The multipart body cannot be read."}},
    {"oidc.",
     {401, "ログインできませんでした", "Log-in failed", "The identity provider's answer could not be accepted."}},
    {"schedule.", {503, "今は処理できません", "Temporarily unavailable", ""}},
    {"schema.", {500, "サーバーの設定に誤りがあります", "Internal error", ""}},
    {"server.", {500, "サーバーの設定に誤りがあります", "Internal error", ""}},
    {"store.", {500, "データベースの問題です", "Database problem", ""}},
    {"timestamp.", {422, "日時として読めません", "Invalid time", "This is no time that can be read."}},
    {"usage.", {400, "要求の仕方に誤りがあります", "Bad request", "The request is not as it should be."}},
    {"xlsx.", {422, "Excelファイルとして読めません", "Unreadable workbook", "The file cannot be read as a workbook."}},
};

struct Line {
    std::string_view code;
    int status;
    std::string_view english;    // "" above 499, where nothing of it is shown
    std::string_view title = {}; // where the family's does not fit
    std::string_view title_english = {};
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
    {"access.claim-address", 422, "The address for the letter is missing.", values, values_english},
    {"access.claim-many", 409, "Too many claims are open; wait for their results.", state, state_english},
    {"access.claim-open", 409, "This account has already claimed the firm.", state, state_english},
    {"access.claim-state", 409, "The claim is over, or not at the stage for this.", state, state_english},
    {"access.code", 422, "The code is wrong.", values, values_english},
    {"access.csrf", 403, "It could not be made sure that this request comes from our own pages: send Kenkei-CSRF."},
    {"access.denied", 403, "This account may not do this."},
    {"access.grant", 422, "A role is given for what belongs to it: a firm, a scheme or an insurer that exists.", values,
     values_english},
    {"access.last-admin", 409, "There would be no administrator left.", state, state_english},
    {"access.lending", 409, "The lending does not allow this.", state, state_english},
    {"access.login", 401, "Log in first.", please_log_in, log_in_needed},
    {"access.mail", 422, "This is no mail address.", values, values_english},
    {"access.oidc-link", 409, "There is already an account with this mail address.", state, state_english},
    {"access.one-firm", 409, "The firm already has its applicant.", state, state_english},
    {"access.password-common", 422, "The password is among the first that are guessed.", values, values_english},
    {"access.password-hash", 503, "", busy, busy_english},
    {"access.password-long", 422, "The password is too long.", values, values_english},
    {"access.password-mail", 422, "The password holds the account's mail address or name.", values, values_english},
    {"access.password-short", 422, "The password is too short.", values, values_english},
    {"access.password-text", 422, "The password holds characters that cannot be taken.", values, values_english},
    {"access.reason", 422, "A reason is needed.", values, values_english},
    {"access.role", 400, "Kenkei-Role names no role.", "役割の指定に誤りがあります", "Unknown role"},
    {"access.scope", 422, "There is no such scope.", values, values_english},
    {"access.second-step", 401, "The code of the authenticator is needed, too.", please_log_in, log_in_needed},
    {"access.second-step-state", 409, "The second step is not in the state for this.", state, state_english},
    {"access.second-step-wrong", 401, "The code of the authenticator is wrong or was used.", please_log_in,
     log_in_needed},
    {"access.secret", 422, "The link or code is wrong, used, or out of date.", values, values_english},
    {"access.session", 401, "The session is over; log in again.", please_log_in, log_in_needed},
    {"access.state", 409, "The account is already so, or not in the state for this.", state, state_english},
    {"access.suspended", 403, "This account cannot be used at present."},
    {"access.taken", 409, "That is already so, for this account or another.", state, state_english},
    {"access.token", 403, "The token's scope does not reach this."},
    {"access.token-unknown", 401, "The API token is wrong, revoked or out of date.", "APIトークンが使えません",
     "Token refused"},
    {"access.too-many", 429, "Too many tries; wait before the next.", "試行の回数が多すぎます", "Too many tries"},
    {"access.too-many-tokens", 409, "Too many tokens are in use; revoke one first.", state, state_english},
    {"access.until", 422, "The term is not one that can be given.", values, values_english},
    {"access.wrong", 401, "The mail address or the password is wrong.", please_log_in, log_in_needed},
    {"access.wrong-password", 403, "The present password is wrong.", "パスワードが違います", "Wrong password"},

    {"api.busy", 503, "", busy, busy_english},
    {"api.changed", 412, "Somebody changed it after you read it; nothing was overwritten.", newer, newer_english},
    {"api.edition", 404, "There is no such edition.", not_found, not_found_english},
    {"api.hook-inactive", 409, "The hook is switched off.", state, state_english},
    {"api.if-match", 428, "If-Match is needed, with the ETag of what you read."},
    {"api.key", 400, "Idempotency-Key is 1 to 200 visible ASCII characters."},
    {"api.key-reused", 422, "This Idempotency-Key was used for another request."},
    {"api.no-such", 404, "There is no such thing.", not_found, not_found_english},
    {"api.page", 400, "limit, after or a filter is not as it should be."},

    {"case.anchored", 409, "The time lies before the last signed anchor; nothing can be added there."},
    {"case.answers", 409, "The case has no answers that could be judged."},
    {"case.certificate", 409, "A certificate stands against this, or there is none."},
    {"case.changed", 409, "The case changed after the list was made.", newer, newer_english},
    {"case.class", 422, "This class cannot be given or asked for.", values, values_english},
    {"case.closed", 409, "The case is closed."},
    {"case.correction", 409, "No correction is waited for, its term is over, or it is about other questions."},
    {"case.delegate", 403, "The edition admits no delegates here."},
    {"case.duplicate", 409, "The firm has another case under this edition."},
    {"case.evidence", 409, "No evidence is waited for."},
    {"case.exclusive", 409, "The firm applies in a scheme that excludes this one."},
    {"case.gate", 409, "A step that must come before has not been taken or not been passed."},
    {"case.ground", 422, "This is no ground for revocation.", values, values_english},
    {"case.number", 422, "The application does not name the firm's corporate number.", values, values_english},
    {"case.payment", 409, "Invoice and payment do not stand so that this could be done."},
    {"case.pending", 409, "Something that was asked for is still waited for."},
    {"case.period", 409, "This is not the period for it."},
    {"case.process", 409, "The edition has no procedure."},
    {"case.reason", 422, "A reason is needed.", values, values_english},
    {"case.renewal", 409, "The certificate cannot be renewed under this edition."},
    {"case.role", 403, "This role does not do this.", "この操作は許可されていません", "Not permitted"},
    {"case.stage", 409, "The case is not at the stage for it."},
    {"case.unanswered", 409, "Questions were unanswered at the closing; that is not reviewed again."},
    {"case.value", 422, "A value cannot be recorded as it is.", values, values_english},
    {"case.withdrawn", 409, "This is the file of an application that was withdrawn."},

    {"file.empty", 422, "The file is empty."},
    {"file.encrypted", 422, "The file is encrypted; hand it in without a password."},
    {"file.kind", 415, "This kind of file is not taken here."},
    {"file.macros", 422, "The file holds macros; hand it in without them."},
    {"file.too-big", 413, "The file becomes too large when unpacked."},

    {"http.media-type", 415, "This kind of content is not taken here.", "この形式の内容は扱えません",
     "Unsupported media type"},
    {"http.not-acceptable", 406, "The answer cannot be had in a form that Accept names.", "その形式では答えられません",
     "Not acceptable"},
    {"http.not-found", 404, "There is nothing here.", not_found, not_found_english},
    {"http.too-large", 413, "The body is too large.", "送られた内容が大きすぎます", "Content too large"},

    {"mail.state", 409, "The mail is not one that could not be sent."},
    {"mail.unknown", 404, "There is no such mail.", not_found, not_found_english},

    {"multipart.type", 415, "The body is no multipart/form-data with a boundary."},

    {"oidc.unreachable", 503, "", busy, busy_english},

    {"store.busy", 503, "", busy, busy_english},
    {"store.conflict", 409, "Another request wrote to this case first; read it again.", newer, newer_english},
    {"store.failed", 503, "", busy, busy_english},
    {"store.full", 503, "", busy, busy_english},
    {"store.lost", 503, "", busy, busy_english},
    {"store.no-anchor", 404, "There is no such anchor.", not_found, not_found_english},
    {"store.no-case", 404, "There is no such case, or this account cannot see it.", not_found, not_found_english},
    {"store.no-file", 404, "There is no such file, or it was erased.", not_found, not_found_english},
    {"store.no-list", 404, "There is no such list of erasure.", not_found, not_found_english},
    {"store.search", 400, "Too many words to search for.", "検索の仕方に誤りがあります", "Bad search"},
    {"store.serialization", 503, "", busy, busy_english},
    {"store.text", 422, "The text holds characters that cannot be recorded.", values, values_english},
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
            if (!line.title.empty()) {
                words.title = line.title;
                words.title_english = line.title_english;
            }
        }
        return words;
    }
    return std::nullopt;
}

}
