"""From the draft to the receipt, as a firm and the office do it over the network."""
import json
import threading
import uuid

from live import ROOT, WORKBOOK, Server, corporate_number

EDITION = "yuryo-sme/2025"
LAST_HOUR = "2024-10-18T16:00:00+09:00"
FIRM, OTHER = corporate_number(100000000123), corporate_number(100000000456)
DOCUMENT = json.loads((ROOT / "tests/journeys/applications/sme-2025.json").read_text())


def people(server):
    """A firm, another firm and the office of the scheme."""
    server.user("firm@a.example", "見本 申請", "--role", "applicant", "--firm", FIRM)
    server.user("firm@b.example", "例示 申請", "--role", "applicant", "--firm", OTHER)
    server.user("office@o.example", "見本 事務", "--role", "office", "--scheme", "yuryo-sme")
    return server.client("firm@a.example"), server.client("firm@b.example"), server.client("office@o.example")


def open_case(report, client, firm=FIRM):
    opened = client.post(f"/api/v1/editions/{EDITION}/cases", {"firm": firm, "name": "株式会社見本"})
    report.same("a case is opened", opened.status, 201)
    return opened.json["id"] if opened.status == 201 else "none-000001"


def document(**changes):
    answers = DOCUMENT["answers"] | {"org_number": FIRM} | changes
    return {"answers": answers} | {key: value for key, value in DOCUMENT.items() if key not in ("answers", "id")}


def play(report, database):
    with Server(database, clock=LAST_HOUR) as server:
        firm, other, office = people(server)
        case = open_case(report, firm)
        again = firm.post(f"/api/v1/editions/{EDITION}/cases", {"firm": FIRM, "name": "株式会社見本"})
        report.same("a second case of the same firm is refused", (again.status, again.code), (409, "case.duplicate"))
        theirs = other.post(f"/api/v1/editions/{EDITION}/cases", {"firm": FIRM, "name": "株式会社見本"})
        report.same("nobody opens a case for another firm", (theirs.status, theirs.code), (403, "access.denied"))

        for name, path in (("case", ""), ("draft", "/draft"), ("events", "/events"), ("judgement", "/judgement")):
            hidden = other.get(f"/api/v1/cases/{case}{path}")
            absent = other.get(f"/api/v1/cases/yuryo-sme-2025-999999{path}")
            report.same(f"another firm's {name} is as if it were not there", hidden.status, 404)
            same = hidden.json["detail"].replace(case, "X") == absent.json["detail"].replace("yuryo-sme-2025-999999", "X")
            report.look(f"and so are its words ({name})", same, f"{hidden} {absent}")

        receipt = firm.post(f"/api/v1/cases/{case}/submissions", document())
        report.same("the application is taken", receipt.status, 201)
        if receipt.status != 201:
            print(receipt)
            return
        told = receipt.json
        report.same("its receipt says what and when", (told["case"], told["version"], told["passed"]), (case, 1, True))
        report.look("with the legal time", told["arrived"].startswith("2024-10-18T16:0"), told["arrived"])
        second = firm.post(f"/api/v1/cases/{case}/submissions", document(q7=3))
        report.same("a later version is taken, too", (second.status, second.json.get("version")), (201, 2))
        report.same("and says that it would be refused", second.json.get("passed"), False)

        first = firm.get(f"/api/v1/cases/{case}/submissions/1/file")
        report.same("each version can be had again as filed", json.loads(first.body), document())
        seen = office.get(f"/api/v1/cases/{case}")
        report.same("the office sees it submitted", (seen.status, seen.json.get("stage")), (200, "submitted"))
        row = office.get("/api/v1/cases?limit=10").json["items"]
        report.same("and finds it in its list", [one["id"] for one in row], [case])
        report.same("another firm's list is empty", other.get("/api/v1/cases").json["items"], [])
        report.same("and its search", other.get("/api/v1/cases/search?q=%E8%A6%8B%E6%9C%AC").json["items"], [])
        found = office.get("/api/v1/cases/search?q=%E8%A6%8B%E6%9C%AC").json["items"]
        report.same("the office's search finds it by name", [one["id"] for one in found], [case])

        early = office.post(f"/api/v1/cases/{case}/reception", {})
        report.same("nothing is received before the closing", (early.status, early.code), (409, "case.period"))

        blank = firm.get(f"/api/v1/editions/{EDITION}/workbook")
        report.look("the blank form is a workbook", blank.status == 200 and blank.body[:2] == b"PK", blank.status)
        filled = firm.get(f"/api/v1/cases/{case}/workbook")
        third = firm.post(f"/api/v1/cases/{case}/submissions", raw=filled.body, content_type=WORKBOOK)
        report.same("its own workbook is an application again", (third.status, third.json.get("version")), (201, 3))

        broken = firm.post(f"/api/v1/cases/{case}/submissions", raw=b'{"answers": ', content_type="application/json")
        report.look("what cannot be read is told with its place", broken.status in (400, 422) and "line" in broken.json, broken)
        english = server.client("firm@a.example", language="en").get("/api/v1/cases/none")
        report.look("problems are told in English, too", english.json["title"].isascii(), english)

        history = firm.get(f"/api/v1/cases/{case}/events").json["items"]
        report.same("the history names what happened", [one["kind"] for one in history],
                    ["draft_opened", "submitted", "submitted", "submitted"])


