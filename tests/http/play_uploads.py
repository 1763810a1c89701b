"""Files, as they are handed in and as they should not be: too many, too large, too slow, not what they are called."""
import json
import statistics
import threading
import time
from pathlib import Path

import hostile
from live import ROOT, WORKBOOK, Client, Server, corporate_number
from wire import HOST, Wire, answers

IN_TIME, AFTER = "2024-10-10T10:00:00+09:00", "2024-10-22T10:00:00+09:00"
FIRM, OTHER = corporate_number(600000000123), corporate_number(600000000456)
DOCUMENT = json.loads((ROOT / "tests/journeys/applications/sme-2025.json").read_text())
EDITION = "/api/v1/editions/yuryo-sme/2025"
BOUNDARY = "kenkei-test-boundary"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
TOP, AT_REST = 300_000, 60_000  # kilobytes: while it works, and more than before when it has
LORIS = 200


def part(name, content, file_name=None, more=""):
    if isinstance(file_name, str):
        file_name = file_name.encode()
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'.encode()
    head += b'; filename="' + file_name + b'"\r\nContent-Type: application/octet-stream' if file_name is not None else b""
    return head + more.encode() + b"\r\n\r\n" + content + b"\r\n"


def form(*parts):
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def send(client, path, body, content_type=MULTIPART):
    return client.post(path, raw=body, content_type=content_type)


class Kept:
    """What the database holds of files and events."""

    def __init__(self, server):
        self.server = server
        self.before = self.now()

    def now(self):
        tables = ("files", "events", "event_files", "payloads")
        return {table: int(self.server.rows(f"SELECT count(*) FROM {table}")[0][0]) for table in tables}


