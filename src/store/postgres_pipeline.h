#pragma once

#include "store/connection.h"

#include <libpq-fe.h>
#include <map>
#include <vector>

namespace kenkei::store {

struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, ClearResult>;

// Values as libpq takes them: numbers and texts as texts that end with NUL, bytes as they are.
class Parameters {
public:
    // Error store.text.
    base::Result<void> read(std::span<const Value> values, const std::string& where);

    int count() const { return static_cast<int>(m_values.size()); }
    const char* const* values() const { return m_values.data(); }
    const int* lengths() const { return m_lengths.data(); }
    const int* formats() const { return m_formats.data(); }

private:
    void add_text(std::string text);
    void add(const char* value, int length, int format);

    std::vector<std::string> m_texts;
    std::vector<const char*> m_values;
    std::vector<int> m_lengths;
    std::vector<int> m_formats;
};

// Statements that are sent one behind the other and answered together: one wait for all of them. After one that failed
// the server passes over the others that were sent with it.
class Pipeline {
public:
    // On a connection just made, or lost (nullptr): nothing waits, nothing is prepared.
    void start(PGconn*);

    // False: the connection is lost. Prepared on the way where it is not yet.
    bool send(std::string_view sql, const Parameters&);
    bool send_unprepared(const std::string& sql);
    std::size_t waiting() const { return m_sent.size(); }

    // Waits for all that was sent, and gives an answer for each; fewer where the connection is lost in between.
    std::vector<Answer> finish();
    // Does not wait; what comes of it is looked at by nobody.
    void leave();

    // Several statements as one text, which is not for a pipeline. Nothing may wait.
    Answer run_script(const std::string& sql);

private:
    struct Sent {
        std::string prepares; // SQL; "" where it was prepared before
        std::string name;
    };
    bool send_text(const std::string& sql);
    std::vector<Answer> answers_of(const std::vector<Sent>&);
    Answer next_answer();
    void take_what_was_left();
    bool forget_statements(); // where there are too many

    PGconn* m_connection = nullptr;
    std::map<std::string, std::string, std::less<>> m_prepared; // SQL → its name, also where that is on its way
    std::int64_t m_names = 0;
    std::vector<Sent> m_sent;
    std::vector<Sent> m_left;
};

}
