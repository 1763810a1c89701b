#include "cli/secrets_file.h"

#include "cli/print.h"
#include "office/seal_secrets.h"
#include "store/new_file.h"
#include "store/sealed_secrets.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace kenkei::cli {

namespace {

constexpr std::size_t longest = 64U << 10; // bytes

class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    int number() const { return m_number; }

private:
    int m_number;
};

base::Error file_error(const char* code, const std::string& file, int number)
{
    return {.code = code,
            .message = "鍵ファイル「" + file + "」: " + why_in_japanese(number) + "。",
            .way_out = "設定 secrets_key の名前と、フォルダの権限、空き容量を確かめてください。"};
}

base::Result<void> check_permissions(const std::string& file, const struct stat& found)
{
    constexpr mode_t of_others = S_IRWXG | S_IRWXO;
    if (!S_ISREG(found.st_mode))
        return base::Error{.code = "secrets.permissions",
                           .message = "鍵ファイル「" + file + "」はファイルではありません。",
                           .way_out = "設定 secrets_key で、鍵のファイルを指してください。"};
    if ((found.st_mode & of_others) != 0)
        return base::Error{
            .code = "secrets.permissions",
            .message = "鍵ファイル「" + file + "」を、所有者のほかの人も使えます。",
            .way_out =
                "chmod 600 " + file +
                " を行ってください。ほかの人に読まれたおそれがあるときは、運用の手引のとおりに鍵を替えてください。"};
    return {};
}

// Nothing where there is no such file.
base::Result<std::optional<std::string>> read_private(const std::string& file)
{
    const Descriptor open(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (open.number() < 0 && errno == ENOENT)
        return std::optional<std::string>();
    struct stat found {};
    if (open.number() < 0 || ::fstat(open.number(), &found) != 0)
        return file_error("file.read", file, errno);
    TRY(check_permissions(file, found));
    std::string text(longest, '\0');
    const ssize_t size = ::read(open.number(), text.data(), text.size());
    if (size < 0)
        return file_error("file.read", file, errno);
    text.resize(static_cast<std::size_t>(size));
    return std::optional(std::move(text));
}

base::Result<void> write_all(const std::string& file, int flags, const std::string& text)
{
    const Descriptor open(::open(file.c_str(), flags | O_WRONLY | O_CLOEXEC, 0600));
    const bool written = open.number() >= 0 &&
                         ::write(open.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                         ::fsync(open.number()) == 0;
    if (!written)
        return file_error("file.write", file, errno);
    return {};
}

base::Result<void> make(const std::string& file, const std::string& text)
{
    store::NewFile made = TRY(store::NewFile::create(file));
    TRY(write_all(made.part(), O_CREAT | O_EXCL, text));
    return made.put();
}

base::Result<access::SecretKeys> read_keys(const std::string& text, const std::string& file)
{
    auto keys = access::SecretKeys::read(text);
    if (keys.ok())
        return keys;
    base::Error error = keys.error();
    error.file = file;
    return error;
}

std::string words_of(const office::SealedAnew& sealed)
{
    std::string words;
    if (sealed.clear > 0)
        words += "封じられていなかった秘密 " + std::to_string(sealed.clear) +
                 "件を封じました。これより前の控え（kenkei db backup）には、封じられていないまま残っています。";
    if (sealed.anew > 0)
        words += "別の鍵で封じられていた秘密 " + std::to_string(sealed.anew) + "件を、今の鍵で封じ直しました。";
    if (sealed.closed > 0)
        words += "開けない秘密が " + std::to_string(sealed.closed) + "件あります（失われた鍵）。";
    return words;
}

base::Result<office::SealedAnew> seal(store::Store& store, const access::SecretKeys& keys, base::Timestamp now)
{
    office::SealedAnew sealed;
    TRY(store.write([&](store::Transaction& kept) -> base::Result<void> {
        sealed = TRY(office::seal_secrets(kept, keys, now));
        return {};
    }));
    if (sealed.clear > 0)
        (void)store::sweep_secrets(store); // what somebody reads just now goes with the next clearing of the log
    return sealed;
}

// The keys of the file; a new one, in the file as well, where it has none.
base::Result<OpenedSecrets> open_or_make(const std::string& file, store::Store& store)
{
    const std::optional<std::string> there = TRY(read_private(file));
    const auto known = access::SecretKeys::read(there.value_or(""));
    const bool is_new = !known.ok() && known.error().code == "secrets.no-key";
    const std::string more = is_new ? access::SecretKeys::new_file() : "";
    access::SecretKeys keys = TRY(read_keys(there.value_or("") + (there && is_new ? "\n" : "") + more, file));
    TRY(store.read([&](store::Transaction& kept) { return office::check_secret_keys(kept, keys); }));
    if (is_new)
        TRY(there ? write_all(file, O_APPEND, "\n" + more) : make(file, more));
    OpenedSecrets opened{std::make_shared<const access::SecretKeys>(std::move(keys))};
    if (is_new)
        opened.told =
            "秘密を封じる鍵 " + file + " を作りました。データベースの控えとは別の所に、控えを取ってください。";
    return opened;
}

}

base::Result<std::string> secrets_file_of(const std::string& told, const std::string& database)
{
    const char* variable = std::getenv("KENKEI_SECRETS_KEY");
    if (!told.empty())
        return told;
    if (variable && *variable)
        return std::string(variable);
    if (database.find("://") != std::string::npos)
        return base::Error{.code = "config.together",
                           .message = "PostgreSQL を使うときは、秘密を封じる鍵のファイルを決めてください。",
                           .way_out =
                               "設定 secrets_key か環境変数 KENKEI_SECRETS_KEY で、なくならない所を指してください"
                               "（例: /var/lib/kenkei/secrets.key）。なければ、最初の起動で作られます。サーバーが"
                               "いくつもあるときは、すべてに同じファイルが要ります。"};
    std::error_code error;
    const std::filesystem::path real = std::filesystem::weakly_canonical(database, error);
    return (error ? database : real.string()) + ".secrets";
}

base::Result<OpenedSecrets> open_secrets(const std::string& file, store::Store& store, base::Timestamp now)
{
    auto made = open_or_make(file, store);
    if (!made.ok() && made.error().code == "store.exists") // another server was faster
        made = open_or_make(file, store);
    OpenedSecrets opened = TRY(std::move(made));
    const office::SealedAnew sealed = TRY(seal(store, *opened.keys, now));
    opened.told += words_of(sealed);
    return opened;
}

}
