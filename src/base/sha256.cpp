#include "base/sha256.h"

#include <array>
#include <bit>
#include <cstdint>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

// The section numbers are those of FIPS 180-4.

namespace kenkei::base {

namespace {

using Word = std::uint32_t;
using State = std::array<Word, 8>;

constexpr std::size_t block_size = 64;

// 4.2.2
constexpr std::array<Word, 64> constants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

// 5.3.3
constexpr State initial_state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

Word big_endian_word(std::string_view block, std::size_t index)
{
    Word word = 0;
    for (std::size_t i = 0; i < 4; ++i)
        word = word << 8 | static_cast<unsigned char>(block[4 * index + i]);
    return word;
}

// 6.2.2
void absorb(State& state, std::string_view block)
{
    std::array<Word, 64> schedule;
    for (std::size_t t = 0; t < 16; ++t)
        schedule[t] = big_endian_word(block, t);
    for (std::size_t t = 16; t < 64; ++t) {
        Word x = schedule[t - 15];
        Word y = schedule[t - 2];
        Word sigma0 = std::rotr(x, 7) ^ std::rotr(x, 18) ^ x >> 3;
        Word sigma1 = std::rotr(y, 17) ^ std::rotr(y, 19) ^ y >> 10;
        schedule[t] = sigma1 + schedule[t - 7] + sigma0 + schedule[t - 16];
    }

    auto [a, b, c, d, e, f, g, h] = state;
    for (std::size_t t = 0; t < 64; ++t) {
        Word choice = (e & f) ^ (~e & g);
        Word majority = (a & b) ^ (a & c) ^ (b & c);
        Word sum0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
        Word sum1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
        Word first = h + sum1 + choice + constants[t] + schedule[t];
        Word second = sum0 + majority;
        h = g;
        g = f;
        f = e;
        e = d + first;
        d = c;
        c = b;
        b = a;
        a = first + second;
    }
    State result = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < state.size(); ++i)
        state[i] += result[i];
}

#if defined(__x86_64__)

bool has_instructions()
{
    unsigned a = 0, b = 0, c = 0, d = 0;
    constexpr unsigned ssse3 = 1U << 9, sse41 = 1U << 19, sha = 1U << 29;
    if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & ssse3) == 0 || (c & sse41) == 0)
        return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & sha) != 0;
}

// The same by the instructions that the processor has for it (Intel SDM, SHA256RNDS2): four rounds at a time, the state
// as ABEF and CDGH.
__attribute__((target("sha,sse4.1"))) void absorb_by_instructions(State& state, std::string_view blocks)
{
    const auto load = [](const void* from) { return _mm_loadu_si128(static_cast<const __m128i*>(from)); };
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i cdab = _mm_shuffle_epi32(load(&state[0]), 0xB1);
    __m128i efgh = _mm_shuffle_epi32(load(&state[4]), 0x1B);
    __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
    __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
    for (; blocks.size() >= block_size; blocks.remove_prefix(block_size)) {
        const __m128i abef_before = abef;
        const __m128i cdgh_before = cdgh;
        __m128i words[4];
        for (std::size_t i = 0; i < 4; ++i)
            words[i] = _mm_shuffle_epi8(load(blocks.data() + 16 * i), big_endian);
        for (std::size_t four = 0; four < 16; ++four) {
            __m128i& word = words[four % 4];
            const __m128i sum = _mm_add_epi32(word, load(&constants[4 * four]));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
            const __m128i last = words[(four + 3) % 4];
            const __m128i seventh = _mm_alignr_epi8(last, words[(four + 2) % 4], 4);
            word =
                _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(word, words[(four + 1) % 4]), seventh), last);
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    const __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
    const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(&state[0]), _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(&state[4]), _mm_alignr_epi8(dchg, feba, 8));
}

#endif

void absorb_all(State& state, std::string_view blocks, Sha256 way)
{
#if defined(__x86_64__)
    static const bool by_instructions = has_instructions();
    if (by_instructions && way == Sha256::Quickest)
        return absorb_by_instructions(state, blocks);
#endif
    for (; blocks.size() >= block_size; blocks.remove_prefix(block_size))
        absorb(state, blocks);
}

// 5.1.1: the last bytes, a one bit, zeros, and the length in bits.
std::string padded_end(std::string_view rest, std::uint64_t bytes)
{
    std::string end(rest);
    end += '\x80';
    while (end.size() % block_size != block_size - 8)
        end += '\0';
    for (int shift = 56; shift >= 0; shift -= 8)
        end += static_cast<char>(bytes * 8 >> shift & 0xFF);
    return end;
}

}

std::string sha256_hex(std::string_view bytes, Sha256 way)
{
    State state = initial_state;
    const std::size_t rest = bytes.size() / block_size * block_size;
    absorb_all(state, bytes.substr(0, rest), way);
    absorb_all(state, padded_end(bytes.substr(rest), bytes.size()), way);

    constexpr std::string_view digits = "0123456789abcdef";
    std::string hexadecimal;
    for (Word word : state) {
        for (int shift = 28; shift >= 0; shift -= 4)
            hexadecimal += digits[word >> shift & 0xF];
    }
    return hexadecimal;
}

}
