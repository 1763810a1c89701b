#pragma once

#include <cstddef>
#include <span>
#include <string_view>

// Record layouts of the 全銀協 formats 振込入金通知 (01) and 入出金取引明細 (03):
// 全銀協パーソナル・コンピュータ用標準通信 プロトコル（ベーシック手順）適用業務およびレコード・フォーマット. The comma
// separated form has the same items in the same order, the last one (ダミー) often left out.
namespace kenkei::table {

struct ZenginField {
    std::string_view name;
    std::size_t length; // bytes
};

using ZenginLayout = std::span<const ZenginField>;

inline constexpr std::size_t zengin_record_length = 200;

enum class ZenginKind { TransfersIn, Movements };       // 01, 03
enum class ZenginRecord { Header, Data, Trailer, End }; // データ区分 1, 2, 8, 9

// `wide`: the layout of 振込入金通知 data with amounts of 12 digits besides those of 10.
ZenginLayout layout_of(ZenginKind, ZenginRecord, bool wide = false);

}
