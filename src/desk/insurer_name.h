#pragma once

#include <string>
#include <string_view>

namespace kenkei::desk {

// A name as it is compared: width, case, blanks, old forms of characters (髙 﨑 邉 國), ヶ ケ, 法人格 in every way to
// write it and 健康保険組合 健保組合 健保, 国民健康保険組合 国保組合 国保 make no difference. Not for showing.
std::string comparable_insurer(std::string_view name);

// A branch or federation: that, without 全国健康保険協会 or 協会けんぽ before it, 支部, 連合会 and 都府県 behind it.
std::string comparable_place(std::string_view name);

// The name of a firm, in the same way.
std::string comparable_firm(std::string_view name);

}
