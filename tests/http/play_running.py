"""The server as it runs: killed in the middle of everything, asked to end, and beside another on the same database."""
import hashlib
import json
import random
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
import uuid

from live import BEHIND_A_PROXY, ROOT, Client, Server, Sink, corporate_number, free_port
from play_accounts import secrets_at_once

EDITION = "yuryo-sme/2025"
LAST_HOUR = "2024-10-18T16:00:00+09:00"
DOCUMENT = json.loads((ROOT / "tests/journeys/applications/sme-2025.json").read_text())
CLIENTS, ROUNDS, DRAFTS = 40, 3, 40
LEASE = 60  # seconds within which another server does what the clock asks for
UNREACHABLE = b"ready\nmail server: unreachable\n"


def document(firm, opinion):
    answers = DOCUMENT["answers"] | {"org_number": firm, "opinion": opinion}
    return json.dumps({"answers": answers}, ensure_ascii=False).encode()


def submit(client, case, body, **more):
    return client.post(f"/api/v1/cases/{case}/submissions", raw=body, content_type="application/json", **more)


def open_cases(report, server, count):
    """Somebody who applies for so many firms, by a token, and a case of each: (client, [(firm, case)])."""
    mail = server.user("many@h.example", "見本 申請")
    cases = []
    firms = [corporate_number(800000000000 + number) for number in range(count)]
    for firm in firms:
        server.run("user", "grant", mail, "--role", "applicant", "--firm", firm, "--at", server.clock)
    client = server.token(mail, "read", "apply")
    for firm in firms:
        opened = client.post(f"/api/v1/editions/{EDITION}/cases", {"firm": firm, "name": "株式会社見本"})
        if report.look("a case is opened", opened.status == 201, opened):
            cases.append((firm, opened.json["id"]))
    return client, cases


def all_at_once(work, items):
    threads = [threading.Thread(target=work, args=(item,)) for item in items]
    for thread in threads:
        thread.start()
    return threads


def is_whole(report, server, what):
    for words in (("db", "verify"), ("audit", "verify")):
        try:
            server.run(*words)
            report.look(f"{what}: {' '.join(words)} finds nothing", True)
        except SystemExit as found:
            report.look(f"{what}: {' '.join(words)} finds nothing", False, found)


def play_killed(report, database):
    """What was acknowledged is kept, whenever the power goes."""
    seed = uuid.uuid4().int % 1_000_000
    dice = random.Random(seed)
    with Server(database, clock=LAST_HOUR, config="log = none\n") as server:
        client, cases = open_cases(report, server, CLIENTS)
        kept = {}
        for number in range(ROUNDS):
            receipts, lock, odd = [], threading.Lock(), []

            def file(one):
                firm, case = one
                mine = Client(server.port, token=client.token, again=False)
                try:
                    for count in range(100_000):
                        body = document(firm, f"{number} {case} {count}")
                        answer = submit(mine, case, body)
                        with lock:
                            if answer.status == 201:
                                receipts.append((case, answer.json["version"], answer.json["file"]["sha256"], body))
                            elif answer.status != 503:
                                odd.append(answer)
                except Exception:  # the server has gone: whatever that looks like from here
                    pass

            threads = all_at_once(file, cases)
            time.sleep(dice.uniform(0.7, 3))
            server.stop(signal.SIGKILL)
            for thread in threads:
                thread.join()
            report.look(f"applications are taken (seed {seed})", len(receipts) >= CLIENTS, len(receipts))
            report.look("all that is asked is answered", not odd, odd[:2])
            for case, version, digest, body in receipts:
                report.look("no receipt is given twice", (case, version) not in kept, (case, version))
                kept[case, version] = body
                if digest != hashlib.sha256(body).hexdigest():
                    report.look("a receipt names the file", False, (case, version, digest))
            server.restart(server.later())
            is_whole(report, server, f"after {number + 1} times")
            reader = Client(server.port, token=client.token)
            lost = []
            for (case, version), body in kept.items():
                answer = reader.get(f"/api/v1/cases/{case}/submissions/{version}/file")
                if answer.body != body:
                    lost.append((case, version, answer))
            report.look(f"{len(kept)} receipts, and every file is there byte for byte", not lost, lost[:3])
        for firm, case in cases[:3]:
            again = submit(client, case, document(firm, "again"))
            report.look("and it goes on", again.status == 201, again)


