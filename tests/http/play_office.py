"""The whole life of applications as the 事務局, bodies, insurers and firms live it over the network; and the running program
as its administrator sees it."""
import io
import json
import time
import zipfile
from urllib.parse import quote

import yaml

from live import ROOT, Client, Server, corporate_number

SME, TOWN = "yuryo-sme/2025", "yokohama/2022"
FIRM, OTHER = corporate_number(100000000123), corporate_number(100000000456)
INSURER = "01270016"
PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


def application(name, firm):
    document = json.loads((ROOT / f"tests/journeys/applications/{name}.json").read_text())
    document["answers"]["org_number"] = firm
    if "reception_code" in document["answers"]:
        document["answers"]["reception_code"] = firm[-5:]
    return document


def multipart(parts):
    """(bytes, content type) of [(field, file name or None, bytes)]."""
    boundary = "boundary-of-the-tests"
    out = b""
    for field, file_name, content in parts:
        named = f'; filename="{file_name}"' if file_name else ""
        out += f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"{named}\r\n\r\n'.encode() + content + b"\r\n"
    return out + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


class Life:
    """One database, in which the clock is set anew by starting the server again."""

    def __init__(self, report, database, scheme):
        self.report = report
        self.server = Server(database)
        self.scheme = scheme
        self.running = False
        self.clients = {}

    def at(self, clock):
        if self.running:
            self.report.same("the server ends as it should", self.server.stop(), 0)
        self.server.clock = clock
        self.server.start()
        self.running = True
        for mail in self.clients:
            self.clients[mail] = self.server.client(mail)

    def person(self, mail, *words):
        self.server.user(mail, mail.split("@")[0], *words)
        self.clients[mail] = self.server.client(mail)
        return mail

    def ask(self, mail, method, path, body=None, wanted=None, **more):
        answer = self.clients[mail].ask(method, f"/api/v1{path}", body, **more)
        if wanted is not None:
            ok = answer.status in wanted if isinstance(wanted, tuple) else answer.status == wanted
            self.report.look(f"{method} {path} gives {wanted}", ok, answer)
        return answer

    def post(self, mail, path, body=None, wanted=(200, 201), **more):
        return self.ask(mail, "POST", path, body if body is not None or "raw" in more else {}, wanted, **more)

    def get(self, mail, path, wanted=200):
        return self.ask(mail, "GET", path, None, wanted)

    def end(self):
        self.report.same("the server ends as it should", self.server.stop(), 0)
        words = self.server.run("audit", "verify")
        self.report.look("nothing was written past the record", "書き換えられたものはありません" in words, words)
        self.server.scratch.cleanup()


def play(report, database):
    national(report, database)
    if database is None:
        municipal(report)


