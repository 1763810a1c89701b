"""Accounts, as their owners and the administrator use them over the network: begun, used, forgotten, lost, ended."""
import base64
import hmac
import itertools
import re
import threading
import time
from datetime import datetime

from live import BEHIND_A_PROXY, PASSWORD, Client, Server, Sink, corporate_number

CLOCK = "2024-10-01T09:00:00+09:00"
FIRM = corporate_number(100000000123)
OPEN = "/api/v1/editions/yuryo-sme/2025/cases"
SESSION, ACCOUNT = "/api/v1/session", "/api/v1/account"
OWN = f"{ACCOUNT}/sessions"
NEW = "an entirely different sentence"
addresses = itertools.count(1)


def stranger(server, **more):
    """Somebody at an address of the network of their own: tries are counted by it, too."""
    number = next(addresses)
    return Client(server.port, address=f"10.1.{number // 250}.{number % 250 + 1}", **more)


def logged_in(report, server, mail, password=PASSWORD, code=None):
    client = stranger(server)
    answer = client.log_in(mail, password, code)
    report.look(f"{mail} logs in", answer.status == 201, answer)
    return client


def refused(report, what, answer, status, code):
    """With this status, for this reason, in words."""
    good = (answer.status, answer.code) == (status, code)
    good = good and answer.json["status"] == status and bool(re.search("[ぁ-ん]", answer.json["detail"]))
    return report.look(what, good, f"{status} {code} expected, not {answer}")


def cannot(report, what, answer, *codes):
    """For one of these reasons, whatever its status."""
    return report.look(what, 400 <= answer.status < 500 and answer.code in codes, f"{codes} expected, not {answer}")


def register(server, mail):
    return stranger(server).post("/api/v1/accounts", {"mail": mail})


def confirm(server, secret, name="見本 花子", password=PASSWORD):
    wanted = {"secret": secret, "name": name, "password": password}
    return stranger(server).post("/api/v1/accounts/confirmations", wanted)


def member(report, server, mail, name="見本 花子"):
    """A registered account, by the link in its mail."""
    register(server, mail)
    answer = confirm(server, server.secret(mail, "account-confirm"), name)
    report.look(f"{mail} is registered", answer.status == 201, answer)
    return logged_in(report, server, mail)


def play(report, database):
    with Sink() as sink, Server(database, clock=CLOCK, config=BEHIND_A_PROXY + sink.config) as server:
        mailed(report, server, sink)
    with Server(database, clock=CLOCK, config=BEHIND_A_PROXY) as server:
        registered(report, server)
        cookies(report, server)
        forgeries(report, server)
        passwords(report, server)
        second_step(report, server)
        secrets_at_once(report, [server])
        tokens(report, server)
        administration(report, server)
        suspended_while_busy(report, server)
        too_often(report, server)
        told = server.words()
        report.look("the log holds no password", PASSWORD not in told and NEW not in told, "a password is in the log")
        secrets = re.findall(r"kk[st]_[\w-]{43}", told)
        report.look("nor any secret", not secrets, secrets[:3])
        report.same("the server ends by itself", server.stop(), 0)


def mailed(report, server, sink):
    """The secret goes to its owner by mail."""
    mail = "posted@a.example"
    register(server, mail)
    sent = sink.mails(1)
    report.same("a mail goes out", [one["To"] for one in sent], [mail])
    text = sent[0].get_content() if sent else ""
    link = re.search(rf"http://127\.0\.0\.1:{server.port}/confirm#(\S+)", text)
    report.look("with a link to this server", link, text)
    secret = link[1] if link else "none"
    report.look("whose secret stands behind the #, and is sent to no server", "?" not in link[0] if link else False, text)
    kept = server.rows("SELECT * FROM one_time_secrets") + server.rows("SELECT * FROM account_events")
    report.look("its digest is kept, not the secret itself", secret not in str(kept), kept)
    done = confirm(server, secret)
    report.look("it ends the registration", done.status == 201, done)
    logged_in(report, server, mail)
    report.same("somebody registers the same address", register(server, mail).status, 202)
    sent = sink.mails(2)
    report.same("its owner is told so", [one["Subject"] for one in sent[1:]], ["アカウントはすでにあります"])


