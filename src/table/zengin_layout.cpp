#include "table/zengin_layout.h"

#include <array>

namespace kenkei::table {

namespace {

using F = ZenginField;

constexpr std::array transfers_header = {
    F{"データ区分", 1},   F{"種別コード", 2}, F{"コード区分", 1}, F{"作成日", 6},     F{"勘定日（自）", 6},
    F{"勘定日（至）", 6}, F{"銀行コード", 4}, F{"銀行名", 15},    F{"支店コード", 3}, F{"支店名", 15},
    F{"預金種目", 1},     F{"口座番号", 7},   F{"口座名", 40},    F{"ダミー", 93},
};
constexpr std::array transfers_data = {
    F{"データ区分", 1},      F{"照会番号", 6},          F{"勘定日", 6},        F{"起算日", 6},      F{"金額", 10},
    F{"うち他店券金額", 10}, F{"振込依頼人コード", 10}, F{"振込依頼人名", 48}, F{"仕向銀行名", 15}, F{"仕向店名", 15},
    F{"取消区分", 1},        F{"EDI情報", 20},          F{"ダミー", 52},
};
constexpr std::array wide_transfers_data = {
    F{"データ区分", 1},
    F{"照会番号", 6},
    F{"勘定日", 6},
    F{"起算日", 6},
    F{"金額", 10},
    F{"うち他店券金額", 10},
    F{"振込依頼人コード", 10},
    F{"振込依頼人名", 48},
    F{"仕向銀行名", 15},
    F{"仕向店名", 15},
    F{"取消区分", 1},
    F{"金額（2）", 12},
    F{"うち他店券金額（2）", 12},
    F{"EDI情報", 20},
    F{"ダミー", 28},
};
constexpr std::array transfers_trailer = {
    F{"データ区分", 1},   F{"振込合計件数", 6},  F{"振込合計金額", 12},
    F{"取消合計件数", 6}, F{"取消合計金額", 12}, F{"ダミー", 163},
};
constexpr std::array transfers_end = {F{"データ区分", 1}, F{"ダミー", 199}};

constexpr std::array movements_header = {
    F{"データ区分", 1},     F{"種別コード", 2},  F{"コード区分", 1}, F{"作成日", 6},     F{"勘定日（自）", 6},
    F{"勘定日（至）", 6},   F{"銀行コード", 4},  F{"銀行名", 15},    F{"支店コード", 3}, F{"支店名", 15},
    F{"予備", 3},           F{"預金種目", 1},    F{"口座番号", 10},  F{"口座名", 40},    F{"貸越区分", 1},
    F{"通帳・証書区分", 1}, F{"取引前残高", 14}, F{"ダミー", 71},
};
constexpr std::array movements_data = {
    F{"データ区分", 1},
    F{"照会番号", 8},
    F{"勘定日", 6},
    F{"起算日", 6},
    F{"入払区分", 1},
    F{"取引区分", 2},
    F{"金額", 12},
    F{"うち他店券金額", 12},
    F{"交換呈示日", 6},
    F{"不渡返還日", 6},
    F{"手形・小切手区分", 1},
    F{"手形・小切手番号", 7},
    F{"僚店番号", 3},
    F{"振込依頼人コード", 10},
    F{"振込依頼人名", 48},
    F{"仕向銀行名", 15},
    F{"仕向店名", 15},
    F{"摘要内容", 20},
    F{"EDI情報", 20},
    F{"ダミー", 1},
};
constexpr std::array movements_trailer = {
    F{"データ区分", 1}, F{"入金件数", 6},    F{"入金額合計", 13},          F{"出金件数", 6}, F{"出金額合計", 13},
    F{"貸越区分", 1},   F{"取引後残高", 14}, F{"データ・レコード件数", 7}, F{"ダミー", 139},
};
constexpr std::array movements_end = {F{"データ区分", 1}, F{"レコード総件数", 10}, F{"口座数", 5}, F{"ダミー", 184}};

constexpr std::size_t length_of(ZenginLayout layout)
{
    std::size_t sum = 0;
    for (const ZenginField& field : layout)
        sum += field.length;
    return sum;
}

static_assert(length_of(transfers_header) == zengin_record_length);
static_assert(length_of(transfers_data) == zengin_record_length);
static_assert(length_of(wide_transfers_data) == zengin_record_length);
static_assert(length_of(transfers_trailer) == zengin_record_length);
static_assert(length_of(transfers_end) == zengin_record_length);
static_assert(length_of(movements_header) == zengin_record_length);
static_assert(length_of(movements_data) == zengin_record_length);
static_assert(length_of(movements_trailer) == zengin_record_length);
static_assert(length_of(movements_end) == zengin_record_length);

}

ZenginLayout layout_of(ZenginKind kind, ZenginRecord record, bool wide)
{
    const bool transfers = kind == ZenginKind::TransfersIn;
    switch (record) {
    case ZenginRecord::Header:
        return transfers ? ZenginLayout(transfers_header) : ZenginLayout(movements_header);
    case ZenginRecord::Data:
        if (!transfers)
            return movements_data;
        return wide ? ZenginLayout(wide_transfers_data) : ZenginLayout(transfers_data);
    case ZenginRecord::Trailer:
        return transfers ? ZenginLayout(transfers_trailer) : ZenginLayout(movements_trailer);
    case ZenginRecord::End:
        break;
    }
    return transfers ? ZenginLayout(transfers_end) : ZenginLayout(movements_end);
}

}
