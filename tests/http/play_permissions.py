"""Walks the table of permissions over the network: every operation of the server's own description, in every role, with
what is the role's and what is another's; and what lists, counters, searches and exports say of cases that are not theirs."""
import json
import re

from live import ROOT, Server, corporate_number, permissions

NOW = "2024-11-20T10:00:00+09:00"
FIRM, OTHER = corporate_number(100000000123), corporate_number(100000000456)
MINE, THEIRS = "yuryo-sme", "yokohama"
EDITIONS = {MINE: "2025", THEIRS: "2022"}
ASKED, NOT_ASKED = "見本健康保険組合", "例示健康保険組合"
APPLICATIONS = ROOT / "tests/journeys/applications"

# What a role is given, as `kenkei user add` takes it.
GRANTS = {
    "applicant": ["--firm", FIRM],
    "delegate": ["--firm", FIRM, "--scheme", MINE],
    "representative": ["--firm", FIRM],
    "office": ["--scheme", MINE],
    "reviewer": ["--scheme", MINE],
    "chair": ["--scheme", MINE],
    "certifier": ["--scheme", MINE],
    "insurer": ["--insurer", ASKED],
    "partner": ["--scheme", MINE],
    "auditor": ["--scheme", MINE],
    "admin": [],
}
# Answers that mean: this is not for you.
DENIED = {"access.denied", "access.login", "access.token", "store.no-case"}


def is_theirs(whose, scheme="", firm="", insurer=""):
    """Whether a cell of the table covers what is asked about."""
    return {
        "–": False,
        "自社": firm == FIRM,
        "委任元": firm == FIRM and scheme == MINE,
        "照会先": insurer == ASKED,
        "担当制度": scheme == MINE,
        "すべて": True,
    }[whose]


class Cases:
    """Four cases, made on the command line: of both firms in both schemes; those of MINE are with an insurer."""

    def __init__(self, server):
        self.server = server
        self.made = {}
        for firm, insurer in ((FIRM, ASKED), (OTHER, NOT_ASKED)):
            case = self.make(MINE, firm, "sme-2025.json", "2024-10-01T10:00", "2024-10-20T09:00")
            self.act("issue-invoice", case, "--invoice", f"S-{firm}", at="2024-10-21T10:00")
            self.act("record-payment", case, "--amount", "16500", "--paid", "2024-10-22T10:00", at="2024-10-22T11:00")
            self.act("screen", case, at="2024-10-23T10:00")
            self.act("inquire-insurer", case, "--insurer", insurer, at="2024-10-25T10:00")
            self.made[case] = {"scheme": MINE, "firm": firm, "insurer": insurer}
        for firm in (FIRM, OTHER):
            case = self.make(THEIRS, firm, "yokohama-2022.json", "2022-08-01T10:00", "2022-11-01T09:00")
            self.made[case] = {"scheme": THEIRS, "firm": firm, "insurer": ""}

    def act(self, verb, *words, at, by="office:desk"):
        return self.server.run("case", verb, *words, "--at", at, "--by", by, "--format", "json")

    def make(self, scheme, firm, application, at, received):
        edition = f"{scheme}/{EDITIONS[scheme]}"
        name = "株式会社見本" if firm == FIRM else "株式会社例示"
        case = json.loads(self.act("open-draft", edition, "--firm", firm, "--name", name, at=at, by="applicant:a"))["id"]
        document = json.loads((APPLICATIONS / application).read_text())
        document["answers"]["org_number"] = firm
        path = self.server.folder / f"{case}.json"
        path.write_text(json.dumps(document, ensure_ascii=False))
        self.act("submit", case, str(path), at=at, by="applicant:a")
        self.act("receive", case, at=received)
        return case