def at_once(ask, servers, times=3):
    """The same asked of each of these servers so often at one moment; the statuses, sorted."""
    found, begun, lock = [], threading.Barrier(len(servers) * times), threading.Lock()

    def one(server):
        client = stranger(server)
        begun.wait()
        status = ask(client).status
        with lock:
            found.append(status)

    crowd = [threading.Thread(target=one, args=(server,)) for server in servers for _ in range(times)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    return sorted(found)


def secrets_at_once(report, servers):
    """What is good once is good once, however many say it at one moment, and to whichever server."""
    server, mail = servers[0], "race@a.example"
    many = 3 * len(servers)
    register(server, mail)
    secret = {"secret": server.secret(mail, "account-confirm"), "name": "見本 花子", "password": PASSWORD}
    got = at_once(lambda client: client.post("/api/v1/accounts/confirmations", secret), servers)
    report.look("one registration is confirmed once", got.count(201) == 1 and all(400 <= one < 500 for one in got[1:]), got)
    stranger(server).post("/api/v1/password-resets", {"mail": mail})
    reset = {"secret": server.secret(mail, "account-reset"), "password": NEW}
    got = at_once(lambda client: client.post("/api/v1/password-resets/completions", reset), servers)
    report.look("one password is set once", got.count(200) == 1 and all(400 <= one < 500 for one in got[1:]), got)

    client = logged_in(report, server, mail, NEW)
    secret = client.post(f"{ACCOUNT}/totp").json["secret"]
    step = quiet_step(server)
    codes = client.post(f"{ACCOUNT}/totp/confirmation", {"code": code_at(secret, step)}).json["recovery_codes"]
    for what, code in (("one code of the app", code_at(secret, step + 1)), ("one recovery code", codes[0])):
        wanted = {"mail": mail, "password": NEW, "code": code}
        got = at_once(lambda client: client.post(SESSION, wanted), servers)
        report.look(f"{what} lets one in", got == [201] + [401] * (many - 1), got)


def registered(report, server):
    mail = "hanako@a.example"
    first = register(server, mail)
    report.same("somebody registers", first.status, 202)
    report.same("and cannot log in before the mail is confirmed", stranger(server).log_in(mail).code, "access.wrong")
    secret = server.secret(mail, "account-confirm")
    cannot(report, "a made-up secret confirms nothing", confirm(server, "kk_" + "A" * 43), "access.secret")
    other_use = stranger(server).post("/api/v1/password-resets/completions", {"secret": secret, "password": NEW})
    cannot(report, "nor is the real one good for a password", other_use, "access.secret")
    for what, password, code in (
        ("a short one", "too short", "access.password-short"),
        ("one that everybody has", "password1234", "access.password-common"),
        ("one that is the address", mail, "access.password-mail"),
        ("one of control characters", "abcdefgh\u0007ijklm", "access.password-text"),
    ):
        refused(report, f"{what} is no password", confirm(server, secret, password=password), 422, code)
    register(server, mail)
    of_stranger = server.secret(mail, "account-confirm")
    done = confirm(server, secret)
    report.look("the secret of the mail does", done.status == 201, done)
    cannot(report, "once", confirm(server, secret), "access.secret")
    cannot(report, "and then no other one does", confirm(server, of_stranger, "別人", NEW), "access.secret")
    logged_in(report, server, mail)
    logged_in(report, server, "  ＨＡＮＡＫＯ@a.example ")

    second = register(server, mail)
    report.same("an address that has an account is answered alike", (second.status, second.body), (first.status, first.body))
    report.same("and told so by mail alone", server.mails(mail)[-1][0], "account-exists")
    for wrong in ("hanako", "hanako@", "hana ko@a.example", "hanako@a", "はなこ@a.example", "a@b.example\r\nBcc: c@d.jp"):
        refused(report, f"{wrong!r} is no address", register(server, wrong), 422, "access.mail")

    late = "late@a.example"
    register(server, late)
    secret = server.secret(late, "account-confirm")
    server.restart(server.later(hours=25))
    cannot(report, "after a day the mail is too old", confirm(server, secret), "access.secret")
    server.restart(CLOCK)


def parts_of(cookie):
    name, *rest = cookie.split("; ")
    return name.split("=")[0], {one.split("=")[0].lower(): one.partition("=")[2] for one in rest}


def cookies(report, server):
    mail = "cookie@a.example"
    server.user(mail, "見本 次郎")
    client = stranger(server)
    answer = client.log_in(mail)
    name, parts = parts_of(answer.headers["Set-Cookie"])
    report.same("the cookie is the session's", name, "kenkei")
    told = {"httponly": "", "samesite": "Lax", "path": "/", "max-age": "43200"}
    report.same("no script reads it, no other site sends it along; without TLS it is not Secure", parts, told)
    report.same("no cache keeps who logged in", answer.headers["Cache-Control"], "no-store")
    headers = {"X-Forwarded-Proto": "https"}
    answer = stranger(server).post(SESSION, {"mail": mail, "password": PASSWORD}, headers=headers)
    name, parts = parts_of(answer.headers["Set-Cookie"])
    report.same("behind TLS it is Secure, and of this host alone", (name, parts), ("__Host-kenkei", told | {"secure": ""}))

    seen = client.get(SESSION)
    shown = {key: seen.json[key] for key in ("name", "mail", "roles", "second_step", "has_password", "csrf")}
    expected = {"name": "見本 次郎", "mail": mail, "roles": [], "second_step": False, "has_password": True}
    report.same("a page can ask who is logged in", shown, expected | {"csrf": client.csrf})
    refused(report, "nobody is nobody", stranger(server).get(SESSION), 401, "access.login")

    other = logged_in(report, server, mail)
    old = client.cookie
    report.same("two are logged in", len(other.get(OWN).json["items"]), 2 + 1)  # and the one behind TLS
    report.same("one logs out", client.delete(SESSION).status, 204)
    report.same("and has no cookie any more", client.cookie, None)
    client.cookie = old
    report.same("the old cookie is nobody's", client.get(SESSION).status, 401)
    over = client.get(OWN)
    refused(report, "it opens nothing", over, 401, "access.session")
    report.look("and is taken back", "Max-Age=0" in (over.headers["Set-Cookie"] or ""), over.headers["Set-Cookie"])
    client.cookie, client.csrf = old, None
    again = client.post(SESSION, {"mail": mail, "password": PASSWORD})
    report.look("who still has an old cookie can log in", again.status == 201, again)
    made_up = stranger(server)
    made_up.cookie = "kenkei=kks_" + "A" * 43
    refused(report, "a made-up cookie opens nothing", made_up.get(OWN), 401, "access.session")
    report.same("the other one is still in", other.get(SESSION).status, 200)

    wrong, unknown = stranger(server).log_in(mail, NEW), stranger(server).log_in("nobody@a.example", NEW)
    refused(report, "a wrong password opens nothing", wrong, 401, "access.wrong")
    same = [{key: value for key, value in one.json.items() if key != "instance"} for one in (wrong, unknown)]
    report.same("and nobody's is told with the same words", same[0], same[1])

    unused = logged_in(report, server, mail)
    hours = 0
    while hours < 13 and other.get(OWN).status == 200:
        hours += 1.75
        server.restart(server.later(hours=1.75))
        if hours == 3.5:
            refused(report, "a session that nobody uses ends after two hours", unused.get(OWN), 401, "access.session")
    report.same("one that is used ends after twelve", hours, 12.25)
    server.restart(CLOCK)


def forgeries(report, server):
    """Other sites that send our cookie along."""
    server.user("csrf@a.example", "見本 三郎")
    client, other = logged_in(report, server, "csrf@a.example"), logged_in(report, server, "csrf@a.example")
    write = OWN

    def attempt(word=None, site=None):
        kept, client.csrf = client.csrf, None
        headers = {"Kenkei-CSRF": word} if word else {}
        answer = client.delete(write, headers=headers | ({"Sec-Fetch-Site": site} if site else {}))
        client.csrf = kept
        return answer

    for what, answer in (
        ("without its word", attempt()),
        ("with an empty word", attempt(" ")),
        ("with another session's", attempt(other.csrf)),
        ("with half of it", attempt(client.csrf[:32])),
        ("from another site", attempt(client.csrf, "cross-site")),
        ("from another host of the site", attempt(client.csrf, "same-site")),
    ):
        refused(report, f"no write {what}", answer, 403, "access.csrf")
    report.same("and nothing was done", other.get(SESSION).status, 200)
    form = client.ask("POST", f"{ACCOUNT}/totp", raw=b"a=b", content_type="application/x-www-form-urlencoded",
                      headers={"Kenkei-CSRF": "none"})
    refused(report, "no form of another site", form, 403, "access.csrf")
    report.same("our own page writes", attempt(client.csrf, "same-origin").status, 204)
    refused(report, "and the other session has ended", other.get(OWN), 401, "access.session")
    report.same("a look needs no word", client.get(SESSION, headers={"Sec-Fetch-Site": "cross-site"}).status, 200)


def passwords(report, server):
    mail, reset, complete = "reset@a.example", "/api/v1/password-resets", "/api/v1/password-resets/completions"
    server.user(mail, "見本 四郎")
    first, second = logged_in(report, server, mail), logged_in(report, server, mail)
    known, unknown = (stranger(server).post(reset, {"mail": one}) for one in (mail, "nobody@a.example"))
    report.same("who forgot the password asks for a new one", known.status, 202)
    report.same("whose address is not known is told the same", (unknown.status, unknown.body), (known.status, known.body))
    report.same("and learns it by mail", server.mails("nobody@a.example")[-1][0], "account-none")
    secret = server.secret(mail, "account-reset")
    stranger(server).post(reset, {"mail": mail})
    of_stranger = server.secret(mail, "account-reset")

    def try_it(secret, password=NEW):
        return stranger(server).post(complete, {"secret": secret, "password": password})

    refused(report, "the mail's secret is not for a bad password", try_it(secret, "short"), 422, "access.password-short")
    done = try_it(secret)
    report.look("with a good one it is, though somebody has asked for another since", done.status == 200, done)
    cannot(report, "once", try_it(secret), "access.secret")
    cannot(report, "and then no other one is good", try_it(of_stranger), "access.secret")
    for client in (first, second):
        refused(report, "all sessions have ended", client.get(OWN), 401, "access.session")
    refused(report, "the old password is none", stranger(server).log_in(mail), 401, "access.wrong")
    first = logged_in(report, server, mail, NEW)
    second = logged_in(report, server, mail, NEW)
    report.same("a mail tells the owner", server.mails(mail)[-1][0], "account-password")

    change = f"{ACCOUNT}/password"
    cannot(report, "it is not changed without the old one", first.put(change, {"old": PASSWORD, "new": PASSWORD}),
           "access.wrong-password")
    report.same("with it it is", first.put(change, {"old": NEW, "new": PASSWORD}).status, 204)
    report.same("this session goes on", first.get(SESSION).status, 200)
    refused(report, "the others end", second.get(OWN), 401, "access.session")

    stranger(server).post(reset, {"mail": mail})
    secret = server.secret(mail, "account-reset")
    server.restart(server.later(minutes=61))
    cannot(report, "after an hour the mail is too old", try_it(secret), "access.secret")
    server.restart(CLOCK)
    logged_in(report, server, mail)


def code_at(secret, step):
    """RFC 6238."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, step.to_bytes(8, "big"), "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def quiet_step(server):
    """The step of the server's clock, well inside it."""
    while True:
        seconds = datetime.fromisoformat(server.later()).timestamp()
        if 3 <= seconds % 30 <= 15:
            return int(seconds // 30)
        time.sleep(0.5)


def second_step(report, server):
    mail = "app@a.example"
    server.user(mail, "見本 五郎")
    client = logged_in(report, server, mail)
    offer = client.post(f"{ACCOUNT}/totp")
    report.same("an authenticator app is offered", offer.status, 201)
    secret = offer.json["secret"]
    report.look("as a picture can show it", offer.json["uri"].startswith("otpauth://totp/") and secret in offer.json["uri"],
                offer.json["uri"])
    confirm = f"{ACCOUNT}/totp/confirmation"
    step = quiet_step(server)
    cannot(report, "it does not begin with a wrong code", client.post(confirm, {"code": code_at(secret, step + 900)}),
           "access.code")
    logged_in(report, server, mail)
    begun = client.post(confirm, {"code": code_at(secret, step)})
    report.same("it begins with the app's code", begun.status, 201)
    codes = begun.json["recovery_codes"]
    report.same("and ten codes for the day when the phone is lost", len(set(codes)), 10)
    report.same("a mail tells the owner", server.mails(mail)[-1][0], "account-second-step")

    def attempt(code=None, password=PASSWORD):
        return stranger(server).log_in(mail, password, code)

    cannot(report, "the password alone is not enough now", attempt(), "access.second-step")
    report.same("and gives no cookie", attempt().headers["Set-Cookie"], None)
    refused(report, "the code alone neither", attempt(code_at(secret, step + 1), NEW), 401, "access.wrong")
    cannot(report, "nor the code with which it began", attempt(code_at(secret, step)), "access.second-step-wrong")
    cannot(report, "nor one of tomorrow", attempt(code_at(secret, step + 2880)), "access.second-step-wrong")
    report.same("both are", attempt(code_at(secret, step + 1)).status, 201)
    cannot(report, "once", attempt(code_at(secret, step + 1)), "access.second-step-wrong")
    report.same("a recovery code does instead, as people type it", attempt(codes[0].upper().replace("-", " ")).status, 201)
    cannot(report, "once", attempt(codes[0]), "access.second-step-wrong")
    report.same("the next one is good still", attempt(codes[1]).status, 201)

    cannot(report, "it does not end without the password", client.delete(f"{ACCOUNT}/totp", {"password": NEW}),
           "access.wrong-password")
    cannot(report, "nor does a second one begin", client.post(f"{ACCOUNT}/totp"), "access.second-step-state")
    drop = {"password": PASSWORD}
    cannot(report, "nor with the password alone", client.delete(f"{ACCOUNT}/totp", drop), "access.second-step")
    cannot(report, "nor with a code that was used", client.delete(f"{ACCOUNT}/totp", drop | {"code": codes[1]}),
           "access.second-step-wrong")
    cannot(report, "the second step is still asked for", attempt(), "access.second-step")
    report.same("it ends with both", client.delete(f"{ACCOUNT}/totp", drop | {"code": codes[2]}).status, 204)
    told = client.get(f"{ACCOUNT}/events").json["items"]
    report.look("the account's own record tells of it", any(event["kind"] == "second-step-off" for event in told), told)
    report.same("then the password is enough", attempt().status, 201)


def tokens(report, server):
    mail, path = "machine@a.example", f"{ACCOUNT}/tokens"
    server.user(mail, "見本 機械", "--role", "applicant", "--firm", FIRM)
    client = logged_in(report, server, mail)

    def issue(*scopes, **until):
        wanted = {"name": "会計", "scopes": list(scopes), "expires": server.later(**until or {"days": 30})}
        return client.post(path, wanted)

    made = issue("read")
    report.same("a token is issued", made.status, 201)
    report.same("a mail tells the owner", server.mails(mail)[-1][0], "account-token")
    reader = Client(server.port, token=made.json["secret"])
    writer = Client(server.port, token=issue("read", "apply").json["secret"])
    report.same("one for reading reads", reader.get("/api/v1/cases").status, 200)
    refused(report, "and does not write", reader.post(OPEN, {"firm": FIRM}), 403, "access.token")
    opened = writer.post(OPEN, {"firm": FIRM})
    report.look("one for applying does", opened.status == 201, opened)
    for what, answer in (
        ("its own account", writer.get(path)),
        ("the password", writer.put(f"{ACCOUNT}/password", {"old": PASSWORD, "new": NEW})),
        ("another token", writer.post(path, {"name": "x", "scopes": ["read"], "expires": server.later(days=1)})),
        ("a delegate", writer.post(f"/api/v1/firms/{FIRM}/delegations",
                                   {"mail": "b@b.example", "scheme": "yokohama", "until": server.later(days=1)})),
    ):
        refused(report, f"no token is for {what}", answer, 403, "access.token")
    report.same("who asks is told the token's scopes", reader.get(SESSION).json["scopes"], ["read"])

    listed = client.get(path)
    report.same("the owner finds both", [one["works"] for one in listed.json["items"]], [True, True])
    report.look("without their secrets", b"kkt_" not in listed.body, listed)
    for what, headers in (
        ("a made-up one", {"Authorization": "Bearer kkt_" + "A" * 43}),
        ("an empty one", {"Authorization": "Bearer "}),
        ("a name and a password", {"Authorization": "Basic YTpi"}),
    ):
        answer = Client(server.port).get("/api/v1/cases", headers=headers)
        refused(report, f"{what} is no token", answer, 401, "access.token-unknown")
        report.look("as the standard says it", "invalid_token" in answer.headers["WWW-Authenticate"], answer.headers)

    for what, until in (("past", {"minutes": -5}), ("more than a year away", {"days": 367})):
        cannot(report, f"no token whose end is {what}", issue("read", **until), "access.until")
    cannot(report, "no token for everything", issue("all"), "body.invalid", "access.scope")
    stolen = server.client("csrf@a.example").delete(f"{path}/{made.json['token']['token']}")
    cannot(report, "another account revokes none", stolen, "api.no-such")
    report.same("the owner does", client.delete(f"{path}/{made.json['token']['token']}").status, 204)
    refused(report, "and it opens nothing any more", reader.get("/api/v1/cases"), 401, "access.token-unknown")
    brief = Client(server.port, token=issue("read", hours=1).json["secret"])
    report.same("another is for an hour", brief.get("/api/v1/cases").status, 200)
    made = [issue("read").status for _ in range(19)]
    report.same("twenty work at a time", (made.count(201), issue("read").code), (18, "access.too-many-tokens"))
    server.restart(server.later(hours=2))
    refused(report, "after it no more", brief.get("/api/v1/cases"), 401, "access.token-unknown")
    report.same("the others go on", writer.get("/api/v1/cases").status, 200)
    server.restart(CLOCK)


def administration(report, server):
    server.user("admin@o.example", "見本 管理", "--role", "admin")
    admin = logged_in(report, server, "admin@o.example")
    server.user("plain@a.example", "見本 六郎")
    plain = logged_in(report, server, "plain@a.example")
    refused(report, "who is no administrator sees no accounts", plain.get("/api/v1/users"), 403, "access.denied")
    refused(report, "and gives no roles", plain.post("/api/v1/users/x/grants", {"role": "admin", "reason": "試験"}),
            403, "access.denied")

    listed = admin.get("/api/v1/users?limit=3").json
    everybody = [one["mail"] for one in listed["items"]]
    while listed["next"]:
        listed = admin.get(f"/api/v1/users?limit=3&after={listed['next']}").json
        everybody += [one["mail"] for one in listed["items"]]
    report.same("the administrator sees all of them, page by page", sorted(everybody),
                sorted(mail for (mail,) in server.rows("SELECT mail FROM accounts")))
    report.look("and no hash of a password", b"argon2" not in admin.get("/api/v1/users?limit=200").body, "argon2 is told")

    invited = admin.post("/api/v1/users", {"mail": "office@o.example", "name": "見本 事務"})
    report.same("somebody is invited", (invited.status, invited.json["state"]), (201, "unconfirmed"))
    account = f"/api/v1/users/{invited.json['account']}"
    taken = admin.post("/api/v1/users", {"mail": "office@o.example", "name": "別人"})
    cannot(report, "once", taken, "access.taken")
    refused(report, "who cannot log in yet", stranger(server).log_in("office@o.example"), 401, "access.wrong")
    secret = server.secret("office@o.example", "account-invited")
    set_up = stranger(server).post("/api/v1/password-resets/completions", {"secret": secret, "password": PASSWORD})
    report.look("the mail's secret sets the password", set_up.status == 200, set_up)
    office = logged_in(report, server, "office@o.example")
    report.look("and without a role nothing is seen", office.get("/api/v1/cases").code == "access.denied"
                or office.get("/api/v1/cases").json.get("items") == [], office.get("/api/v1/cases"))

    def give(role, account=account, **more):
        return admin.post(f"{account}/grants", {"role": role, "reason": "着任", **more})

    for what, answer in (
        ("the office of a firm", give("office", firm=FIRM)),
        ("an applicant without a firm", give("applicant")),
        ("an applicant of no real number", give("applicant", firm="1234567890123")),
        ("an insurer of nobody", give("insurer")),
        ("a scheme that is not there", give("office", scheme="nowhere")),
        ("a second applicant of a firm", give("applicant", firm=FIRM)),
        ("a role that is not there", give("emperor")),
    ):
        cannot(report, f"not given: {what}", answer, "access.grant", "case.value", "access.one-firm", "body.invalid")
    cannot(report, "nor a role without a reason", give("office", scheme="yuryo-sme", reason=" "), "access.reason",
           "body.invalid")
    cannot(report, "nor one to nobody", give("office", account="/api/v1/users/nobody"), "api.no-such")
    cannot(report, "nor one to oneself", give("auditor", account=path_of(admin, "admin@o.example")), "access.denied")
    grant = give("office", scheme="yuryo-sme")
    report.same("a role is given", grant.status, 201)
    report.same("which administrators are told", server.mails("admin@o.example")[-1][0], "account-given")
    cannot(report, "once", give("office", scheme="yuryo-sme"), "access.taken")
    report.same("it holds at once", len(office.get("/api/v1/cases").json["items"]), 1)
    grant_path = f"{account}/grants/{grant.json['grant']}"
    cannot(report, "it does not end without a reason", admin.delete(grant_path, {"reason": ""}), "access.reason",
           "body.invalid")
    cannot(report, "even where nothing is sent", admin.delete(grant_path), "access.reason", "body.invalid")
    report.same("it ends", admin.delete(grant_path, {"reason": "離任"}).status, 204)
    after = office.get("/api/v1/cases")
    report.look("at once", after.code == "access.denied" or after.json.get("items") == [], after)

    state = {"state": "suspended", "reason": "退職"}
    machine, cookie = server.token("plain@a.example", "read"), plain.cookie
    report.same("an account is suspended", admin.put(f"{path_of(admin, 'plain@a.example')}/state", state).status, 200)
    refused(report, "its sessions end", plain.get(OWN), 401, "access.session")
    refused(report, "its tokens do not work", machine.get("/api/v1/cases"), 403, "access.suspended")
    out = stranger(server).log_in("plain@a.example")
    refused(report, "and it is told no more than who is wrong", out, 401, "access.wrong")
    stranger(server).post("/api/v1/password-resets", {"mail": "plain@a.example"})
    report.same("a new password does not help it", server.mails("plain@a.example")[-1][0], "account-none")
    state = {"state": "active", "reason": "復職"}
    report.same("it is resumed", admin.put(f"{path_of(admin, 'plain@a.example')}/state", state).status, 200)
    plain.cookie = cookie
    refused(report, "the old session stays dead", plain.get(OWN), 401, "access.session")
    logged_in(report, server, "plain@a.example")

    own = path_of(admin, "admin@o.example")
    role = admin.get(own).json["grants"][0]["grant"]
    cannot(report, "the last administrator stays", admin.delete(f"{own}/grants/{role}", {"reason": "離任"}),
           "access.last-admin")
    cannot(report, "and is not suspended", admin.put(f"{own}/state", {"state": "suspended", "reason": "離任"}),
           "access.last-admin")
    report.same("nor is one for a day another", give("admin", until=server.later(days=1)).status, 201)
    cannot(report, "so it stays", admin.delete(f"{own}/grants/{role}", {"reason": "離任"}), "access.last-admin")
    kinds = {one["kind"] for one in admin.get("/api/v1/users/events?limit=200").json["items"]}
    wanted = {"invited", "granted", "grant-ended", "suspended", "resumed", "logged-in"}
    report.look("all of it is in the log of accounts", wanted <= kinds, sorted(kinds))


def path_of(admin, mail):
    found = [one["account"] for one in admin.get("/api/v1/users?limit=200").json["items"] if one["mail"] == mail]
    return f"/api/v1/users/{found[0] if found else 'nobody'}"


def suspended_while_busy(report, server):
    """What an administrator did is not undone by what its owner did at the same moment."""
    admin = logged_in(report, server, "admin@o.example")
    for number in range(6):
        mail = server.user(f"busy{number}@a.example", "見本 多忙")
        sessions = [logged_in(report, server, mail) for _ in range(3)]
        account, ended = path_of(admin, mail), threading.Event()

        def write(client):
            while not ended.is_set() and client.post(f"{ACCOUNT}/totp").status == 201:
                pass

        crowd = [threading.Thread(target=write, args=(client,)) for client in sessions]
        for thread in crowd:
            thread.start()
        time.sleep(0.1)
        answer = admin.put(f"{account}/state", {"state": "suspended", "reason": "調査"})
        time.sleep(0.1)
        ended.set()
        for thread in crowd:
            thread.join()
        state = admin.get(account).json["account"]["state"]
        report.same("who is suspended while at work stays suspended", (answer.status, state), (200, "suspended"))


def too_often(report, server):
    mail = "guessed@a.example"
    server.user(mail, "見本 七郎")
    cookies = stranger(server).log_in(mail).headers.get_all("Set-Cookie")
    device = [one.split(";")[0] for one in cookies if one.startswith("kenkei-device-")]
    guesser = stranger(server)
    codes = [guesser.log_in(mail, f"guess number {number}").code for number in range(12)]
    report.same("after ten guesses nobody guesses on from there", codes, ["access.wrong"] * 10 + ["access.too-many"] * 2)
    right = guesser.log_in(mail)
    refused(report, "even with the right one", right, 429, "access.too-many")
    report.look("and is told how long", 1 <= int(right.headers["Retry-After"] or 0) <= 60, right.headers)
    report.same("the owner still gets in from elsewhere", stranger(server).log_in(mail).status, 201)
    codes = [stranger(server).log_in(mail, f"guess number {number}").code for number in range(110)]
    report.look("of many guessers everywhere, a hundred", codes.count("access.wrong") in range(89, 95)
                and codes[-1] == "access.too-many", codes.count("access.wrong"))
    report.same("then a new browser waits", stranger(server).log_in(mail).status, 429)
    known = stranger(server)
    known.cookie = device[0] if device else None
    back = known.post(SESSION, {"mail": mail, "password": PASSWORD})
    report.look("and one that has been in does not", back.status == 201, back)
    one = stranger(server)
    codes = [one.log_in(f"guess{number}@a.example", NEW).code for number in range(32)]
    tried = codes.count("access.wrong")
    report.look("nor from one address on many accounts", tried in (30, 31) and codes[-1] == "access.too-many", codes)
    codes = {stranger(server).post("/api/v1/password-resets", {"mail": "flooded@a.example"}).status for _ in range(12)}
    report.same("nobody's box is filled", (codes, len(server.mails("flooded@a.example"))), ({202, 429}, 10))
