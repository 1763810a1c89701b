"""The server's own description: that it is a good document, that what the server answers in all plays is as it says, and
that every operation of it was done with success in one of them."""
import json
import re
import subprocess
import sys
import urllib.parse

import jsonschema

from live import ROOT, Client, Server

sys.set_int_max_str_digits(0)  # what is sent back may hold any number
CHECKER = ROOT / "tests/http/check_openapi"
# Done elsewhere: src/server/endpoints_oidc_test.cpp has a provider of its own; an anchor needs a key and a day.
ELSEWHERE = {"startOidc", "finishOidc", "linkOidc", "unlinkOidc", "unlinkAnyOidc", "exportAnchor"}
# Those that must be said, and must be there where they are said.
HEADERS = ("ETag", "Location", "Retry-After", "Idempotency-Replayed")
NOW_AND_THEN = {"Idempotency-Replayed"}
METHODS = ("get", "post", "put", "patch", "delete")


class Description:
    """An OpenAPI document, and how what was answered agrees with it."""

    def __init__(self, document):
        self.document = document
        self.operations = []  # (id, method, pattern, operation), literal paths before those with names
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                if method in METHODS:
                    pattern = re.compile("/".join("[^/]+" if part.startswith("{") else re.escape(part) for part in path.split("/")))
                    self.operations.append((operation["operationId"], method.upper(), path, pattern, operation))
        self.operations.sort(key=lambda one: one[2].count("{"))
        self.done = set()
        self.faults = {}
        self.answers = 0

    def watch(self, method, path, answer):
        plain = path.split("?")[0]
        for name, wanted, _, pattern, operation in self.operations:
            if wanted == method and pattern.fullmatch(plain):
                self.answers += 1
                if answer.status < 400 or answer.status in (409, 422) and not answer.code.startswith("body."):
                    self.done.add(name)  # also where the rules of the case refuse it
                for fault in self.faults_of(operation, answer) + self.faults_of_query(operation, path, answer):
                    self.faults.setdefault(f"{name} {answer.status}: {fault}", answer)
                return

    def faults_of_query(self, operation, path, answer):
        """What the operation does not know is refused, not passed over."""
        if operation["operationId"] == "finishOidc":
            return []
        known = {one["name"] for one in operation["parameters"] if one.get("in") == "query"}
        asked = urllib.parse.parse_qs(path.partition("?")[2], keep_blank_values=True).keys()
        unknown = sorted(asked - known)
        return [f"asked for {unknown}, which is not in the description"] if unknown and answer.status < 300 else []

    def faults_of(self, operation, answer):
        said = operation["responses"].get(str(answer.status))
        if said is None:
            return ["this status is not in the description"]
        if "$ref" in said:
            said = self.document["components"]["responses"][said["$ref"].rsplit("/", 1)[1]]
        headers = said.get("headers", {})
        faults = [f"the header {name} is not in the description" for name in HEADERS if name in answer.headers and name not in headers]
        faults += [f"there is no header {name}" for name in headers if name not in answer.headers and name not in NOW_AND_THEN]
        return faults + self.faults_of_body(said, answer)

    def faults_of_body(self, said, answer):
        media = answer.headers.get("Content-Type", "").split(";")[0]
        contents = said.get("content", {})
        if not contents:
            return [] if not answer.body else [f"{len(answer.body)} bytes where none are said"]
        if media not in contents and "*/*" not in contents:
            return [f"{media} is not in the description ({', '.join(contents)})"]
        schema = contents.get(media, {}).get("schema")
        if not schema or "json" not in media or media == "application/jsonl":
            return []
        whole = {"components": self.document["components"], **schema}
        found = jsonschema.Draft202012Validator(whole).iter_errors(json.loads(answer.body))
        return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]


def begin(report):
    """Watches all clients from now on."""
    with Server(clock="2024-10-18T16:00:00+09:00") as server:
        answer = Client(server.port).get("/api/v1/openapi.json")
        report.same("the description is served", answer.status, 200)
        refused = Client(server.port).get("/api/v1/editions?limti=3")
        report.same("a name in the query that is not known is refused", (refused.status, refused.code), (400, "api.query-unknown"))
        report.look("with the names that there are", "limti" in refused.json["detail"] and "limit、after" in refused.json["way_out"], refused)
        if (ROOT / "tests/http/node_modules").is_dir():
            done = subprocess.run([CHECKER], input=answer.body, capture_output=True, check=False)
            report.look("it is a good OpenAPI 3.1 document", done.returncode == 0, (done.stdout + done.stderr).decode())
        else:
            print("check_openapi: not run (npm ci --prefix tests/http)")
    description = Description(answer.json)
    Client.watch = description.watch
    return description


def end(report, description, everything):
    Client.watch = None
    for fault, answer in description.faults.items():
        report.look(fault, False, answer)
    report.look(f"{description.answers} answers are as described", not description.faults)
    if everything:
        for name, method, path, *_ in description.operations:
            report.look(f"{name} ({method} {path}) was done in one of the plays", name in description.done | ELSEWHERE)
