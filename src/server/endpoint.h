#pragma once

#include "access/permissions.h"
#include "office/desk.h"
#include "office/read_submission.h"
#include "server/openapi.h"
#include "server/problem.h"
#include "server/service.h"
#include "server/upload.h"
#include "store/accounts.h"

namespace kenkei::server {

// One request, as far as it was looked at before an endpoint sees it: who asks, that it may, that the body is as its
// schema says.
struct Asked {
    Service& service;
    Request request;
    base::Timestamp now; // its last byte had arrived
    Language language = Language::Japanese;
    access::Caller caller = {};
    std::string session = {};                  // digest; "" without one
    std::optional<access::Role> role = {};     // in which the caller may do it; nothing where all may
    std::optional<store::CaseRow> about = {};  // where the path names a {case}
    const edition::Edition* edition = nullptr; // where the path names {scheme} and {edition}, or a case
    access::Reached reached = {};              // where it is about many
    base::json::Value body = {};               // where it is JSON
    std::vector<UploadedPart> parts = {};      // where it is multipart/form-data
    std::shared_ptr<const void> held = {};     // of the memory for uploads

    const std::string& name(std::string_view) const; // of the path; "" if there is none
    // "" if it is not there.
    std::string query(std::string_view) const;
    // Of the body; "" and nothing if it is not there or null.
    std::string text(std::string_view member) const;
    std::optional<std::int64_t> whole(std::string_view member) const;
    bool flag(std::string_view member) const; // false if it is not there
    std::vector<std::string> texts(std::string_view member) const;
    // Days and moments were checked by the schema; what is no day all the same is an error.
    base::Result<std::optional<base::Date>> day(std::string_view member) const;
    base::Result<std::optional<base::Timestamp>> moment(std::string_view member) const;

    casework::Actor actor() const; // hand of the role, id of the account
};

// Reads, in one transaction that sees one state.
using Look = std::function<base::Result<Response>(const Asked&, store::Transaction&)>;
// Writes, on the writer's thread; may run again where another errand was faster.
using WrittenAnswer = std::function<base::Result<Response>(const office::Desk&)>;
// What is to be written, made ready on a worker: reading files, judging.
using Act = std::function<base::Result<WrittenAnswer>(const std::shared_ptr<const Asked>&, store::Transaction&)>;
// Needs threads of its own: passwords, other servers. Called on a worker.
using Free = std::function<void(std::shared_ptr<Asked>, store::Transaction&, Reply)>;

// What an operation is about: whose it is decides whether the caller may.
enum class About {
    Nothing, // nobody's in particular: those that all may, and accounts' own
    Case,    // {case} in the path
    Scheme,  // {scheme} in the path
    Edition, // {scheme} and {edition} in the path, and `firm` of the body where there is one
    Firm,    // {firm} in the path
    Many,    // all that the caller reaches
    Told,    // the endpoint finds out and asks by itself (require)
};

struct Endpoint {
    OperationDescription says;
    access::Operation operation = access::Operation::SeeCase;
    About about = About::Nothing;
    std::variant<Look, Act, Free> handler;
    bool raw_body = false;               // the endpoint reads it: several kinds of content
    std::size_t body_limit = 256U << 10; // bytes; larger bodies are read only from who may send them
    std::chrono::milliseconds time{30'000};
    std::optional<UploadLimits> uploads = {}; // multipart/form-data: asked.parts
};

// The role in which the caller may, or in the one that it chose (Kenkei-Role); nothing where all may.
base::Result<std::optional<access::Role>> permitted(const Asked&, access::Operation, const access::Subject&);
access::Subject subject_of(const store::CaseRow&);
// For About::Told: the role in which the caller may, kept in `asked`.
base::Result<access::Role> require(const Asked&, access::Operation, const access::Subject&);

// All of them, in the order of the document.
std::vector<Endpoint> api_endpoints();
// As routes of the engine; the service outlives them.
std::vector<Route> routes_of(Service&, std::vector<Endpoint>);

// {"…": …} of an object that `write` fills.
Response json_object(int status, const std::function<void(base::json::Writer&)>& write);
Response no_content();

// The body as a file that was handed in: its name by Content-Disposition or ?name=, else `name`.
office::Handed handed_of(const Asked&, std::string_view name);

// The ETag of a case at its event `head`: "17".
std::string etag_of(std::int64_t head);
// What the request was made with instead of what is now: 412.
base::Result<void> check_if_match(const Asked&, std::int64_t head);

}
