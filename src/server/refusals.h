#pragma once

#include "server/http.h"

// Everything the engine answers by itself, in one list.
namespace kenkei::server::refusals {

inline constexpr Refusal syntax{400, "http.syntax", "HTTPの要求として読めません。", "This is no HTTP request."};
inline constexpr Refusal line_end{400, "http.line-end", "行末は CR LF でなければなりません。", "Lines end with CR LF."};
inline constexpr Refusal framing{400, "http.framing", "本文の長さの指定が一つに定まりません。",
                                 "The length of the body is ambiguous."};
inline constexpr Refusal host{400, "http.host", "Host が無いか、このサーバーのものではありません。",
                              "Host is missing or not ours."};
inline constexpr Refusal target{400, "http.target", "アドレス（URL）の書き方が正しくありません。",
                                "The target is malformed."};
inline constexpr Refusal not_found{404, "http.not-found", "お探しのページはありません。", "There is nothing here."};
inline constexpr Refusal method{405, "http.method", "このアドレスではその操作はできません。",
                                "This method is not allowed here."};
inline constexpr Refusal slow_head{408, "http.slow", "要求の受信が時間内に終わりませんでした。もう一度お試しください。",
                                   "The request did not arrive in time."};
inline constexpr Refusal too_large{413, "http.too-large", "送られた内容が大きすぎます。", "The body is too large."};
inline constexpr Refusal long_target{414, "http.long-target", "アドレス（URL）が長すぎます。",
                                     "The target is too long."};
inline constexpr Refusal expectation{417, "http.expectation", "Expect には 100-continue だけが使えます。",
                                     "Only 100-continue can be expected."};
inline constexpr Refusal long_head{431, "http.long-head", "要求のヘッダーが大きすぎます。", "The header is too large."};
inline constexpr Refusal too_many_connections{
    429, "http.too-many-connections",
    "お使いのネットワークからの接続が多すぎます。使っていない接続を閉じ、少し待ってからもう一度お試しください。",
    "Too many connections from your network; close some and try again shortly."};
inline constexpr Refusal internal{500, "http.internal",
                                  "サーバーで問題が起きました。時間をおいてもう一度お試しください。",
                                  "Something went wrong on our side."};
inline constexpr Refusal unknown_method{501, "http.unknown-method", "その操作（メソッド）は扱っていません。",
                                        "This method is not implemented."};
inline constexpr Refusal coding{501, "http.coding", "Transfer-Encoding には chunked だけが使えます。",
                                "Only the transfer coding chunked is implemented."};
inline constexpr Refusal overloaded{503, "http.overloaded", "混み合っています。少し待ってからもう一度お試しください。",
                                    "Too many connections; try again shortly."};
inline constexpr Refusal too_slow{503, "http.too-slow",
                                  "処理が時間内に終わりませんでした。受け付けられたかどうかをご確認ください。",
                                  "The work did not end in time; check whether it was accepted."};
inline constexpr Refusal version{505, "http.version", "HTTP/1.0 または HTTP/1.1 でお送りください。",
                                 "Only HTTP/1.0 and HTTP/1.1 are spoken here."};

}
