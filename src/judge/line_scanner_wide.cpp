// The scanner with instructions of 64 bytes, where the processor has them. Everything the standard library gives must
// be included before the target changes: its functions are shared with the rest of the program.
#include "judge/scan_state.h"

#include <bit>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>

namespace kenkei::judge {

LineScanner::Width LineScanner::widest()
{
    __builtin_cpu_init();
    const bool wide = __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("bmi2");
    return wide ? Width::Wide : Width::Narrow;
}

#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,bmi,bmi2,lzcnt,popcnt"))),               \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,bmi,bmi2,lzcnt,popcnt")
#endif

namespace wide {

namespace {

inline const char* string_stop(const char* p)
{
    const __m512i quote = _mm512_set1_epi8('"');
    const __m512i backslash = _mm512_set1_epi8('\\');
    const __m512i first_visible = _mm512_set1_epi8(0x20);
    for (;; p += 64) {
        const __m512i bytes = _mm512_loadu_si512(p);
        const auto stops = _mm512_cmpeq_epi8_mask(bytes, quote) | _mm512_cmpeq_epi8_mask(bytes, backslash) |
                           _mm512_cmplt_epu8_mask(bytes, first_visible);
        if (stops != 0)
            return p + __builtin_ctzll(stops);
    }
}

inline bool begins_with(const char* p, const char* key, std::uint32_t wanted)
{
    const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    const __m256i b = _mm256_load_si256(reinterpret_cast<const __m256i*>(key));
    return (_mm256_cmpeq_epi8_mask(a, b) & wanted) == wanted;
}

#include "judge/scan_line.inc"

}

const char* scan(LineScanner::State& state, const char* p, LineBlock& lines, unsigned lane)
{
    return scan_line(state, p, lines, lane);
}

}

#ifdef __clang__
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

}

#else

namespace kenkei::judge {

LineScanner::Width LineScanner::widest()
{
    return Width::Narrow;
}

namespace wide {

const char* scan(LineScanner::State& state, const char* p, LineBlock& lines, unsigned lane)
{
    return narrow::scan(state, p, lines, lane);
}

}

}

#endif
