#pragma once

#include "store/store.h"

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <unistd.h>

namespace kenkei::store::testing {

// Where a test's PostgreSQL databases are made: a server of tests/support/with_postgres, else "".
inline std::string test_server()
{
    const char* url = std::getenv("KENKEI_TEST_POSTGRES");
    return url == nullptr ? "" : url;
}

inline std::string words_of(const base::Error& error)
{
    return error.code + ": " + base::describe(error);
}

// The value of a Result that has to be there.
template<typename T>
T good(base::Result<T> result)
{
    if (!result.ok()) {
        ADD_FAILURE() << words_of(result.error());
        std::abort(); // there is nothing to go on with
    }
    if constexpr (!std::is_void_v<T>)
        return std::move(result).value();
}

inline std::string code_of(const auto& result)
{
    return result.ok() ? "ok" : result.error().code;
}

// A folder of the test's own, removed behind it.
class PassingFolder {
public:
    PassingFolder()
    {
        std::string name = ::testing::TempDir() + "kenkei-store-XXXXXX";
        m_path = ::mkdtemp(name.data());
    }
    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;
    ~PassingFolder() { std::filesystem::remove_all(m_path); }
    std::string file(const std::string& name) const { return m_path + "/" + name; }
    const std::string& path() const { return m_path; }

private:
    std::string m_path;
};

// A fresh, empty database on each backend: where() names it. TEST_P tests of it are skipped on PostgreSQL, with the
// reason, where there is no server.
class OnBothDatabases : public ::testing::TestWithParam<Backend> {
protected:
    void SetUp() override
    {
        if (GetParam() == Backend::Sqlite) {
            m_where = m_folder.file("kenkei.sqlite");
            return;
        }
        if (test_server().empty())
            GTEST_SKIP() << "KENKEI_TEST_POSTGRES is not set: run with tests/support/with_postgres";
        m_name = "kenkei_test_" + std::to_string(::getpid()) + "_" +
                 std::filesystem::path(m_folder.path()).filename().string();
        std::replace(m_name.begin(), m_name.end(), '-', '_');
        server_runs("CREATE DATABASE \"" + m_name +
                    "\" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'");
        m_where = test_server().substr(0, test_server().rfind('/') + 1) + m_name;
    }
    void TearDown() override
    {
        if (!m_name.empty())
            server_runs("DROP DATABASE \"" + m_name + "\" WITH (FORCE)");
    }

    const std::string& where() const { return m_where; }
    const std::string& database_name() const { return m_name; }
    static void server_runs(const std::string& sql)
    {
        auto server = good(connect(test_server(), Opening::Existing));
        good(server->run_script(sql));
    }

private:
    PassingFolder m_folder;
    std::string m_where;
    std::string m_name;
};

inline std::string name_of_parameter(const ::testing::TestParamInfo<Backend>& info)
{
    return info.param == Backend::Sqlite ? "Sqlite" : "Postgres";
}

// Behind the tests of a fixture that derives from OnBothDatabases.
#define KENKEI_ON_BOTH_DATABASES(fixture)                                                                              \
    INSTANTIATE_TEST_SUITE_P(On, fixture, ::testing::Values(Backend::Sqlite, Backend::Postgres), name_of_parameter)

// Events of a made-up case, numbered behind `state`.
inline base::Timestamp at_minute(std::int64_t minute)
{
    return {1'900'000'000'000 + minute * 60'000};
}
inline casework::Event event(std::int64_t number, casework::Happening what)
{
    return {number, at_minute(number), {casework::Role::Applicant, "account-1"}, std::move(what)};
}
inline casework::Applicant applicant_of_shop()
{
    return {.number = "1234567890123",
            .code = "00-123",
            .name = "株式会社 健康推進堂",
            .kana = "カブシキガイシャ ケンコウスイシンドウ",
            .phones = {"０３－１２３４－５６７８"},
            .persons = {"𠮷田 髙子"},
            .mails = {"shop@example.jp"}};
}
inline casework::Event opened(const std::string& number = "1234567890123")
{
    return event(1, casework::DraftOpened{.edition = "shop/2030", .number = number, .name = "健康推進堂"});
}
inline casework::Event submitted(std::int64_t number, const casework::Applicant& applicant,
                                 const std::string& file = "")
{
    return event(number, casework::Submitted{.version = 1,
                                             .arrived = at_minute(number),
                                             .judged = {.digest = "d1"},
                                             .file = {file, "申請書.xlsx", 3},
                                             .applicant = applicant,
                                             .answers = "{\"plan\":1}"});
}

// Writes a new case with one submission.
inline CaseId add_case(Store& store, const casework::Applicant& applicant, const std::string& file = "")
{
    CaseId id;
    good(store.write([&](Transaction& transaction) -> base::Result<void> {
        id = TRY(transaction.new_case_id("shop/2030"));
        casework::Case state{.id = id};
        return transaction.append(state, {opened(applicant.number), submitted(2, applicant, file)});
    }));
    return id;
}

// What an errand finds, read in a transaction of its own.
template<typename Find>
auto look(Store& store, Find find)
{
    std::optional<decltype(find(std::declval<Transaction&>()))> found;
    good(store.read([&](Transaction& transaction) -> base::Result<void> {
        found = find(transaction);
        return {};
    }));
    return *found;
}

}
