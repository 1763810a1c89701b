"""A server of the program under test and its clients, for the tests of this folder."""
import csv
import email
import email.policy
import http.client
import io
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("KENKEI", str(ROOT / "build/dev/kenkei"))
SCHEMES = os.environ.get("KENKEI_SCHEMES", str(ROOT / "schemes"))
SECONDS = 60
PASSWORD = "correct horse battery staple"
# Configuration of a server that believes X-Forwarded-For of our own address.
BEHIND_A_PROXY = "trusted_proxies = 127.0.0.1\n"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The problem's code; "" where it is none."""
        if self.headers.get("Content-Type", "").startswith("application/problem+json"):
            return self.json["code"]
        return ""

    def __repr__(self):
        return f"{self.status} {self.body[:600].decode(errors='replace')!r}"


class Client:
    """A caller: with a token, or with a session after log_in(). `address`: as a trusted proxy tells it (BEHIND_A_PROXY).

    A kept connection that was closed meanwhile is opened anew, unless `again` is False: then nothing is sent twice.
    """

    watch = None  # of all clients: called with method, path and answer

    def __init__(self, port, token=None, language=None, address=None, again=True):
        self.port = port
        self.address = address
        self.again = again
        self.token = token
        self.language = language
        self.cookie = None
        self.csrf = None
        self.connection = None

    def ask(self, method, path, body=None, headers=None, raw=None, content_type=None):
        sent = dict(headers or {})
        data = raw
        if raw is None and body is not None:
            data = json.dumps(body, ensure_ascii=False).encode()
            content_type = content_type or "application/json"
        if content_type:
            sent["Content-Type"] = content_type
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if self.cookie:
            sent["Cookie"] = self.cookie
            if self.csrf and method not in ("GET", "HEAD"):
                sent.setdefault("Kenkei-CSRF", self.csrf)
        if self.language:
            sent["Accept-Language"] = self.language
        if self.address:
            sent.setdefault("X-Forwarded-For", self.address)
        while True:
            kept = self.connection is not None
            try:
                if not kept:
                    self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
                self.connection.request(method, path, body=data, headers=sent)
                response = self.connection.getresponse()
                answer = Answer(response.status, response.headers, response.read())
                break
            except (http.client.HTTPException, OSError) as error:
                self.connection = None
                closed = isinstance(error, (http.client.RemoteDisconnected, ConnectionError))
                if not (self.again and kept and closed):
                    raise
        cookie = answer.headers.get("Set-Cookie")
        if cookie:
            value = cookie.split(";")[0]
            self.cookie = value if not value.endswith("=") else None
        if Client.watch:
            Client.watch(method, path, answer)
        return answer

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.ask("POST", path, body, **more)

    def put(self, path, body=None, **more):
        return self.ask("PUT", path, body, **more)

    def delete(self, path, body=None, **more):
        return self.ask("DELETE", path, body, **more)

    def log_in(self, mail, password=PASSWORD, code=None):
        self.cookie = self.csrf = None
        body = {"mail": mail, "password": password}
        if code:
            body["code"] = code
        answer = self.post("/api/v1/session", body)
        if answer.status in (200, 201):
            self.csrf = answer.json["csrf"]
        return answer


KEYS = tempfile.TemporaryDirectory(prefix="kenkei-keys-")


def shared_key(database):
    """The file of keys of all servers on this PostgreSQL database."""
    return Path(KEYS.name) / database.rsplit("/", 1)[1]