def readiness(port):
    """What readyz says at the port of the figures; None where nobody listens any more."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def play_stopped(report, database):
    """Asked to end, it finishes what it has accepted."""
    beside = free_port()
    with Server(database, clock=LAST_HOUR, config=f"metrics = 127.0.0.1:{beside}\n") as server:
        client, cases = open_cases(report, server, 8)
        people = [server.user(f"stop{number}@h.example", "見本 花子") for number in range(3)]
        report.same("it is ready", readiness(beside), 200)
        answers, lock, begun = [], threading.Lock(), threading.Barrier(21)

        def ask(number):
            mine = Client(server.port, again=False)
            if number < 12:
                begun.wait()
                answer = mine.log_in(people[number % 3])
            else:
                firm, case = cases[number - 12]
                mine.token = client.token
                begun.wait()
                answer = submit(mine, case, document(firm, "end"))
            with lock:
                answers.append((number, answer.status, answer.headers.get("Connection")))

        failures = []

        def careful(number):
            try:
                ask(number)
            except Exception as error:
                with lock:
                    failures.append((number, repr(error)))

        idle = Client(server.port)
        idle.get("/healthz")
        threads = all_at_once(careful, range(20))
        begun.wait()
        time.sleep(0.15)  # they are accepted, and most log-ins wait for the thread of passwords
        waiting = 20 - len(answers)
        process = server.process
        process.send_signal(signal.SIGTERM)
        told = []
        while process.poll() is None and len(told) < 3_000:
            told.append(readiness(beside))
            time.sleep(0.01)
        for thread in threads:
            thread.join()
        server.process = None
        report.look("requests were under way", waiting >= 3, f"{waiting} of 20")
        report.look("all that were accepted are answered", not failures and {status for _, status, _ in answers} == {201},
                    (failures, sorted(answers)))
        report.look("the last ones are told that the connection ends", "close" in {how for *_, how in answers}, answers)
        report.look("before the end it is not ready any more", 503 in told and 200 not in told[told.index(503):], told)
        report.same("it ends well", process.returncode, 0)
        report.look("and says so", "終わりました" in server.words(), server.words()[-300:])
        server.clock = server.later()
        server.start()
        is_whole(report, server, "after it")
        for number in range(12, 20):
            firm, case = cases[number - 12]
            answer = Client(server.port, token=client.token).get(f"/api/v1/cases/{case}/submissions/1/file")
            report.look("what was filed is there", answer.body == document(firm, "end"), answer)
        report.same("and it ends well again", server.stop(), 0)


def play_two(report, database):
    """Two servers on one database."""
    with Server(database, LAST_HOUR, BEHIND_A_PROXY) as one, Server(database, LAST_HOUR, BEHIND_A_PROXY) as two:
        client, cases = open_cases(report, one, 1)
        firm, case = cases[0]
        one.user("admin@h.example", "見本 管理", "--role", "admin")
        here, there = client, Client(two.port, token=client.token)
        draft = f"/api/v1/cases/{case}/draft"
        report.same("what one wrote the other reads", there.get(f"/api/v1/cases/{case}").json.get("stage"), "draft")
        session = one.client("admin@h.example")
        elsewhere = Client(two.port)
        elsewhere.cookie, elsewhere.csrf = session.cookie, session.csrf
        report.same("who logged in at one is known at the other", elsewhere.get("/api/v1/session").json.get("mail"),
                    "admin@h.example")

        for number in range(DRAFTS):
            tag = here.get(draft).headers["ETag"]
            found, lock = [], threading.Lock()

            def save(which):
                mine = Client((one, two)[which % 2].port, token=client.token)
                answer = mine.put(draft, {"answers": {"opinion": f"{number} {which}"}}, headers={"If-Match": tag})
                with lock:
                    found.append((answer.status, which))

            for thread in all_at_once(save, range(6)):
                thread.join()
            saved = sorted(status for status, _ in found)
            report.same("of the same draft through both one is saved", saved, [200] + [412] * 5)
            won = {"opinion": next((f"{number} {which}" for status, which in found if status == 200), "nobody's")}
            for reader in (here, there):
                report.same("and both show it", reader.get(draft).json["answers"], won)

        for number in range(10):
            key, found, lock = {"Idempotency-Key": str(uuid.uuid4())}, [], threading.Lock()

            def file(which):
                mine = Client((one, two)[which % 2].port, token=client.token)
                answer = submit(mine, case, document(firm, f"key {number}"), headers=key)
                with lock:
                    found.append((answer.status, answer.body))

            for thread in all_at_once(file, range(4)):
                thread.join()
            report.look("the same key through both is one application", len(set(found)) == 1 and found[0][0] == 201, found)
        versions = [event for event in there.get(f"/api/v1/cases/{case}/events?limit=200").json["items"]
                    if event["kind"] == "submitted"]  # fmt: skip
        report.same("ten keys, ten versions", len(versions), 10)

        secrets_at_once(report, (one, two))
        openings(report, one, two, client)

        last_admins(report, one, two)
        one.user("clock@h.example", "見本 管理", "--role", "admin")
        session, elsewhere = one.client("clock@h.example"), Client(two.port)
        elsewhere.log_in("clock@h.example")

        def holder(client):
            leases = client.get("/api/v1/schedule").json["leases"]
            return [lease["holder"] for lease in leases if lease["name"] == "scheduler"]

        held = wait_for(lambda: holder(session))
        both = {server: f":{server.process.pid}" for server in (one, two)}
        good = len(held) == 1 and held[0].endswith(tuple(both.values()))
        report.look("one of them does what the clock asks for", good, held)
        report.same("and both know which", holder(elsewhere), held)
        time.sleep(12)
        report.same("it stays the one", holder(session), held)
        gone, left = (one, two) if held and held[0].endswith(both[one]) else (two, one)
        gone.stop(signal.SIGKILL)
        begun = time.monotonic()
        asker = session if left is one else elsewhere
        taken = wait_for(lambda: [name for name in holder(asker) if name.endswith(both[left])], LEASE)
        report.look("killed, the other takes over within a minute", bool(taken), f"{time.monotonic() - begun:.0f} s")
        is_whole(report, left, "after it")
        report.same("the other ends well", left.stop(), 0)


def together(*asked):
    """What is asked at one moment; the answers, in order."""
    found, begun = [None] * len(asked), threading.Barrier(len(asked))

    def one(at):
        begun.wait()
        found[at] = asked[at]()

    for thread in all_at_once(one, range(len(asked))):
        thread.join()
    return found


def openings(report, one, two, client):
    """A firm has one case of an edition, whoever opens it wherever."""
    one.user("two@h.example", "見本 事務", "--role", "office", "--scheme", "yuryo-sme")
    token = one.token("two@h.example", "apply").token
    path = f"/api/v1/editions/{EDITION}/cases"
    for number in range(12):
        firm = corporate_number(810000000000 + number)
        one.run("user", "grant", "many@h.example", "--role", "applicant", "--firm", firm, "--at", one.clock)
        callers = [Client(server.port, token=each) for server in (one, two) for each in (client.token, token)]
        got = together(*[lambda caller=caller: caller.post(path, {"firm": firm}) for caller in callers])
        codes = sorted((answer.status, answer.code) for answer in got)
        report.same("of four who open a case for a firm one does", codes, [(201, "")] + [(409, "case.duplicate")] * 3)


def last_admins(report, one, two):
    """Two administrators who suspend one another: one is left."""
    for number in range(6):
        mails = [one.user(f"admin{number}{name}@h.example", "見本 管理", "--role", "admin") for name in "ab"]
        sessions = [one.client(mails[0]), Client(two.port)]
        sessions[1].log_in(mails[1])
        everybody = sessions[0].get("/api/v1/users?limit=200").json["items"]
        ids = [next(each["account"] for each in everybody if each["mail"] == mail) for mail in mails]
        for each in everybody:  # only these two are left
            full = sessions[0].get(f"/api/v1/users/{each['account']}").json
            if each["account"] in ids or each["state"] != "active":
                continue
            for grant in full["grants"]:
                if grant["role"] == "admin" and grant["holds"]:
                    sessions[0].delete(f"/api/v1/users/{each['account']}/grants/{grant['grant']}", {"reason": "試験"})
        wish = {"state": "suspended", "reason": "試験"}
        got = together(lambda: sessions[0].put(f"/api/v1/users/{ids[1]}/state", wish),
                       lambda: sessions[1].put(f"/api/v1/users/{ids[0]}/state", wish))
        left = one.rows("SELECT count(*) FROM accounts a JOIN account_grants g ON g.account = a.id "
                        "WHERE a.state = 'active' AND g.role = 'admin' AND g.ended_at IS NULL")[0][0]
        report.look("of two administrators who suspend one another one is left", int(left) >= 1, (left, got))
        if left == "0":
            one.run("user", "add", f"rescue{number}@h.example", "--name", "救済", "--role", "admin", "--at", one.clock)


def wait_for(look, seconds=20):
    until = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < until:
        time.sleep(0.25)
    return found


def play_settings(report, database):
    """What is wrong with the settings is told at the start and stays in sight, and stops nothing."""
    closed = f"smtp = smtp://127.0.0.1:{free_port()}\nsmtp_tls = none\nmail_from = office@kenkei.example.jp\n"
    with Server(database, clock=LAST_HOUR, config=closed + "metrics = none\n") as server:
        client = Client(server.port)
        report.look("a clock that is not true is told", wait_for(lambda: "--clock" in server.words() and '"warning":"clock"' in server.words()), server.words())
        report.look("a mail server that is not there is told", wait_for(lambda: '"warning":"smtp"' in server.words()), server.words())
        ready = client.get("/readyz")
        report.same("and stands in the details", (ready.status, ready.body), (200, UNREACHABLE))
        second = subprocess.run(
            [server.program, "serve", "--db", server.database, "--listen", f"127.0.0.1:{free_port()}"],
            capture_output=True, text=True, env=server.environment, timeout=60,
        )  # fmt: skip
        report.same("a second server on the file is refused", second.returncode, 3)
        report.look("in words", f"プロセス {server.process.pid}" in second.stderr, second.stderr)
        report.same("while the first goes on", client.get("/api/v1/editions").status, 200)
    with Sink() as sink, Server(database, config=sink.config + "metrics = none\n") as server:
        time.sleep(1)
        report.same("nothing is told where all is well", Client(server.port).get("/readyz").body, b"ready\n")
        report.look("nor warned of", "warning" not in server.words(), server.words())


def play_mail_server(report, database):
    """The mail server goes away and comes back: readyz says how it is, nothing else waits, and no mail is lost."""
    def ready():
        answer = Client(server.port).get("/readyz")
        report.same("it is ready all the while", answer.status, 200)
        return answer.body

    def says(body, seconds):
        return wait_for(lambda: ready() == body, seconds)

    with Sink() as sink, Server(database, config=sink.config + "metrics = none\n") as server:
        mail = server.user("post@h.example", "見本 花子")
        report.same("nothing is told while it is there", ready(), b"ready\n")
        sink.stop()
        report.same("a mail is asked for while it is away", Client(server.port).post("/api/v1/password-resets", {"mail": mail}).status, 202)
        report.look("within about a minute readyz says that it is away", says(UNREACHABLE, 75), ready())
        report.look("and so does the log", '"warning":"smtp"' in server.words(), server.words())
        report.look("the mail waits", server.mails(mail), server.mails(mail))
        sink.start()
        report.look("back, it is noticed soon", says(b"ready\n", 45), ready())
        report.look("and the log says that, too", '"notice":"smtp"' in server.words(), server.words())
        report.look("the mail comes", any(mail in (one["To"] or "") for one in sink.mails(1, 100)), server.words())