def play_drafts(report, database):
    """Two people on one draft never overwrite each other silently."""
    with Server(database, clock=LAST_HOUR) as server:
        firm, _, _ = people(server)
        colleague = server.client("firm@a.example")
        case = open_case(report, firm)
        path = f"/api/v1/cases/{case}/draft"
        read = firm.get(path)
        tag = read.headers["ETag"]
        report.same("a draft is empty at first", read.json["answers"], {})
        bare = firm.put(path, {"answers": {"org_name": "株式会社見本"}})
        report.same("no draft is saved without saying which was read", (bare.status, bare.code), (428, "api.if-match"))
        saved = firm.put(path, {"answers": {"org_name": "株式会社見本"}}, headers={"If-Match": tag})
        report.same("it is saved", saved.status, 200)
        late = colleague.put(path, {"answers": {"org_name": "株式会社例示"}}, headers={"If-Match": tag})
        report.same("who read it before is told", (late.status, late.code), (412, "api.changed"))
        report.same("and has overwritten nothing", firm.get(path).json["answers"], {"org_name": "株式会社見本"})
        tag = colleague.get(path).headers["ETag"]
        good = colleague.put(path, {"answers": {"org_name": "株式会社例示"}}, headers={"If-Match": tag})
        report.same("after reading it again it is saved", good.status, 200)

        tag = good.headers["ETag"]
        answers, lock = [], threading.Lock()

        def save(number):
            client = server.client("firm@a.example")
            answer = client.put(path, {"answers": {"opinion": str(number)}}, headers={"If-Match": tag})
            with lock:
                answers.append((answer.status, number))

        threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        won = [number for status, number in answers if status == 200]
        report.same("of eight at once one is saved", sorted(status for status, _ in answers), [200] + [412] * 7)
        report.same("and is what stands there", firm.get(path).json["answers"], {"opinion": str(won[0])} if won else None)


def play_keys(report, database):
    """A write that is said again with its key is done once."""
    with Server(database, clock=LAST_HOUR) as server:
        firm, other, _ = people(server)
        case = open_case(report, firm)
        key = {"Idempotency-Key": str(uuid.uuid4())}
        path = f"/api/v1/cases/{case}/submissions"
        first = firm.post(path, document(), headers=key)
        again = firm.post(path, document(), headers=key)
        report.same("said again, it is the same answer", (again.status, again.body), (first.status, first.body))
        report.same("which says so", again.headers.get("Idempotency-Replayed"), "true")
        report.same("and nothing was filed again", firm.get(f"/api/v1/cases/{case}/events").json["items"][-1]["number"], 2)
        changed = firm.post(path, document(q7=3), headers=key)
        report.same("a key is not for another content", (changed.status, changed.code), (422, "api.key-reused"))
        case_b = other.post(f"/api/v1/editions/{EDITION}/cases", {"firm": OTHER}, headers=key)
        report.same("another account's key is another key", case_b.status, 201)
        bad = firm.post(path, document(), headers={"Idempotency-Key": "a b"})
        report.same("a key with a blank is refused", (bad.status, bad.code), (400, "api.key"))

        answers, lock = [], threading.Lock()
        key = {"Idempotency-Key": str(uuid.uuid4())}

        def file():
            answer = server.client("firm@a.example").post(path, document(q20=1), headers=key)
            with lock:
                answers.append((answer.status, answer.json.get("version")))

        threads = [threading.Thread(target=file) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        report.same("six at once with one key are one", set(answers), {(201, 2)})