def national(report, database):
    life = Life(report, database, "yuryo-sme")
    life.at("2024-09-24T11:00:00+09:00")
    firm = life.person("firm@a.example", "--role", "applicant", "--firm", FIRM)
    other = life.person("firm@b.example", "--role", "applicant", "--firm", OTHER)
    office = life.person("office@o.example", "--role", "office", "--scheme", "yuryo-sme")
    insurer = life.person("insurer@i.example", "--role", "insurer", "--insurer", INSURER)
    certifier = life.person("council@c.example", "--role", "certifier", "--scheme", "yuryo-sme")
    chair = life.person("chair@c.example", "--role", "chair", "--scheme", "yuryo-sme")

    case = life.post(firm, f"/editions/{SME}/cases", {"firm": FIRM, "name": "株式会社例示一"}, 201).json["id"]
    tag = life.get(firm, f"/cases/{case}/draft").headers["ETag"]
    answers = application("sme-2025", FIRM)["answers"]
    life.ask(firm, "PUT", f"/cases/{case}/draft", {"answers": answers}, 200, headers={"If-Match": tag})
    verdict = life.get(firm, f"/cases/{case}/judgement?explain=true").json
    report.same("the draft is judged", verdict["outcome"], "met")
    life.post(firm, f"/cases/{case}/submissions", application("sme-2025", FIRM), 201)
    life.get(office, f"/cases/{case}/submissions/1/file")
    filed = life.post(office, f"/editions/{SME}/applications", application("sme-2025", OTHER), (200, 201)).json
    second = filed["case"] if "case" in filed else filed["id"]
    check = life.post(firm, f"/editions/{SME}/judgements", application("sme-2025", FIRM), 200)
    report.same("a self-check is kept nowhere", (check.json["outcome"], len(life.get(office, "/cases").json["items"])), ("met", 2))
    mails = life.get(office, f"/cases/{case}/mails").json["items"]
    report.same("the receipt was mailed", [mail["kind"] for mail in mails], ["submitted"])
    again = life.post(office, f"/cases/{case}/mails/{quote(mails[0]['message'], safe='')}/resend", {}, (200, 409))
    report.look("what waits to be sent is not sent twice", again.status == 200 or again.code == "mail.state", again)

    life.at("2024-10-18T17:00:00.001+09:00")
    life.post(office, f"/editions/{SME}/receptions", {}, (200, 202))  # the schedule may have been faster
    stages = [one["stage"] for one in life.get(office, "/cases").json["items"]]
    report.same("all that was submitted is received", stages, ["received", "received"])
    life.post(office, f"/cases/{case}/reception", {}, 409)
    life.at("2024-11-05T09:00:00+09:00")
    report.same("no screening before the fee", life.post(office, f"/cases/{case}/screenings", {"passed": True}, 409).code, "case.gate")
    life.post(office, f"/cases/{case}/invoices", {"invoice": "S-0001"})
    life.post(office, f"/cases/{second}/invoices", {"invoice": "S-0002"})
    paid = {"amount": 16500, "paid": "2024-11-04T10:12:00+09:00", "payer": "レイジイチ"}
    report.same("the fee is settled", life.post(office, f"/cases/{case}/payments", paid).json["invoice"]["settled"], True)
    life.post(office, f"/cases/{second}/payments", paid)

    life.post(office, f"/cases/{case}/correction-requests", {"questions": ["q20"], "due": "2024-11-20", "message": "ご確認ください"})
    changed = application("sme-2025", FIRM)
    changed["answers"]["q20"] = 2
    other_changed = application("sme-2025", FIRM)
    other_changed["answers"]["q7"] = 3
    locked = life.post(firm, f"/cases/{case}/correction-returns", other_changed, 409)
    report.same("other answers are locked", locked.code, "case.correction")
    life.post(firm, f"/cases/{case}/correction-returns", changed)
    life.post(office, f"/cases/{case}/evidence-requests", {"questions": ["q21"], "message": "資料をお送りください"})
    raw, media = multipart([("file", "実施記録.pdf", PDF), ("file", "写真.png", b"\x89PNG\r\n\x1a\n" + bytes(40))])
    life.post(firm, f"/cases/{case}/evidence", raw=raw, content_type=media)
    files = [file for event in life.get(office, f"/cases/{case}/events").json["items"] for file in event.get("files", [])]
    pdf = next((file for file in files if file["name"] == "実施記録.pdf"), None)
    if report.look("the evidence stands in the history", pdf is not None, files):
        report.same("and can be had byte for byte", life.get(office, f"/cases/{case}/files/{pdf['sha256']}").body, PDF)

    life.post(office, f"/cases/{case}/screenings", {"passed": True, "note": "確認済み"})
    life.post(office, f"/cases/{second}/screenings", {"passed": True})
    life.get(insurer, f"/cases/{case}", 404)
    life.post(office, f"/cases/{case}/inquiries", {"insurer": INSURER, "due": "2024-12-20"})
    life.post(office, f"/cases/{second}/inquiries", {"insurer": INSURER})
    seen = life.get(insurer, "/cases").json["items"]
    report.same("the insurer sees the cases it is asked about", sorted(one["id"] for one in seen), sorted([case, second]))
    reply = {"confirmed": True, "known": {"insurer": {"programme": True, "declared": True}}, "note": "加入を確認"}
    life.post(insurer, f"/cases/{case}/inquiry-replies", reply)
    life.post(office, f"/cases/{second}/inquiry-replies", reply)

    life.at("2025-02-10T09:00:00+09:00")
    overdue = life.get(office, "/overdue").json
    report.same("nothing is overdue", overdue["items"], [])
    for one in (case, second):
        life.post(office, f"/cases/{one}/referrals", {"list": "2025-01"})
        life.post(chair, f"/cases/{one}/resolutions", {"result": "recognised", "on": "2025-02-10"})
    report.same("a firm decides nothing", life.post(firm, f"/cases/{case}/decisions", {"result": "recognised"}, 403).code, "access.denied")
    decided = life.post(certifier, f"/cases/{case}/decisions", {"result": "recognised"}).json
    report.same("the certifier decides", decided["decision"]["result"], "recognised")
    life.post(certifier, f"/cases/{second}/decisions", {"result": "refused", "reason": "申請内容に事実と違うところがあったため"})
    report.same("the firm does not know yet", life.get(firm, f"/cases/{case}").json["stage"], "received")
    life.post(certifier, f"/cases/{case}/certificates", {"certificate": "2025-00001"})
    life.post(office, f"/cases/{case}/notifications", {})
    life.post(office, f"/cases/{second}/notifications", {})
    report.same("now it does", life.get(firm, f"/cases/{case}").json["stage"], "certified")

    life.at("2025-06-01T10:00:00+09:00")
    public = Client(life.server.port)
    register = public.get("/api/v1/register?scheme=yuryo-sme").json["items"]
    report.same("the register holds who is certified", [one["certificate"] for one in register], ["2025-00001"])
    one = public.get("/api/v1/register/2025-00001?scheme=yuryo-sme")
    report.same("anyone can look a certificate up", one.status, 200)
    life.post(firm, f"/cases/{case}/changes", {"fields": ["name"], "name": "株式会社例示壱", "detail": "商号変更"})
    report.same("a change shows", public.get(f"/api/v1/register?q={quote('例示壱')}").json["items"][0]["certificate"], "2025-00001")
    export = life.get(office, "/cases/export?format=csv")
    report.look("the export begins with a mark and has both", export.body[:3] == b"\xef\xbb\xbf" and export.body.count(b"\r\n") == 3, export)
    book = zipfile.ZipFile(io.BytesIO(life.get(office, "/cases/export?format=xlsx&columns=number,code").body))
    texts = "".join(book.read(name).decode() for name in book.namelist() if name.endswith("sharedStrings.xml"))
    report.look("in the workbook the numbers are text", all(f">{one}</t>" in texts for one in ("法人番号", FIRM, OTHER)), texts)
    counts = life.get(office, "/cases/counts").json["items"]
    report.same("counts add up", sum(one["cases"] for one in counts), 2)
    report.same("the other firm reads its refusal", life.get(other, f"/cases/{second}").json["decision"]["result"], "refused")
    life.post(firm, f"/cases/{case}/renewals", {"edition": SME}, (201, 409))
    life.post(firm, f"/cases/{case}/certificate-return", {"reason": "解散のため"})
    after = public.get("/api/v1/register?scheme=yuryo-sme&valid_on=2025-06-01").json["items"]
    report.same("and is not valid from that day on", after, [])
    taken = {"firm": OTHER, "name": "株式会社例示二", "certificate": "2024-00009", "decided": "2024-03-01",
             "from": "2024-03-11", "to": "2026-03-31", "record": "旧台帳"}
    held = life.post(office, f"/editions/{SME}/takeovers", taken, 201).json["id"]
    life.post(office, f"/cases/{held}/revocations", {"ground": ground(), "on": "2025-05-30", "reason": "虚偽の申請"})
    life.end()


