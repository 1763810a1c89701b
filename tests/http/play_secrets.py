"""Secrets that are kept sealed, and what happens when their key is another, open to others, changed or lost."""
import os
import subprocess
from pathlib import Path

from live import PASSWORD, Client, Server
from play_accounts import ACCOUNT, CLOCK, cannot, code_at, quiet_step
from play_running import wait_for

HOOK = {"url": "https://hooks.example/kenkei", "kinds": ["certified"]}


def play(report, database):
    mail, admin = "app@s.example", "admin@s.example"
    with Server(database, clock=CLOCK) as server:
        server.user(mail, "見本 花子")
        server.user(admin, "見本 管理", "--role", "admin")
        secret, codes = second_step(report, server, mail)
        hook = server.client(admin).post("/api/v1/hooks", HOOK)
        report.same("a hook is added", hook.status, 201)
        everywhere = kept(server)
        sealed = server.rows("SELECT totp FROM accounts WHERE totp <> '' UNION ALL SELECT secret FROM hooks WHERE secret <> ''")
        report.look("both secrets are kept sealed", len(sealed) == 2 and all(one[0].startswith("sealed1.") for one in sealed), sealed)
        report.look("the app's secret is nowhere in the database", secret.encode() not in everywhere, "it is")
        report.look("nor is the hook's", hook.json["secret"].encode() not in everywhere, "it is")
        key = key_of(server)
        report.same("the key is for its owner alone", key.stat().st_mode & 0o777, 0o600)
        report.look("and not in the database", key.read_text().split()[-1].encode() not in everywhere, "it is")
        server.stop()
        refusals(report, server, key)
        once_clear(report, server, mail, secret, key)
        changed(report, server, mail, secret, key)
        lost(report, server, mail, codes, key)


def second_step(report, server, mail):
    client = server.client(mail)
    secret = client.post(f"{ACCOUNT}/totp").json["secret"]
    begun = client.post(f"{ACCOUNT}/totp/confirmation", {"code": code_at(secret, quiet_step(server))})
    report.same("the second step is on", begun.status, 201)
    return secret, begun.json["recovery_codes"]


def kept(server):
    """All bytes of the database: of SQLite its files, with the log."""
    if "://" not in server.database:
        names = [server.database, server.database + "-wal"]
        return b"".join(Path(name).read_bytes() for name in names if Path(name).exists())
    return subprocess.run(["pg_dump", server.database], capture_output=True, check=True).stdout


def key_of(server):
    told = server.environment.get("KENKEI_SECRETS_KEY")
    return Path(told) if told else Path(os.path.realpath(server.database) + ".secrets")


def start_fails(report, what, server, *words):
    done = subprocess.run(
        [server.program, "serve", "--db", server.database, "--listen", f"127.0.0.1:{server.port}"],
        capture_output=True, text=True, env=server.environment, timeout=60,
    )  # fmt: skip
    report.look(what, done.returncode == 3 and all(word in done.stderr for word in words), (done.returncode, done.stderr))


def write(key, text, mode=0o600):
    key.write_text(text)
    key.chmod(mode)


def refusals(report, server, key):
    right = key.read_text()
    key.chmod(0o640)
    start_fails(report, "a key that others may read is refused at the start", server, "chmod 600", str(key))
    write(key, "key AAAA\n")
    start_fails(report, "so is one that is too short", server, str(key), "短すぎる")
    write(key, "key " + "A" * 43 + "\n")
    start_fails(report, "and another one", server, "secrets_key", "二段階のログイン 1件、通知先 1件", "lost ")
    key.unlink()
    start_fails(report, "and none", server, "二段階のログイン 1件、通知先 1件")
    report.look("which makes no new one", not key.exists(), key)
    write(key, right)


def logs_in(server, mail, code):
    return Client(server.port).log_in(mail, PASSWORD, code)


def next_code(server, secret):
    return code_at(secret, quiet_step(server))


def change(server, sql):
    if "://" in server.database:
        subprocess.run(["psql", "-q", server.database, "-c", sql], check=True)
    else:
        subprocess.run(["sqlite3", server.database, sql], check=True)


def once_clear(report, server, mail, secret, key):
    """As a program before this one kept it."""
    change(server, f"UPDATE accounts SET totp = '{secret}' WHERE mail = '{mail}'")
    server.restart(server.later(minutes=2))
    told = wait_for(lambda: "封じられていなかった秘密 1件" in server.words())
    report.look("a secret that lay open is told at the start", told, server.words())
    found = server.rows(f"SELECT totp FROM accounts WHERE mail = '{mail}'")
    report.look("and sealed", found[0][0].startswith("sealed1."), found)
    report.same("and good as before", logs_in(server, mail, next_code(server, secret)).status, 201)
    server.stop()


def changed(report, server, mail, secret, key):
    old = key.read_text()
    write(key, "key " + "B" * 42 + "A\n" + old)
    server.restart(server.later(minutes=2))
    write(key, "key " + "B" * 42 + "A\n")
    server.restart(server.later(minutes=2))
    report.same("with a new key in front all is sealed anew, and the old one is not needed any more",
                logs_in(server, mail, next_code(server, secret)).status, 201)
    server.stop()


def lost(report, server, mail, codes, key):
    number = server.rows("SELECT totp FROM accounts WHERE totp <> ''")[0][0].split(".")[1]
    write(key, f"lost {number}\n")
    server.restart(server.later(minutes=2))
    report.look("a lost key lets the server begin with a new one", key.read_text().count("key ") == 1, key.read_text())
    cannot(report, "codes of the app cannot be checked then", logs_in(server, mail, "000000"), "access.second-step-sealed")
    report.same("recovery codes are good still", logs_in(server, mail, codes[0]).status, 201)
    server.run("user", "drop-second-step", mail, "--reason", "鍵を失った", "--at", server.later(seconds=1))
    report.same("and the administrator takes the second step away", logs_in(server, mail, None).status, 201)
