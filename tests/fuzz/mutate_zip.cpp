// Mutates one part of a zip and zips the parts again, so that what comes out has the right sizes and checksums and
// reaches what lies behind the zip. libFuzzer calls it; inputs that are no zip, and some that are, it mutates as bytes.

#include "support/zip_builder.h"
#include "xlsx/zip_archive.h"

#include <cstdint>
#include <cstring>
#include <random>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

using namespace kenkei;

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed)
{
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    auto archive = xlsx::ZipArchive::open(bytes, {.file = 1U << 20, .entry = 1U << 20});
    if (!archive.ok() || archive->entries().empty() || seed % 8 == 0)
        return LLVMFuzzerMutate(data, size, most);

    std::minstd_rand random(seed);
    const std::size_t chosen = random() % archive->entries().size();
    const bool deflated = random() % 4 == 0;
    testing::ZipBuilder zip;
    for (std::size_t i = 0; i < archive->entries().size(); ++i) {
        const xlsx::ZipEntry& entry = archive->entries()[i];
        const auto inflated = archive->inflate(entry);
        if (!inflated.ok())
            return LLVMFuzzerMutate(data, size, most);
        std::string content(inflated->text());
        if (i == chosen) {
            const std::size_t length = content.size();
            content.resize(length + 256);
            content.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(content.data()), length, content.size()));
        }
        zip.add(std::string(entry.name), std::move(content), deflated);
    }
    const std::string mutated = zip.bytes();
    if (mutated.size() > most)
        return LLVMFuzzerMutate(data, size, most);
    std::memcpy(data, mutated.data(), mutated.size());
    return mutated.size();
}