def ground():
    """The first ground on which the scheme revokes, as the edition says."""
    text = (ROOT / "schemes/yuryo-sme/2025/edition.yaml").read_text()
    return next(iter(yaml.safe_load(text)["process"]["revocation"]))


def municipal(report):
    """Paper at the counter, a delegate, a renewal: where the city's scheme has what the national one has not."""
    life = Life(report, None, "yokohama")
    life.at("2022-09-01T10:00:00+09:00")
    office = life.person("office@y.example", "--role", "office", "--scheme", "yokohama")
    firm = life.person("firm@y.example", "--role", "applicant", "--firm", FIRM)
    delegate = life.person("delegate@y.example", "--role", "delegate", "--firm", FIRM, "--scheme", "yokohama")
    case = life.post(delegate, f"/editions/{TOWN}/cases", {"firm": FIRM, "name": "株式会社見本"}, 201).json["id"]
    life.post(delegate, f"/cases/{case}/submissions", application("yokohama-2022", FIRM), 201)
    hands = [(event["kind"], event["role"]) for event in life.get(firm, f"/cases/{case}/events").json["items"]]
    report.same("the record says whose hand it was", [role for _, role in hands], ["代理人", "代理人"])
    document = json.dumps(application("yokohama-2022", OTHER)).encode()
    parts = [("application", "typed.json", document), ("arrived", None, b"2022-08-31T15:30:00+09:00"), ("scan", "scan.pdf", PDF)]
    raw, media = multipart(parts)
    paper = life.post(office, f"/editions/{TOWN}/paper-applications", raw=raw, content_type=media)
    if paper.status in (200, 201):
        typed = paper.json.get("case") or paper.json["id"]
        events = life.get(office, f"/cases/{typed}/events").json["items"]
        names = [file["name"] for event in events for file in event.get("files", [])]
        report.look("paper is kept with its scan", "scan.pdf" in names, events)
        withdrawn = life.post(office, f"/cases/{typed}/withdrawal", {"reason": "窓口で取下げ"}).json
        report.same("and can be withdrawn", withdrawn["stage"], "withdrawn")
    life.end()


