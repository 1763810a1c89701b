#include "office/seal_secrets.h"

#include "base/utf8.h"
#include "store/accounts.h"
#include "store/sealed_secrets.h"

#include <map>

namespace kenkei::office {

namespace {

using store::SealedSecrets;

struct Count {
    std::int64_t apps = 0;
    std::int64_t hooks = 0;
};

// By the id of the key: those that nothing here opens.
std::map<std::string, Count> unopened(const std::vector<SealedSecrets::Secret>& secrets, const access::SecretKeys& keys)
{
    std::map<std::string, Count> counts;
    for (const SealedSecrets::Secret& secret : secrets) {
        const std::string id(access::key_of_sealed(secret.text));
        if (id.empty() || keys.opens(id) || keys.is_lost(id))
            continue;
        (secret.kind == "totp" ? counts[id].apps : counts[id].hooks) += 1;
    }
    return counts;
}

base::Error other_key(const std::string& id, const Count& count, const access::SecretKeys& keys)
{
    const std::string key = base::printable(id);
    return {.code = "secrets.other-key",
            .message = "このデータベースの秘密（二段階のログイン " + std::to_string(count.apps) + "件、通知先 " +
                       std::to_string(count.hooks) + "件）は鍵 " + key +
                       " で封じられていますが、鍵ファイルにその鍵がありません（あるのは " + keys.id() + "）。",
            .way_out =
                "鍵 " + key +
                " のある鍵ファイルを控えから戻すか、設定 secrets_key で指してください。いくつものサーバーで"
                "一つのデータベースを使うときは、すべてに同じ鍵ファイルが要ります。鍵を失ったときは、鍵ファイルに"
                "「lost " +
                key +
                "」の行を書くと始められます。二段階のログインは、本人が回復用のコードで入るか、"
                "kenkei user drop-second-step で外してください。通知先は登録し直してください。"};
}

// An SQLite file belongs to one server, which may begin with a new key as long as nothing is sealed by another.
bool is_shared(store::Transaction& kept)
{
    return kept.connection().backend() == store::Backend::Postgres;
}

}

base::Result<void> check_secret_keys(store::Transaction& kept, const access::SecretKeys& keys)
{
    SealedSecrets secrets(kept);
    const std::vector<SealedSecrets::Secret> found = TRY(secrets.not_beginning(keys.prefix()));
    std::map<std::string, Count> counts = unopened(found, keys);
    const std::vector<std::string> in_use = TRY(secrets.keys());
    for (const std::string& id : in_use) {
        if (is_shared(kept) && !keys.opens(id) && !keys.is_lost(id))
            counts.try_emplace(id);
    }
    if (!counts.empty())
        return other_key(counts.begin()->first, counts.begin()->second, keys);
    return {};
}

base::Result<SealedAnew> seal_secrets(store::Transaction& kept, const access::SecretKeys& keys, base::Timestamp now)
{
    TRY(store::Accounts(kept).one_at_a_time()); // of two servers that begin, the second sees the first one's key
    TRY(check_secret_keys(kept, keys));
    SealedSecrets secrets(kept);
    SealedAnew done;
    for (SealedSecrets::Secret& secret : TRY(secrets.not_beginning(keys.prefix()))) {
        const access::SealedFor whose{secret.kind, secret.id};
        const auto opened = keys.open(secret.text, whose);
        if (!opened.ok()) {
            done.closed += 1;
            continue;
        }
        (access::key_of_sealed(secret.text).empty() ? done.clear : done.anew) += 1;
        secret.text = keys.seal(*opened, whose);
        TRY(secrets.put(secret));
    }
    for (const std::string& id : TRY(secrets.keys())) {
        if (id != keys.id())
            TRY(secrets.drop_key(id));
    }
    TRY(secrets.put_key(keys.id(), now));
    return done;
}

}
