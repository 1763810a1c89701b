#include "feel/property.h"

#include "feel/feel_testing.h"

namespace kenkei::feel {

using testing::Case;
using testing::expect_all;

TEST(Properties, PartsOfDatesTimesDurationsAndRanges)
{
    const Case cases[] = {
        {"@\"2024-08-19\".year", "2024"},
        {"@\"2024-08-19\".weekday", "1"},
        {"@\"2024-08-18\".weekday", "7"},
        {"@\"2024-08-19\".hour", "null"},
        {"@\"2024-08-19T10:20:30.5\".second", "30.5"},
        {"@\"2024-08-19T10:20:30+09:00\".time offset", "duration(\"PT9H\")"},
        {"@\"2024-08-19T10:20:30@Europe/Paris\".time offset", "duration(\"PT2H\")"},
        {"@\"10:20:30@Europe/Paris\".time offset", "null"},
        {"@\"10:20:30@Europe/Paris\".timezone", "\"Europe/Paris\""},
        {"@\"10:20:30Z\".timezone", "null"},
        {"@\"-P1Y2M\".years", "-1"},
        {"@\"-P1Y2M\".months", "-2"},
        {"@\"P1DT2H3M4.5S\".days", "1"},
        {"@\"P1DT2H3M4.5S\".hours", "2"},
        {"@\"P1DT2H3M4.5S\".minutes", "3"},
        {"@\"P1DT2H3M4.5S\".seconds", "4.5"},
        {"@\"P1D\".years", "null"},
        {"(< 5).end", "5"},
        {"(< 5).start", "null"},
        {"[1..3).end included", "false"},
        {"{a: 1}.b", "null"},
    };
    expect_all(cases);
}

}
