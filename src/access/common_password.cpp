#include "access/common_password.h"

#include "base/fold.h"
#include "base/utf8.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

// The idea is zxcvbn's (Wheeler, USENIX Security 2016): the cheapest way of putting the password together from pieces,
// each with what it costs to guess it, tells how soon it is found.

namespace kenkei::access {

namespace {

// Tenths of bits.
constexpr std::int32_t fewest_bits = 360;
constexpr std::int32_t bits_of_word = 80; // one of some 200
constexpr std::int32_t bits_of_year = 70;
constexpr std::int32_t bits_of_run = 70; // where it begins, which way, how far
constexpr std::int32_t bits_of_copy = 30;

constexpr std::size_t shortest_run = 3;
constexpr std::size_t shortest_copy = 2;

// In lower case and katakana. What heads the lists of stolen passwords, at home and abroad, without what the runs
// below find; first whole passwords of 8 and more, then the words that others are made of.
constexpr std::u32string_view words[] = {
    U"password",   U"passw0rd",   U"pass1234",    U"passcode",   U"passphrase",    U"password1",  U"mypassword",
    U"iloveyou",   U"iloveyou1",  U"sunshine",    U"princess",   U"football",      U"baseball",   U"superman",
    U"starwars",   U"trustno1",   U"whatever",    U"computer",   U"michelle",      U"jennifer",   U"jordan23",
    U"liverpool",  U"chocolate",  U"butterfly",   U"internet",   U"samsung1",      U"pokemon1",   U"welcome1",
    U"charlie1",   U"letmein1",   U"abcd1234",    U"1234qwer",   U"qwer1234",      U"asdf1234",   U"zaq12wsx",
    U"q1w2e3r4",   U"q1w2e3r4t5", U"a1b2c3d4",    U"1q2w3e4r",   U"1q2w3e4r5t",    U"1qaz2wsx",   U"zaq1xsw2",
    U"aa123456",   U"a1234567",   U"asd12345",    U"qwe12345",   U"abc12345",      U"test1234",   U"admin123",
    U"root1234",   U"changeme",   U"letmein",     U"welcome",    U"administrator", U"superuser",  U"superuser1",
    U"sysadmin",   U"webadmin",   U"adminadmin",  U"rootroot",   U"testtest",      U"guestguest", U"useruser",
    U"default1",   U"security",   U"secret12",    U"topsecret",  U"database",      U"oracle12",   U"postgres",
    U"mysql123",   U"elephant",   U"cheese12",    U"facebook",   U"linkedin",      U"google12",   U"myspace1",
    U"yankees1",   U"dolphins",   U"corvette",    U"mercedes",   U"ferrari1",      U"maverick",   U"scorpion",
    U"midnight",   U"swordfish",  U"blink182",    U"metallica",  U"slipknot",      U"snoopdog",   U"victoria",
    U"elizabeth",  U"nicholas",   U"jonathan",    U"danielle",   U"isabella",      U"alexander",  U"benjamin",
    U"samantha",   U"brooklyn",   U"barcelona",   U"arsenal1",   U"chelsea1",      U"manchester", U"juventus",
    U"bismillah",  U"jesus123",   U"spiderman",   U"batman12",   U"godzilla",      U"doraemon",   U"pikachu1",
    U"naruto12",   U"dragonball", U"onepiece",    U"totoro12",   U"kittykat",      U"hellokitty", U"sakurasaku",
    U"himitsu",    U"himitu",     U"aikotoba",    U"angoukey",   U"pasuwado",      U"pasuwaado",  U"yoroshiku",
    U"arigatou",   U"arigato",    U"daisuki",     U"aishiteru",  U"sayonara",      U"konnichiwa", U"ohayou",
    U"ganbare",    U"gambare",    U"shiawase",    U"nihonjin",   U"nipponjin",     U"nippon",     U"kaisha",
    U"soumubu",    U"jinjibu",    U"kanrisha",    U"tantousha",  U"jimukyoku",     U"kenkou",     U"shinsei",
    U"takahashi",  U"watanabe",   U"yamamoto",    U"nakamura",   U"kobayashi",     U"yoshida",    U"yamaguchi",
    U"matsumoto",  U"takahiro",   U"hiroyuki",    U"tomohiro",   U"masahiro",      U"kazuhiro",   U"takayuki",
    U"sapporo1",   U"hokkaido",   U"fukuoka1",    U"hiroshima",  U"nagasaki",      U"okinawa1",   U"shinjuku",
    U"shibuya1",   U"giants01",   U"hanshin1",    U"tigers01",   U"softbank",      U"rakuten1",   U"docomo12",
    U"toyota12",   U"nintendo",   U"playstation", U"minecraft",  U"windows10",     U"windows7",   U"microsoft",
    U"password!",  U"pass",       U"admin",       U"login",      U"guest",         U"test",       U"user",
    U"secret",     U"hello",      U"love",        U"dragon",     U"monkey",        U"master",     U"shadow",
    U"summer",     U"winter",     U"spring",      U"autumn",     U"sakura",        U"tokyo",      U"osaka",
    U"kyoto",      U"japan",      U"tanaka",      U"suzuki",     U"yamada",        U"satou",      U"sato",
    U"qwerty",     U"asdf",       U"zxcv",        U"work",       U"office",        U"health",     U"company",
    U"パスワード", U"ヒミツ",     U"アリガトウ",  U"コンニチハ", U"サクラ",        U"アイシテル", U"ヨロシク",
    U"会社",       U"健康",       U"日本",        U"東京",       U"総務",          U"管理者",     U"事務局"};

// Each closes to a ring. Rows and columns are those of Japanese and American keyboards.
constexpr std::u32string_view rings[] = {
    U"0123456789",
    U"1234567890-^\\",
    U"1234567890-=",
    U"!\"#$%&'()=~|",
    U"!@#$%^&*()_+",
    U"abcdefghijklmnopqrstuvwxyz",
    U"qwertyuiop@[",
    U"asdfghjkl;:]",
    U"zxcvbnm,./\\",
    U"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    U"qawsedrftgyhujikolp",
    U"アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    U"イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"};

// What people write in the place of a letter.
constexpr std::u32string_view disguises = U"@a4a0o3e$s5s1i!i1l7t";

bool stands_for(char32_t written, char32_t letter)
{
    if (written == letter)
        return true;
    for (std::size_t i = 0; i < disguises.size(); i += 2) {
        if (disguises[i] == written && disguises[i + 1] == letter)
            return true;
    }
    return false;
}

bool is_digit(char32_t c)
{
    return c >= U'0' && c <= U'9';
}

std::int32_t bits_of_character(char32_t c)
{
    return is_digit(c) ? 33 : c >= U'a' && c <= U'z' ? 47 : c < 0x80 ? 50 : 80;
}

bool begins_with_word(std::u32string_view text, std::u32string_view word)
{
    return text.size() >= word.size() &&
           std::equal(word.begin(), word.end(), text.begin(), [](char32_t w, char32_t c) { return stands_for(c, w); });
}

bool begins_with_year(std::u32string_view text)
{
    return text.size() >= 4 && (text.substr(0, 2) == U"19" || text.substr(0, 2) == U"20") && is_digit(text[2]) &&
           is_digit(text[3]);
}

// How many characters at the start follow the ring, `step` places on each time.
std::size_t run_along(std::u32string_view text, std::u32string_view ring, std::size_t step)
{
    std::size_t place = ring.find(text.front());
    if (place == std::u32string_view::npos)
        return 0;
    std::size_t length = 1;
    while (length < text.size() && text[length] == ring[(place + step) % ring.size()]) {
        place = (place + step) % ring.size();
        ++length;
    }
    return length;
}

// The longest run at the start; one character that is repeated is one.
std::size_t run_length(std::u32string_view text)
{
    std::size_t longest = std::min(text.find_first_not_of(text.front()), text.size());
    for (const std::u32string_view ring : rings)
        longest = std::max({longest, run_along(text, ring, 1), run_along(text, ring, ring.size() - 1)});
    return longest;
}

std::u32string folded(std::string_view password)
{
    std::u32string text = base::to_code_points(base::fold_kana(base::fold_width(password)));
    for (char32_t& c : text)
        c = c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
    return text;
}

}

bool is_common_password(std::string_view password)
{
    const std::u32string text = folded(password);
    // What it costs at least to guess the first i characters.
    std::vector<std::int32_t> bits(text.size() + 1, std::numeric_limits<std::int32_t>::max());
    bits[0] = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::u32string_view rest = std::u32string_view(text).substr(at);
        const auto piece = [&bits, at](std::size_t length, std::int32_t cost) {
            bits[at + length] = std::min(bits[at + length], bits[at] + cost);
        };
        piece(1, bits_of_character(rest.front()));
        for (const std::u32string_view word : words) {
            if (begins_with_word(rest, word))
                piece(word.size(), bits_of_word);
        }
        if (begins_with_year(rest))
            piece(4, bits_of_year);
        for (std::size_t length = run_length(rest); length >= shortest_run; --length)
            piece(length, bits_of_run);
        for (std::size_t length = shortest_copy; length <= std::min(at, rest.size()); ++length) {
            if (rest.substr(0, length) == std::u32string_view(text).substr(at - length, length))
                piece(length, bits_of_copy);
        }
    }
    return bits[text.size()] < fewest_bits;
}

}
