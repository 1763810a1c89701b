#include "feel/zone.h"

#include "feel/moment.h"
#include "feel/temporal_text.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace kenkei::feel {

namespace {

enum class Daylight { None, Europe, NorthAmerica, Australia, NewZealand };

// The n-th Sunday of a month; 0 = its last one.
struct Sunday {
    int month;
    int nth;
};

// In which years summer time begins and ends on which Sundays. In the south it ends before it begins.
struct Season {
    Daylight region;
    std::int64_t first_year;
    std::int64_t last_year;
    Sunday begins;
    Sunday ends;
};

constexpr std::int64_t onward = feel::last_year;

constexpr Season seasons[] = {
    {Daylight::Europe, 1981, 1995, {3, 0}, {9, 0}},          // Directive 80/737/EEC and its successors
    {Daylight::Europe, 1996, onward, {3, 0}, {10, 0}},       // Directive 2000/84/EC
    {Daylight::NorthAmerica, 1987, 2006, {4, 1}, {10, 0}},   // Uniform Time Act as amended 1986
    {Daylight::NorthAmerica, 2007, onward, {3, 2}, {11, 1}}, // Energy Policy Act of 2005
    {Daylight::Australia, 1995, 1999, {10, 0}, {3, 0}},
    {Daylight::Australia, 2000, 2000, {8, 0}, {3, 0}}, // Olympic Games
    {Daylight::Australia, 2001, 2005, {10, 0}, {3, 0}},
    {Daylight::Australia, 2006, 2006, {10, 0}, {4, 1}}, // Commonwealth Games
    {Daylight::Australia, 2007, 2007, {10, 0}, {3, 0}},
    {Daylight::Australia, 2008, onward, {10, 1}, {4, 1}},
    {Daylight::NewZealand, 2008, onward, {9, 0}, {4, 1}},
};

// A zone's standard time, and the years for which that and its summer time hold.
struct Standard {
    std::string_view name;
    std::int32_t minutes;
    std::int64_t first_year;
    std::int64_t last_year = onward;
    Daylight daylight = Daylight::None;
};

constexpr Standard standards[] = {
    {"Asia/Tokyo", 540, 1952},
    {"Japan", 540, 1952},
    {"Asia/Seoul", 540, 1989},
    {"Asia/Shanghai", 480, 1992},
    {"Asia/Hong_Kong", 480, 1980},
    {"Asia/Taipei", 480, 1980},
    {"Asia/Singapore", 480, 1983},
    {"Asia/Kuala_Lumpur", 480, 1983},
    {"Asia/Manila", 480, 1991},
    {"Asia/Bangkok", 420, 1950},
    {"Asia/Jakarta", 420, 1964},
    {"Asia/Ho_Chi_Minh", 420, 1976},
    {"Asia/Dhaka", 360, 1972, 2008}, // had summer time in 2009
    {"Asia/Dhaka", 360, 2010},
    {"Asia/Kathmandu", 345, 1987},
    {"Asia/Kolkata", 330, 1946},
    {"Asia/Dubai", 240, 1950},
    {"Asia/Riyadh", 180, 1950},
    {"Africa/Nairobi", 180, 1961},
    {"Africa/Johannesburg", 120, 1945},
    {"Africa/Lagos", 60, 1950},
    {"America/Bogota", -300, 1994},
    {"America/Phoenix", -420, 1968},
    {"Pacific/Honolulu", -600, 1948},
    {"Australia/Brisbane", 600, 1993},
    {"Australia/Perth", 480, 2010},
    {"Europe/Paris", 60, 1981, onward, Daylight::Europe},
    {"Europe/Berlin", 60, 1981, onward, Daylight::Europe},
    {"Europe/Madrid", 60, 1981, onward, Daylight::Europe},
    {"Europe/Rome", 60, 1981, onward, Daylight::Europe},
    {"Europe/Brussels", 60, 1981, onward, Daylight::Europe},
    {"Europe/Amsterdam", 60, 1981, onward, Daylight::Europe},
    {"Europe/Vienna", 60, 1981, onward, Daylight::Europe},
    {"Europe/Zurich", 60, 1981, onward, Daylight::Europe},
    {"Europe/Stockholm", 60, 1981, onward, Daylight::Europe},
    {"Europe/Copenhagen", 60, 1981, onward, Daylight::Europe},
    {"Europe/Oslo", 60, 1981, onward, Daylight::Europe},
    {"Europe/London", 0, 1996, onward, Daylight::Europe},
    {"Europe/Dublin", 0, 1996, onward, Daylight::Europe},
    {"Europe/Helsinki", 120, 1996, onward, Daylight::Europe},
    {"Europe/Athens", 120, 1996, onward, Daylight::Europe},
    {"America/New_York", -300, 1987, onward, Daylight::NorthAmerica},
    {"America/Chicago", -360, 1987, onward, Daylight::NorthAmerica},
    {"America/Denver", -420, 1987, onward, Daylight::NorthAmerica},
    {"America/Los_Angeles", -480, 1987, onward, Daylight::NorthAmerica},
    {"America/Toronto", -300, 2007, onward, Daylight::NorthAmerica},
    {"America/Vancouver", -480, 2007, onward, Daylight::NorthAmerica},
    {"Australia/Melbourne", 600, 1995, onward, Daylight::Australia},
    {"Australia/Sydney", 600, 1996, onward, Daylight::Australia},
    {"Pacific/Auckland", 720, 2008, onward, Daylight::NewZealand},
};

constexpr std::array<std::string_view, 10> areas = {"Africa",   "America",   "Antarctica", "Arctic", "Asia",
                                                    "Atlantic", "Australia", "Europe",     "Indian", "Pacific"};
constexpr std::array<std::string_view, 6> names_of_utc = {"UTC", "GMT", "UCT", "Zulu", "Greenwich", "Universal"};

template<typename Names>
bool holds(const Names& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

// "Etc/UTC", "Etc/GMT+5" (which is five hours west of Greenwich) … in seconds.
std::optional<std::int32_t> etc_offset(std::string_view name)
{
    if (holds(names_of_utc, name))
        return 0;
    constexpr std::string_view etc = "Etc/";
    if (!name.starts_with(etc))
        return std::nullopt;
    name.remove_prefix(etc.size());
    if (holds(names_of_utc, name) || name == "GMT0")
        return 0;
    if (name.size() < 5 || name.size() > 6 || !name.starts_with("GMT") || (name[3] != '+' && name[3] != '-'))
        return std::nullopt;
    int hours = 0;
    for (char digit : name.substr(4)) {
        if (digit < '0' || digit > '9')
            return std::nullopt;
        hours = hours * 10 + (digit - '0');
    }
    bool west = name[3] == '+';
    if ((name.size() == 6 && name[4] == '0') || hours > (west ? 12 : 14))
        return std::nullopt;
    return (west ? -hours : hours) * 3600;
}

std::int64_t days_of(Sunday sunday, std::int64_t year)
{
    int first_day = sunday.nth == 0 ? days_in_month(year, sunday.month) - 6 : 7 * sunday.nth - 6;
    CalendarDate first{year, sunday.month, first_day};
    return to_days(first) + 7 - weekday_of(first);
}

// The second of UTC at which summer time begins or ends on that Sunday.
std::int64_t change(Daylight region, Sunday sunday, std::int64_t year, std::int32_t standard, bool begins)
{
    std::int64_t midnight = days_of(sunday, year) * seconds_per_day;
    if (region == Daylight::Europe)
        return midnight + 3600; // 01:00 UTC everywhere
    // 02:00 by the clock that runs until then in North America, by standard time in the south.
    bool by_summer_clock = region == Daylight::NorthAmerica && !begins;
    return midnight + 2 * 3600 - standard - (by_summer_clock ? 3600 : 0);
}

std::int64_t seconds_of(__int128 nanoseconds)
{
    __int128 seconds = nanoseconds / nanoseconds_per_second;
    if (nanoseconds % nanoseconds_per_second < 0)
        --seconds;
    constexpr __int128 furthest = static_cast<__int128>(40'000'000'000'000'000);
    return static_cast<std::int64_t>(std::clamp(seconds, -furthest, furthest));
}

std::int64_t year_of(std::int64_t seconds)
{
    std::int64_t days = seconds / seconds_per_day - (seconds % seconds_per_day < 0 ? 1 : 0);
    return from_days(days).year;
}

std::optional<std::int32_t> named_offset(std::string_view name, std::int64_t utc_seconds)
{
    for (const Standard& standard : standards) {
        if (standard.name != name)
            continue;
        std::int32_t offset = standard.minutes * 60;
        std::int64_t year = year_of(utc_seconds + offset);
        if (year < standard.first_year || year > standard.last_year)
            continue;
        if (standard.daylight == Daylight::None)
            return offset;
        auto season = std::find_if(std::begin(seasons), std::end(seasons), [&](const Season& s) {
            return s.region == standard.daylight && s.first_year <= year && year <= s.last_year;
        });
        if (season == std::end(seasons))
            return std::nullopt;
        std::int64_t begins = change(season->region, season->begins, year, offset, true);
        std::int64_t ends = change(season->region, season->ends, year, offset, false);
        bool summer =
            begins < ends ? utc_seconds >= begins && utc_seconds < ends : utc_seconds >= begins || utc_seconds < ends;
        return summer ? offset + 3600 : offset;
    }
    return std::nullopt;
}

}

bool is_zone_name(std::string_view name)
{
    if (holds(names_of_utc, name) || name == "Japan" || etc_offset(name))
        return true;
    std::size_t slash = name.find('/');
    if (slash == std::string_view::npos || !holds(areas, name.substr(0, slash)) || name.size() > 40)
        return false;
    bool may_separate = false;
    for (char c : name.substr(slash + 1)) {
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!letter && !may_separate)
            return false;
        if (!letter && c != '_' && c != '-' && c != '/')
            return false;
        may_separate = letter;
    }
    return may_separate;
}

std::optional<std::int32_t> constant_offset(const Zone& zone)
{
    return zone.offset_seconds ? zone.offset_seconds : etc_offset(zone.name);
}

std::optional<std::int32_t> offset_by_instant(const Zone& zone, __int128 nanoseconds)
{
    if (auto constant = constant_offset(zone))
        return constant;
    return named_offset(zone.name, seconds_of(nanoseconds));
}

std::optional<std::int32_t> offset_by_wall_clock(const Zone& zone, __int128 nanoseconds)
{
    if (auto constant = constant_offset(zone))
        return constant;
    std::int64_t wall_clock = seconds_of(nanoseconds);
    auto standard = std::find_if(std::begin(standards), std::end(standards),
                                 [&](const Standard& s) { return s.name == zone.name; });
    if (standard == std::end(standards))
        return std::nullopt;
    std::int32_t offset = standard->minutes * 60;
    // Summer time first: of an hour that occurs twice, that is the earlier one.
    for (std::int32_t candidate : {offset + 3600, offset}) {
        if (named_offset(zone.name, wall_clock - candidate) == candidate)
            return candidate;
    }
    // Skipped by the change to summer time, or a year without a rule.
    return named_offset(zone.name, wall_clock - offset) ? std::optional(offset) : std::nullopt;
}

}