def top(server):
    """The most kilobytes that it had in memory since the last time it was asked."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    most = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    Path(f"/proc/{server.process.pid}/clear_refs").write_text("5")
    return most


def rested(server, bound):
    """Its memory when it has given back what it gives back."""
    until = time.monotonic() + 10
    while server.memory() > bound and time.monotonic() < until:
        time.sleep(0.2)
    return server.memory()


def refused(report, what, answer, *codes):
    """In words, and for one of these reasons (a code, or the beginning of one)."""
    good = 400 <= answer.status < 500 and answer.code.startswith(codes or ("",)) and answer.code != ""
    good = good and any("ぁ" <= letter <= "ヿ" for letter in answer.json["detail"])
    return report.look(f"{what} is refused", good, f"{codes} expected, not {answer}")


def play(report, database):
    with Server(database, clock=IN_TIME, config="log = none\n") as server:
        server.user("firm@f.example", "見本 申請", "--role", "applicant", "--firm", FIRM)
        server.user("other@f.example", "例示 申請", "--role", "applicant", "--firm", OTHER)
        server.user("office@f.example", "見本 事務", "--role", "office", "--scheme", "yuryo-sme")
        firm = server.client("firm@f.example")
        case = firm.post(f"{EDITION}/cases", {"firm": FIRM, "name": "株式会社見本"}).json["id"]
        workbooks(report, server, firm, case)
        paper(report, server)
        application = {"answers": DOCUMENT["answers"] | {"org_number": FIRM}}
        filed = firm.post(f"/api/v1/cases/{case}/submissions", application)
        report.look("after all that the application is taken", filed.status == 201, filed)

        server.stop()
        office(server, case)
        server.clock = AFTER
        server.start()
        firm, other = server.client("firm@f.example"), server.client("other@f.example")
        path = f"/api/v1/cases/{case}/evidence"
        time.sleep(3)  # what the clock does at the beginning
        kept = Kept(server)
        usual = server.memory()
        top(server)
        wrong_files(report, firm, path)
        wrong_forms(report, server, firm, path)
        too_large(report, server, firm, path)
        not_theirs(report, server, firm, other, path)
        report.same("nothing of it was kept", kept.now(), kept.before)
        report.look("nor did it take much memory", top(server) < TOP, f"{top(server)} kB")
        slow(report, server, firm, path)
        resting = rested(server, usual + AT_REST)
        report.look("which it has given back", resting <= usual + AT_REST, f"{usual} kB before, {resting} kB now")
        many(report, server, firm, path)
        names(report, server, firm, path, case)
        report.look("the record is whole", "見つかりません" not in server.run("db", "verify"), "")


def office(server, case):
    def act(verb, *words, at):
        return server.run("case", verb, case, *words, "--at", at, "--by", "office:desk")

    act("receive", at="2024-10-21T09:00")
    act("issue-invoice", at="2024-10-21T09:01")
    act("record-payment", "--amount", "16500", at="2024-10-21T09:02")
    act("screen", at="2024-10-21T09:03")
    act("request-evidence", "--questions", "q14", "--message", "実施の記録", at="2024-10-21T09:04")


def workbooks(report, server, firm, case):
    blank = firm.get(f"{EDITION}/workbook").body
    kept = Kept(server)
    usual = server.memory()
    top(server)
    nobody = Client(server.port)
    for what, content, must in hostile.workbooks(blank):
        for who, path in ((firm, f"/api/v1/cases/{case}/submissions"), (nobody, f"{EDITION}/judgements")):
            if not must and who is firm:
                continue
            begun = time.monotonic()
            answer = send(who, path, content, WORKBOOK)
            spent = time.monotonic() - begun
            asked = f"{what} as a workbook ({path.rsplit('/', 1)[1]})"
            if must:
                refused(report, asked, answer)
            else:
                report.look(f"{asked} is answered", answer.status < 500, answer)
            report.look(f"{asked}, within seconds", spent < 5, f"{spent:.1f} s")
            most = top(server)
            report.look(f"{asked}, with little memory", most < TOP, f"{most} kB")
    large = send(firm, f"/api/v1/cases/{case}/submissions", bytes(9 << 20), WORKBOOK)
    refused(report, "a workbook of 9 MB", large, "http.too-large")
    odd = send(firm, f"/api/v1/cases/{case}/submissions", blank, "application/pdf")
    report.look("what it is called does not matter or is refused", odd.status in (201, 415, 422, 400), odd)
    report.look("nothing was written outside", not Path("/tmp/kenkei-was-here").exists(), "/tmp/kenkei-was-here")
    if odd.status != 201:
        report.same("nothing of it was kept", kept.now(), kept.before)
    resting = rested(server, usual + AT_REST)
    report.look("the memory is given back", resting <= usual + AT_REST, f"{usual} kB before, {resting} kB now")


def paper(report, server):
    clerk = server.client("office@f.example")
    path = f"{EDITION}/paper-applications"
    typed = json.dumps({"answers": DOCUMENT["answers"] | {"org_number": OTHER}}, ensure_ascii=False).encode()
    application, arrived = part("application", typed, "typed.json"), part("arrived", b"2024-10-09T15:00:00+09:00")
    scan = part("scan", hostile.PDF, "scan.pdf")
    kept = Kept(server)
    for what, body, codes in (
        ("paper without what was typed", form(arrived, scan), ["body.missing"]),
        ("paper without its arrival", form(application, scan), ["body.missing"]),
        ("paper that arrives tomorrow", form(application, part("arrived", b"2024-10-11T15:00:00+09:00"), scan), ["case."]),
        ("an arrival that is none", form(application, part("arrived", b"yesterday"), scan), ["timestamp.", "date."]),
        ("a program as scan", form(application, arrived, part("scan", hostile.PROGRAM, "scan.pdf")), ["file."]),
        ("a workbook as scan", form(application, arrived, part("scan", hostile.packed({"a": b"b"}), "a.pdf")), ["file."]),
        ("a page as what was typed", form(part("application", hostile.PAGE, "typed.xlsx"), arrived, scan), [""]),
    ):
        refused(report, what, send(clerk, path, body), *codes)
    report.same("nothing of it was kept", kept.now(), kept.before)
    refused(report, "paper of a firm's", send(server.client("other@f.example"), path, form(application, arrived, scan)),
            "access.denied")
    done = send(clerk, path, form(application, arrived, scan))
    report.look("good paper is taken", done.status == 201 and done.json["arrived"].startswith("2024-10-09T15:00"), done)


def wrong_files(report, firm, path):
    bare = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
    macros = hostile.packed({**bare, "xl/vbaProject.bin": b"1"})
    bomb = hostile.packed({**bare, "xl/worksheets/sheet1.xml": hostile.GIBIBYTE})
    for what, content, name, codes in (
        ("a program called .pdf", hostile.PROGRAM, "report.pdf", ["file.kind"]),
        ("a page called .xlsx", hostile.PAGE, "report.xlsx", ["file.kind"]),
        ("a page", hostile.PAGE, "report.html", ["file.kind"]),
        ("a page called .txt", hostile.PAGE, "report.txt", ["file.kind"]),
        ("a picture with a script", hostile.PICTURE_WITH_SCRIPT, "chart.svg", ["file.kind"]),
        ("a script", b"WScript.Echo('hello')", "report.js", ["file.kind"]),
        ("a shell's script called .csv", b"#!/bin/sh\nrm -rf /\n", "report.csv", ["file.kind"]),
        ("an archive", hostile.packed({"a.txt": b"a"}), "report.zip", ["file.kind"]),
        ("an encrypted or old workbook", hostile.OLD_OFFICE, "report.xlsx", ["file.encrypted", "file.kind"]),
        ("a workbook with macros", macros, "report.xlsx", ["file.macros"]),
        ("a workbook that becomes 1 GiB", bomb, "report.xlsx", ["file.too-big"]),
        ("nothing", b"", "report.pdf", ["file.empty", "case.value"]),
        ("nothing at all", b"", "", ["case.value", "file.empty"]),
    ):
        refused(report, what, send(firm, path, form(part("file", content, name))), *codes)
    both = form(part("file", hostile.PDF, "good.pdf"), part("file", hostile.PROGRAM, "bad.pdf"))
    refused(report, "a good file beside a bad one", send(firm, path, both), "file.kind")


def wrong_forms(report, server, firm, path):
    body = form(part("file", hostile.PDF, "report.pdf"))
    for what, sent, content_type, codes in (
        ("a form that breaks off", body[:-10], MULTIPART, ["multipart.truncated"]),
        ("a form that breaks off in a file", body[:150], MULTIPART, ["multipart."]),
        ("a form with another boundary", body, "multipart/form-data; boundary=other", ["multipart."]),
        ("a form without a boundary", body, "multipart/form-data", ["multipart.type"]),
        ("a boundary of 300 letters", body, "multipart/form-data; boundary=" + "a" * 300, ["multipart.type"]),
        ("a form of another kind", body, f"multipart/mixed; boundary={BOUNDARY}", ["multipart.type"]),
        ("JSON instead of a form", b"{}", "application/json", ["multipart.type", "http.media-type"]),
        ("ten thousand parts", form(*[part("file", b"a", f"{number}.txt") for number in range(10_000)]), MULTIPART,
         ["multipart.parts"]),
        ("a part whose head is endless", form(part("file", b"a", "a.txt", "\r\nX-Long: " + "a" * 20_000)), MULTIPART,
         ["multipart.part-head"]),
        ("a part without a name", body.replace(b' name="file";', b""), MULTIPART, ["multipart."]),
        ("a part that is not of a form", body.replace(b"form-data;", b"attachment;"), MULTIPART, ["multipart."]),
        ("a name of 300 letters", form(part("file", hostile.PDF, "a" * 300 + ".pdf")), MULTIPART, ["multipart."]),
        ("a name that is no UTF-8", form(part("file", hostile.PDF, b"\xff\xfe.pdf")), MULTIPART, ["multipart."]),
        ("a field without a file", form(part("file", b"hello")), MULTIPART, ["case.value"]),
        ("an empty form", form(), MULTIPART, ["multipart.", "case.value"]),
    ):
        refused(report, what, send(firm, path, sent, content_type), *codes)
    with Wire(server.port) as wire:
        wire.send(head_of(path, firm, len(body) + 100) + body)
    with Wire(server.port) as wire:
        wire.send(head_of(path, firm, len(body)) + body[: len(body) // 2])


def head_of(path, client, length=None, kind=MULTIPART):
    cookie = f"Cookie: {client.cookie}\r\nKenkei-CSRF: {client.csrf}\r\n" if client and client.cookie else ""
    size = f"Content-Length: {length}" if length is not None else "Transfer-Encoding: chunked"
    return f"POST {path} HTTP/1.1\r\n".encode() + HOST + f"{cookie}Content-Type: {kind}\r\n{size}\r\n\r\n".encode()


def chunked(body, size=1 << 20):
    for at in range(0, len(body), size):
        piece = body[at : at + size]
        yield b"%x\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def pour(server, head, pieces):
    """(the statuses, the problem's code, bytes that were taken, seconds)"""
    begun, taken = time.monotonic(), 0
    with Wire(server.port) as wire:
        wire.send(head)
        for piece in pieces:
            if not wire.send(piece):
                break
            taken += len(piece)
            wire.socket.settimeout(0.0001)
            try:
                wire.came += wire.socket.recv(1 << 16)
            except OSError:
                pass
            wire.socket.settimeout(10)
            if wire.came:
                break
        found = answers(wire.read())
    codes = [json.loads(body)["code"] for status, _, body in found if status >= 400]
    return [status for status, _, _ in found], codes, taken, time.monotonic() - begun


def too_large(report, server, firm, path):
    one = form(part("file", hostile.PDF + bytes(21 << 20), "large.pdf"))
    three = form(*[part("file", hostile.PDF + bytes(18 << 20), f"large{number}.pdf") for number in range(3)])
    for what, head, pieces in (
        ("a file of 21 MB", head_of(path, firm, len(one)), [one]),
        ("a file of 21 MB in pieces", head_of(path, firm), chunked(one)),
        ("three files of 18 MB", head_of(path, firm, len(three)), [three]),
        ("three files of 18 MB in pieces", head_of(path, firm), chunked(three)),
        ("a form without end", head_of(path, firm), (piece for _ in range(200) for piece in chunked(bytes(1 << 20))
                                                     if not piece.startswith(b"0"))),
    ):
        statuses, codes, _, _ = pour(server, head, pieces)
        good = len(statuses) == 1 and 400 <= statuses[0] < 500 and codes[0].startswith(("http.too-large", "multipart."))
        report.look(f"{what} is refused", good, (statuses, codes))
    statuses, codes, taken, spent = pour(server, head_of(path, firm, 60 << 20), [])
    report.look("60 MB are refused before they are sent", (statuses, codes) == ([413], ["http.too-large"]) and spent < 2,
                (statuses, codes, taken, spent))


def not_theirs(report, server, firm, other, path):
    """Who may not send is told so at once, and what it sends is not read."""
    body = form(*[part("file", hostile.PDF + bytes(16 << 20), f"large{number}.pdf") for number in range(3)])
    pieces = [body[at : at + (1 << 18)] for at in range(0, len(body), 1 << 18)]
    absent = path.replace("yuryo", "other")
    reader = server.token("firm@f.example", "read")
    forged = server.client("firm@f.example")
    forged.csrf = "0" * 64
    before = server.memory()
    for what, who, where, expected in (
        ("a stranger's", None, path, (401, "access.login")),
        ("another firm's", other, path, (404, "store.no-case")),
        ("what belongs to no case", firm, absent, (404, "store.no-case")),
        ("a forged page's", forged, path, (403, "access.csrf")),
    ):
        statuses, codes, taken, spent = pour(server, head_of(where, who, len(body)), pieces)
        report.look(f"{what} 50 MB are refused", ([expected[0]], [expected[1]]) == (statuses, codes), (statuses, codes))
        report.look(f"{what} 50 MB are not read", taken < 16 << 20 and spent < 5, f"{taken} bytes in {spent:.1f} s")
    answer = send(reader, path, form(part("file", hostile.PDF, "a.pdf")))
    report.same("a token for reading hands in nothing", (answer.status, answer.code), (403, "access.token"))
    after = server.memory()
    report.look("it was not kept in memory", after < before + 20_000, f"{before} kB before, {after} kB after")


def slow(report, server, firm, path):
    """Two hundred who send a byte a second, and everybody else."""
    def median():
        spent = []
        for _ in range(40):
            begun = time.perf_counter()
            answer = firm.get("/api/v1/session")
            spent.append(time.perf_counter() - begun)
            if answer.status != 200:
                report.look("others are answered", False, answer)
        return statistics.median(spent)

    alone = median()
    body = head_of(path, firm, 100_000) + form(part("file", hostile.PDF, "slow.pdf"))
    wires, ended = [Wire(server.port) for _ in range(LORIS)], threading.Event()

    def drip():
        at = 0
        while not ended.wait(1):
            for number, wire in enumerate(wires):
                # Some dawdle in the head of a request, some in its body.
                wire.send(body[at : at + 1] if number % 2 else body if at == 0 else b"x")
            at += 1

    dripping = threading.Thread(target=drip)
    dripping.start()
    time.sleep(2)
    others = [median() for _ in range(4)]
    ended.set()
    dripping.join()
    for wire in wires:
        wire.close()
    report.look("two hundred slow ones make nobody wait", max(others) < 0.25,
                f"{1000 * alone:.1f} ms alone, then {[f'{1000 * one:.1f} ms' for one in others]}")


def many(report, server, firm, path):
    """All that is under way at a time has a bound, too; who comes behind it is told, and nobody else notices."""
    usual = server.memory()
    top(server)
    body = form(*[part("file", hostile.PDF + bytes(16 << 20), f"large{number}.pdf") for number in range(3)])
    wires, told = [], []
    for _ in range(8):
        wires.append(Wire(server.port))
        wires[-1].send(head_of(path, firm, len(body)))
        wires[-1].send(body[:-10])
        wires[-1].read(0.3, 1)
        told += [(status, json.loads(content)["code"]) for status, _, content in answers(wires[-1].came)]
    late = bool(told) and set(told) == {(503, "api.busy")}
    report.look("of eight who send 50 MB at once the last are told to come later", late, told)
    report.same("others are answered", firm.get("/api/v1/session").status, 200)
    for wire in wires:
        wire.close()
    most, resting = top(server), rested(server, usual + AT_REST)
    report.look("they take no more memory than they may", most < usual + 350_000, f"{most} kB")
    report.look("and give it back", resting <= usual + AT_REST, f"{usual} kB before, {resting} kB now")


def names(report, server, firm, path, case):
    """Of a path only its last part is kept, and nothing that does not show."""
    told = {
        "../../etc/passwd.pdf": "passwd.pdf",
        "C:\\Users\\x\\report.pdf": "report.pdf",
        "/var/www/report2.pdf": "report2.pdf",
        "gepj\u202efdp.pdf": "gepjfdp.pdf",
        "見本 健診結果.pdf": "見本 健診結果.pdf",
        "a\u200bb.pdf": "ab.pdf",
        "a.exe\0.pdf": "a.exe.pdf",
    }
    body = form(*[part("file", hostile.PDF + name.encode(), name) for name in told])
    done = send(firm, path, body)
    report.look("good files are taken, whatever their names", done.status == 201, done)
    kept = firm.get(f"/api/v1/cases/{case}/events").json["items"][-1]
    report.same("their names are clean", [one["name"] for one in kept["files"]], list(told.values()))
    for file in kept["files"]:
        answer = firm.get(f"/api/v1/cases/{case}/files/{file['sha256']}")
        good = answer.body.startswith(hostile.PDF) and answer.headers["Content-Disposition"].startswith("attachment")
        report.look(f"{file['name']} comes back as a file", good and answer.headers["X-Content-Type-Options"] == "nosniff",
                    f"{answer} {answer.headers}")
