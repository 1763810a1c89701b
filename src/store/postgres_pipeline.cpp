#include "store/postgres_pipeline.h"

#include "store/failure.h"
#include "store/postgres_connection.h"

namespace kenkei::store {

namespace {

constexpr std::size_t most_statements = 300; // kept prepared

bool is_passed_over(const Answer& answer)
{
    return PQresultStatus(answer.get()) == PGRES_PIPELINE_ABORTED;
}

bool succeeded(const Answer& answer)
{
    const ExecStatusType status = PQresultStatus(answer.get());
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

}

base::Result<void> Parameters::read(std::span<const Value> values, const std::string& where)
{
    m_texts.reserve(values.size()); // pointers into it must stay
    for (const Value& value : values)
        if (auto* number = std::get_if<std::int64_t>(&value)) {
            add_text(std::to_string(*number));
        } else if (auto* text = std::get_if<std::string_view>(&value)) {
            if (!is_keepable(*text))
                return failure("store.text", where);
            add_text(std::string(*text));
        } else if (auto* bytes = std::get_if<Bytes>(&value)) {
            add(bytes->bytes.empty() ? "" : bytes->bytes.data(), static_cast<int>(bytes->bytes.size()), 1);
        } else {
            add(nullptr, 0, 0);
        }
    return {};
}

void Parameters::add_text(std::string text)
{
    m_texts.push_back(std::move(text));
    add(m_texts.back().c_str(), static_cast<int>(m_texts.back().size()), 0);
}

void Parameters::add(const char* value, int length, int format)
{
    m_values.push_back(value);
    m_lengths.push_back(length);
    m_formats.push_back(format);
}

void Pipeline::start(PGconn* connection)
{
    m_connection = connection;
    m_prepared.clear();
    m_sent.clear();
    m_left.clear();
    if (connection != nullptr)
        PQenterPipelineMode(connection);
}

bool Pipeline::send(std::string_view sql, const Parameters& parameters)
{
    take_what_was_left();
    Sent sent;
    if (auto kept = m_prepared.find(sql); kept != m_prepared.end()) {
        sent.name = kept->second;
    } else {
        if (!forget_statements())
            return false;
        sent = {.prepares = std::string(sql), .name = "s" + std::to_string(++m_names)};
        if (PQsendPrepare(m_connection, sent.name.c_str(), with_numbered_values(sql).c_str(), 0, nullptr) == 0)
            return false;
        m_prepared.emplace(sql, sent.name);
    }
    if (PQsendQueryPrepared(m_connection, sent.name.c_str(), parameters.count(), parameters.values(),
                            parameters.lengths(), parameters.formats(), 0) == 0)
        return false;
    m_sent.push_back(std::move(sent));
    return true;
}

bool Pipeline::send_unprepared(const std::string& sql)
{
    take_what_was_left();
    return forget_statements() && send_text(sql);
}

bool Pipeline::send_text(const std::string& sql)
{
    if (PQsendQueryParams(m_connection, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 0)
        return false;
    m_sent.emplace_back();
    return true;
}

// Only between transactions, and alone: the server may not pass over it.
bool Pipeline::forget_statements()
{
    if (m_prepared.size() < most_statements || !m_sent.empty() || PQtransactionStatus(m_connection) != PQTRANS_IDLE)
        return true;
    if (!send_text("DEALLOCATE ALL"))
        return false;
    const std::vector<Answer> answers = finish();
    if (answers.size() != 1 || !succeeded(answers.front()))
        return false;
    m_prepared.clear();
    return true;
}

// The answer of one statement. libpq says the end of each by giving none.
Answer Pipeline::next_answer()
{
    Answer answer(PQgetResult(m_connection));
    if (answer && PQresultStatus(answer.get()) != PGRES_PIPELINE_SYNC)
        Answer(PQgetResult(m_connection));
    return answer;
}

std::vector<Answer> Pipeline::answers_of(const std::vector<Sent>& sent)
{
    std::vector<Answer> answers;
    for (const Sent& statement : sent) {
        Answer prepared;
        if (!statement.prepares.empty()) {
            prepared = next_answer();
            if (!succeeded(prepared))
                m_prepared.erase(statement.prepares);
        }
        Answer answer = next_answer();
        if (prepared && !succeeded(prepared) && !is_passed_over(prepared))
            answer = std::move(prepared);
        if (!answer)
            return answers;
        answers.push_back(std::move(answer));
    }
    Answer(PQgetResult(m_connection)); // that all is answered
    return answers;
}

std::vector<Answer> Pipeline::finish()
{
    take_what_was_left();
    const std::vector<Sent> sent = std::exchange(m_sent, {});
    if (PQpipelineSync(m_connection) == 0)
        return {};
    return answers_of(sent);
}

void Pipeline::leave()
{
    take_what_was_left();
    if (PQpipelineSync(m_connection) != 0)
        m_left = std::exchange(m_sent, {});
    m_sent.clear();
}

void Pipeline::take_what_was_left()
{
    if (const std::vector<Sent> left = std::exchange(m_left, {}); !left.empty())
        answers_of(left);
}

Answer Pipeline::run_script(const std::string& sql)
{
    take_what_was_left();
    if (PQexitPipelineMode(m_connection) == 0)
        return {};
    Answer answer(PQexec(m_connection, sql.c_str()));
    PQenterPipelineMode(m_connection);
    return answer;
}

}