def play_system(report, database):
    folder_config = "backups = {folder}\n"
    server = Server(database)
    server.config.write_text(folder_config.format(folder=server.folder))
    with server:
        admin = server.client(server.user("admin@a.example", "管理", "--role", "admin"))
        auditor = server.client(server.user("auditor@a.example", "監査", "--role", "auditor"))
        jobs = admin.get("/api/v1/schedule")
        kinds = [job["kind"] for job in jobs.json["kinds"]]
        report.same("the schedule is shown", kinds, ["closing", "reminders", "overdue", "outbox", "hooks", "anchor", "sweep"])
        run = admin.post("/api/v1/schedule/sweep/run", {})
        report.look("a job can be asked for", run.status in (200, 202), run)

        hook = admin.post("/api/v1/hooks", {"url": "https://hooks.example/kenkei", "scheme": "yuryo-sme", "kinds": ["certified"]})
        report.same("a hook is made", hook.status, 201)
        path = f"/api/v1/hooks/{hook.json.get('id')}"
        report.look("its secret is shown once", hook.json.get("secret") and "secret" not in admin.get(path).json, hook)
        changed = admin.put(path, {"url": "https://hooks.example/other", "kinds": [], "active": True})
        report.same("and can be changed", changed.status, 200)
        report.same("the list has it", [one["id"] for one in admin.get("/api/v1/hooks").json["items"]], [hook.json["id"]])
        tried = admin.post(f"{path}/test", {})
        report.look("a trial tells what came of it", tried.status in (200, 202, 503), tried)
        admin.put(path, {"url": "https://hooks.example/other", "active": False})
        report.same("what is switched off is not tried", admin.post(f"{path}/test", {}).code, "api.hook-inactive")
        report.same("its deliveries are listed", admin.get(f"{path}/deliveries").status, 200)
        report.same("and it can be removed", admin.delete(path).status, 204)

        asked = auditor.post("/api/v1/audit/verifications", {})
        report.same("the auditor has the record verified", asked.status, 202)
        where = asked.headers.get("Location") or f"/api/v1/audit/verifications/{asked.json.get('id')}"
        for _ in range(100):
            done = auditor.get(where)
            if done.json.get("state") not in ("waiting", "running"):
                break
            time.sleep(0.1)
        report.look("and reads what was found", done.status == 200 and not done.json.get("damage"), done)
        report.same("the audit is shown", auditor.get("/api/v1/audit").status, 200)
        report.look("an anchor that is not there is none", auditor.get("/api/v1/audit/anchors/1").status == 404)
        backup = admin.post("/api/v1/backups", {})
        report.look("a copy is made", backup.status in (201, 202), backup)
        where = backup.headers.get("Location")
        for _ in range(100):
            done = admin.get(where) if where else backup
            if done.json.get("state") not in ("waiting", "running"):
                break
            time.sleep(0.1)
        report.look("and is there", done.status in (200, 201), done)
