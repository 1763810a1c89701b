#pragma once

#include "base/date.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "casework/actor.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kenkei::cli {

enum class OutputFormat { Text, Markdown, Json, JsonLines, Csv };

struct JudgeOptions {
    std::string edition;
    std::vector<std::string> inputs; // files, folders, "-"; empty: standard input
    OutputFormat format = OutputFormat::Text;
    bool explain = false;
    bool final = false;
    bool check = false;
    bool measure = false;            // tell how long it took
    unsigned jobs = 0;               // threads for JSON Lines; 0: as many as there are
    std::optional<base::Date> as_of; // today where absent
    std::string schemes;
};

struct TestOptions {
    std::vector<std::string> editions; // empty: all
    bool coverage = false;
    std::string schemes;
};

struct CheckOptions {
    std::vector<std::string> editions; // empty: all
    bool all = false;
    std::string schemes;
};

struct DiffOptions {
    std::string before;
    std::string after;
    OutputFormat format = OutputFormat::Text;
    std::string schemes;
};

struct ShowOptions {
    std::string edition;
    std::string id; // empty: the whole edition
    std::string schemes;
};

struct ReplayOptions {
    std::string edition;
    std::vector<std::string> inputs;            // files, folders, "-"; empty: standard input
    std::string with;                           // empty: the last published revision, or with `set` the edition itself
    std::vector<std::string> set;               // PATH=VALUE: rules changed for a trial
    std::optional<std::vector<std::string>> by; // breakdowns, questions or values to count by; absent: all breakdowns
    OutputFormat format = OutputFormat::Text;
    std::optional<base::Date> as_of; // today where absent
    std::string schemes;
};

struct PublishOptions {
    std::string edition;
    std::string note;
    std::vector<std::string> applications;
    bool no_applications = false;
    std::optional<base::Date> on; // today where absent
    bool lock = false;
    std::string schemes;
};

struct CompileOptions {
    std::string edition;
    std::string output; // empty: standard output
    std::string schemes;
};

struct DemoOptions {
    std::string edition;
    std::size_t count = 0;
    std::optional<std::uint64_t> seed;
    std::string schemes;
};

struct FormOptions {
    std::string edition;
    std::string output;              // a .xlsx file, or a folder for one form an application
    std::string answers;             // JSON or JSON Lines, "-"; empty: a blank form
    std::string merge;               // a filled form to be brought together with `answers`
    std::vector<std::string> take;   // workbook, answers, or ID=workbook, ID=answers: who is right in a conflict
    std::optional<base::Date> as_of; // today where absent
    std::string schemes;
};

enum class ReadFormat { Json, Text, Application };

struct ReadOptions {
    std::vector<std::string> files;
    std::string edition; // empty: what the workbook says, else by its labels
    ReadFormat format = ReadFormat::Json;
    std::optional<base::Date> as_of; // today where absent
    std::string schemes;
};

struct SimilarOptions {
    std::string edition;
    std::vector<std::string> inputs;    // files, folders, "-"; empty: standard input
    std::vector<std::string> questions; // empty: those that the edition's hints.yaml names
    double threshold = 0.3;             // Jaccard measure from which two texts are told
    OutputFormat format = OutputFormat::Text;
    std::string schemes;
};

// Which database, in whose name, and when: what every verb about cases is told.
struct DeskOptions {
    std::string database; // empty: KENKEI_DB, else kenkei.db here
    std::string schemes;
    std::optional<base::Timestamp> at; // now where absent
    casework::Actor by{casework::Role::Office, "local"};
    bool json = false;
};

// kenkei case VERB: one verb of the office. Which members a verb uses stands in case_command_line.cpp.
struct CaseOptions {
    std::string verb;
    std::string subject;            // a case, an edition, or the text that is looked for
    std::vector<std::string> files; // what is handed in
    DeskOptions desk;
    std::string firm;
    std::string name;
    std::string class_id;
    std::string edition;
    std::string stage;
    std::string message; // also note, reason, detail
    std::string list;
    std::string invoice;
    std::string payer;
    std::string insurer;
    std::string known;
    std::string certificate;
    std::string ground;
    std::string record;
    std::string output;
    std::string result;
    std::vector<std::string> questions; // also grounds, contradictions, fields
    std::int64_t amount = 0;
    std::int64_t version = 0;
    std::int64_t event = 0;
    std::int64_t limit = 0;
    std::optional<base::Date> due;
    std::optional<base::Date> on;
    std::optional<base::Date> from;
    std::optional<base::Date> to;
    std::optional<base::Timestamp> moment; // arrived, paid
    bool failed = false;
    bool all = false;
};

struct ImportOptions {
    std::string edition;
    std::vector<std::string> inputs;
    DeskOptions desk;
};

struct ExportOptions {
    std::string edition;
    std::string stage;
    std::string output; // empty: standard output
    OutputFormat format = OutputFormat::JsonLines;
    DeskOptions desk;
};

struct DatabaseOptions {
    std::string verb; // migrate, backup, restore, verify, rebuild
    std::string file;
    DeskOptions desk;
};

struct AuditOptions {
    std::string verb; // verify, show, anchor, export, key
    std::string subject;
    std::vector<std::string> anchors; // files
    std::string key;                  // file
    std::string public_key;           // file
    std::string output;
    DeskOptions desk;
};

struct RetentionOptions {
    std::string verb; // list, erase
    std::string list;
    std::optional<base::Date> before;
    DeskOptions desk;
};

struct MailOptions {
    std::string verb; // list, send, resend, bounce
    std::vector<std::string> files;
    std::string server;
    std::string from;
    std::string user;
    std::string tls;
    std::string case_id; // of a mail: resend
    DeskOptions desk;
};

struct ServeOptions {
    DeskOptions desk;
    std::string config;                   // file; empty: none
    std::string listen;                   // empty: as the file says, else 127.0.0.1:8080
    bool demo = false;                    // a made-up cohort in a database that is thrown away
    std::optional<base::Timestamp> clock; // the moment at which its clock starts; absent: now
};

struct UserOptions {
    std::string verb; // add, list, password, grant, end, drop-second-step
    DeskOptions desk;
    std::string mail;
    std::string name;
    std::string role;
    std::string scheme;
    std::string firm;
    std::string insurer;
    std::string reason;
    std::string url; // of links
    bool link = false;
};

struct VersionOptions {};

struct HelpOptions {
    std::string verb; // empty: the whole program
};

using Command = std::variant<HelpOptions, JudgeOptions, TestOptions, CheckOptions, DiffOptions, ShowOptions,
                             ReplayOptions, PublishOptions, CompileOptions, DemoOptions, FormOptions, ReadOptions,
                             SimilarOptions, CaseOptions, ImportOptions, ExportOptions, DatabaseOptions, AuditOptions,
                             RetentionOptions, MailOptions, ServeOptions, UserOptions, VersionOptions>;

// What the arguments ask for. Errors (code usage.…) say what is wrong in Japanese and where help is.
base::Result<Command> read_command_line(int count, const char* const* arguments);

// The help text of a verb, or of the program for "". `edition` is the one its examples name.
std::string help_for(std::string_view verb, std::string_view edition);

}