def operations(client):
    """(id, method, path, permission) of the server's own description."""
    for path, methods in client.get("/api/v1/openapi.json").json["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "post", "put", "patch", "delete"):
                yield operation["operationId"], method.upper(), path, operation.get("x-kenkei-permission", "")


def filled(path, **values):
    """The path with its names filled in; what is not given is something that does not exist."""
    absent = {"version": "1", "number": "1", "sha256": "0" * 64}
    return re.sub(r"\{(\w+)\}", lambda name: values.get(name[1], absent.get(name[1], "none")), path)


def ask(client, method, path, body):
    return client.ask(method, path, None if method == "GET" else body)


def play(report, database):
    with Server(database, clock=NOW) as server:
        cases = Cases(server)
        table = permissions()
        roles = {role: server.client(server.user(f"{role}@t.example", role, "--role", role, *words)) for role, words in GRANTS.items()}
        nobody = server.client()
        member = server.client(server.user("member@t.example", "だれでもない"))
        every = list(operations(nobody))
        report.look("there are operations", len(every) > 60, len(every))
        told = {permission for *_, permission in every}
        report.same("every permission of the table has an operation", sorted(set(table) - told), [])
        report.same("and every operation a permission of the table", sorted(told - set(table)), [])
        lists(report, cases, roles, table)
        hidden_results(report, server, cases, roles)
        walk_closed(report, every, table, nobody, member)
        for name, method, path, permission in every:
            if permission in table and table[permission]["open"] == "–":
                walk(report, cases, roles, table[permission], name, method, path)


def walk_closed(report, every, table, nobody, member):
    for name, method, path, permission in every:
        open_to = table[permission]["open"] if permission in table else "–"
        values = {"scheme": MINE, "edition": EDITIONS[MINE], "case": "yuryo-sme-2025-000001", "firm": FIRM}
        answer = ask(nobody, method, filled(path, **values), {})
        if open_to == "○":  # who am I, asked by nobody, is answered with 401
            report.look(f"{name} is open to all", name == "seeSession" or answer.code not in DENIED, answer)
            continue
        report.same(f"{name} needs a log-in", (answer.status, answer.code), (401, "access.login"))
        if open_to == "–":
            answer = ask(member, method, filled(path, **values), {"firm": FIRM})
            report.look(f"{name} is not for whoever is logged in", answer.code in DENIED or answer.status == 404, answer)


def walk(report, cases, roles, cells, name, method, path):
    """Every role, with each case or with both firms in both schemes."""
    if "{case}" in path:
        subjects = [({"case": case}, {}, about) for case, about in cases.made.items()]
    elif "{scheme}" in path:
        subjects = [
            ({"scheme": scheme, "edition": EDITIONS[scheme]}, {"firm": firm}, {"scheme": scheme, "firm": firm})
            for scheme in (MINE, THEIRS)
            for firm in (FIRM, OTHER)
        ]
    elif "{firm}" in path:
        subjects = [({"firm": firm}, {"scheme": MINE}, {"scheme": MINE, "firm": firm}) for firm in (FIRM, OTHER)]
    else:
        subjects = [({}, {}, None)]
    for role, client in roles.items():
        for values, body, about in subjects:
            answer = ask(client, method, filled(path, **values), body)
            theirs = cells[role] != "–" if about is None else is_theirs(cells[role], **about)
            what = f"{role}: {name} {about or ''}"
            if theirs:
                report.look(f"{what} is allowed", answer.code not in DENIED and (answer.status < 500 or answer.code == "api.busy"), answer)
            elif "{case}" not in path and answer.status == 404 and "{" in path:
                report.look(f"{what} finds nothing", True)
            else:
                report.look(f"{what} is denied", answer.code in DENIED, answer)


def lists(report, cases, roles, table):
    """Lists, searches, counters and exports speak of what a role may see, and of all of it."""
    for role, client in roles.items():
        cell = table["see-case"][role]
        seen = sorted(case for case, about in cases.made.items() if is_theirs(cell, **about))
        for path in ("/cases?limit=200", "/cases/search?q=%E6%A0%AA%E5%BC%8F"):
            answer = client.get(f"/api/v1{path}")
            got = sorted(item["id"] for item in answer.json["items"]) if answer.status == 200 else []
            report.same(f"{role}: {path} holds what the role may see", got, seen)
        one_by_one, after = [], ""
        while answer.status == 200:
            page = client.get(f"/api/v1/cases?limit=1{'&after=' + after if after else ''}").json
            one_by_one += [item["id"] for item in page["items"]]
            after = page["next"]
            if not after or len(one_by_one) > 9:
                break
        report.same(f"{role}: and so it does page by page", sorted(one_by_one), seen)
        for suggestion in (FIRM, OTHER):
            answer = client.get(f"/api/v1/cases/search?q={suggestion}")
            got = sorted(item["id"] for item in answer.json["items"]) if answer.status == 200 else []
            mine = [case for case in seen if cases.made[case]["firm"] == suggestion]
            report.same(f"{role}: the search for a number tells of no other", got, mine)
        counts = client.get("/api/v1/cases/counts")
        total = sum(one["cases"] for one in counts.json["items"]) if counts.status == 200 else 0
        report.same(f"{role}: counters count what the role may see", total, len(seen) if table["see-figures"][role] != "–" else 0)
        export = client.get("/api/v1/cases/export?format=jsonl&columns=id,number,name")
        got = sorted(json.loads(line)["id"] for line in export.body.decode().splitlines()) if export.status == 200 else []
        wanted = sorted(case for case, about in cases.made.items() if is_theirs(table["export"][role], **about))
        report.same(f"{role}: the export holds what the role may see", got, wanted)


def hidden_results(report, server, cases, roles):
    """A result is nobody's but the office's until it is told."""
    case = next(case for case, about in cases.made.items() if about["scheme"] == MINE and about["firm"] == FIRM)
    at = "2024-11-05T10:00"
    stage = json.loads(server.run("case", "show", case, "--format", "json"))["stage"]
    report.same("the walk left the case with the office", stage, "received")
    known = json.dumps({"insurer": {"programme": True, "declared": True}})
    cases.act("record-insurer-reply", case, "--result", "confirmed", "--known", known, at=at)
    server.run("case", "screen", case, "--note", "事務局だけのメモ", "--at", at, "--by", "office:desk")
    for role in ("applicant", "representative", "delegate", "insurer", "partner"):
        told = roles[role].get(f"/api/v1/cases/{case}").body + roles[role].get(f"/api/v1/cases/{case}/events").body
        report.look(f"{role}: no word of the screening", "事務局だけのメモ".encode() not in told and b'"screened":{' not in told, told)
    office = roles["office"].get(f"/api/v1/cases/{case}").body
    report.look("the office reads it", "事務局だけのメモ".encode() in office, office)
    about = roles["insurer"].get(f"/api/v1/cases/{case}").json
    report.look("the insurer sees no contact and no other answer", "contact_tel" not in json.dumps(about), about)
    partner = roles["partner"].get(f"/api/v1/cases/{case}").json
    report.look("the partner sees no answers", not partner.get("answers") and not partner.get("submitted"), partner)
    staff = roles["applicant"].get(f"/api/v1/cases/{case}/events").body
    report.look("the firm reads no account of the office's", b"office:desk" not in staff and b'"desk"' not in staff, staff)