class Server:
    """`kenkei serve` on a database of its own. `clock`: the moment at which its clock starts."""

    def __init__(self, database=None, clock=None, config="", options=(), program=PROGRAM):
        self.scratch = tempfile.TemporaryDirectory(prefix="kenkei-http-")
        self.folder = Path(self.scratch.name)
        self.database = database or str(self.folder / "cases.db")
        self.clock = clock
        self.port = free_port()
        self.program = program
        self.config = self.folder / "kenkei.conf"
        self.config.write_text(config)
        self.options = list(options)
        self.environment = os.environ | {"KENKEI_SCHEMES": SCHEMES, "KENKEI_DB": self.database}
        if "://" in self.database:
            self.environment["KENKEI_SECRETS_KEY"] = str(shared_key(self.database))
        self.process = None

    def start(self):
        self.started = time.monotonic()
        command = [self.program, "serve", "--db", self.database, "--listen", f"127.0.0.1:{self.port}"]
        command += ["--config", str(self.config)] if self.config.read_text() else []
        command += ["--clock", self.clock] if self.clock else []
        self.told = open(self.folder / "told", "ab")
        self.process = subprocess.Popen(
            command + self.options, stdin=subprocess.DEVNULL, stdout=self.told, stderr=self.told, env=self.environment
        )
        for _ in range(SECONDS * 20):
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended with {self.process.returncode}:\n{self.words()}")
            try:
                if Client(self.port).get("/readyz").status == 200:
                    return self
            except OSError:
                pass
            time.sleep(0.05)
        raise SystemExit(f"the server is not ready after {SECONDS} s:\n{self.words()}")

    def words(self):
        return (self.folder / "told").read_text(errors="replace")

    def restart(self, clock):
        """Ends, and begins again at another moment."""
        self.stop()
        self.clock = clock
        return self.start()

    def later(self, **passed):
        """So much later than the server's clock shows (to a second or two), as it is written in requests."""
        begun = datetime.fromisoformat(self.clock) if self.clock else datetime.now().astimezone()
        passed = timedelta(**passed)
        if self.clock:
            passed += timedelta(seconds=time.monotonic() - self.started)
        return (begun + passed).isoformat(timespec="seconds")

    def rows(self, sql):
        """What the database answers, every value as text."""
        if "://" in self.database:
            done = subprocess.run(["psql", self.database, "-q", "-t", "--csv", "-c", sql], capture_output=True, text=True)
            if done.returncode != 0:
                raise SystemExit(f"{sql}: {done.stderr}")
            return [tuple(row) for row in csv.reader(io.StringIO(done.stdout))]
        base = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=SECONDS)
        try:
            return [tuple("" if value is None else str(value) for value in row) for row in base.execute(sql)]
        finally:
            base.close()

    def mails(self, recipient):
        """(kind, content) of what lies in the outbox for this address, in the order in which it was written."""
        return self.rows(f"SELECT kind, content FROM outbox WHERE recipient = '{recipient}' ORDER BY id")

    def secret(self, recipient, kind):
        """What stands behind # in the last mail of this kind."""
        found = [re.search(r"#(\S+)", content) for each, content in self.mails(recipient) if each == kind]
        return found[-1][1] if found and found[-1] else ""

    def run(self, *arguments, typed=None):
        """Another verb of the program, on the same database."""
        done = subprocess.run(
            [self.program, *arguments], input=typed, capture_output=True, text=True, env=self.environment, timeout=SECONDS
        )
        if done.returncode != 0:
            raise SystemExit(f"kenkei {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def user(self, mail, name, *options, password=PASSWORD):
        """An account that can log in."""
        at = ["--at", self.clock] if self.clock else []
        self.run("user", "add", mail, "--name", name, *options, *at)
        self.run("user", "password", mail, *at, typed=password + "\n")
        return mail

    def client(self, mail=None, **more):
        client = Client(self.port, **more)
        if mail:
            answer = client.log_in(mail)
            if answer.status not in (200, 201):
                raise SystemExit(f"{mail} cannot log in: {answer}")
        return client

    def token(self, mail, *scopes):
        """A client with a token of the account's, good for a month."""
        session = self.client(mail)
        wanted = {"name": "test", "scopes": list(scopes), "expires": self.later(days=30)}
        answer = session.post("/api/v1/account/tokens", wanted)
        if answer.status != 201:
            raise SystemExit(f"{mail} gets no token: {answer}")
        return Client(self.port, token=answer.json["secret"])

    def stop(self, how=signal.SIGTERM):
        """Its exit status."""
        if self.process is None:
            return None
        self.process.send_signal(how)
        try:
            status = self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        self.process = None
        return status

    def memory(self):
        """Kilobytes that the process has in memory."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", text)[1])

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
        self.scratch.cleanup()


class Sink:
    """A mail server of this machine (tests/support/smtp_sink), and what it took."""

    def __init__(self):
        self.scratch = tempfile.TemporaryDirectory(prefix="kenkei-mail-")
        self.port = 0
        self.start()
        # For the configuration of a server.
        self.config = f"smtp = smtp://127.0.0.1:{self.port}\nsmtp_tls = none\nmail_from = office@kenkei.example.jp\n"

    def start(self):
        """Again on the same port, after stop()."""
        command = [sys.executable, str(ROOT / "tests/support/smtp_sink"), self.scratch.name, "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def stop(self):
        self.process.communicate()

    def mails(self, wanted, seconds=SECONDS):
        """When there are so many: each as Python's email package reads it, in the order in which they came."""
        until = time.monotonic() + seconds
        while True:
            files = sorted(Path(self.scratch.name).glob("[0-9]*.eml"), key=lambda file: int(file.stem))
            if len(files) >= wanted or time.monotonic() > until:
                return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
            time.sleep(0.1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        self.scratch.cleanup()


def corporate_number(base):
    """A 法人番号 whose check digit fits; the base has twelve digits."""
    digits = f"{base:012d}"
    total = sum(int(digit) * (2 if index % 2 else 1) for index, digit in enumerate(reversed(digits)))
    return str(9 - total % 9) + digits


def permissions():
    """The table of docs/permissions.md: operation → role → whose."""
    roles = "applicant delegate representative office reviewer chair certifier insurer partner auditor admin".split()
    table = {}
    for line in (ROOT / "docs/permissions.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        name = re.search(r"`([a-z-]+)`", cells[0]) if len(cells) == len(roles) + 2 else None
        if name:
            table[name[1]] = dict(zip(["open", *roles], cells[1:]))
    return table


class Report:
    """What was looked at: every look counts as one."""

    def __init__(self):
        self.passed = self.failed = 0
        self.play = ""

    def look(self, what, good, told=""):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{self.play}: {what}: {told}"[:2000], flush=True)
        return good

    def same(self, what, got, wanted):
        return self.look(what, got == wanted, f"{got!r} instead of {wanted!r}")

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0
