"""Who may act for a firm: claims and their letters, delegates, representatives of the employees."""
import json
import re

from live import BEHIND_A_PROXY, ROOT, Server, corporate_number
from play_accounts import CLOCK, OPEN, cannot, logged_in, member, path_of, refused, stranger

FIRM, OTHER = corporate_number(200000000123), corporate_number(200000000456)
CLAIMED, GUESSED = corporate_number(300000000123), corporate_number(300000000456)
CLAIMS, OWN_CLAIMS, SESSION = "/api/v1/firm-claims", "/api/v1/account/firm-claims", "/api/v1/session"
SUMMER = "2022-08-01T09:00:00+09:00"
TOWN = "/api/v1/editions/yokohama/2022/cases"


def play(report, database):
    with Server(database, clock=SUMMER, config=BEHIND_A_PROXY) as server:
        lending(report, server)
        server.restart(CLOCK)
        claims(report, server)


def claim(client, firm=CLAIMED, way="post", **more):
    wanted = {"firm": firm, "scheme": "yuryo-sme", "name": "株式会社見本", "way": way, "postal": "220-0011",
              "address": "神奈川県横浜市西区見本町1-2", "person": "総務部 見本花子"}
    return client.post(CLAIMS, wanted | more)


# The letter goes to the registered address, which the office has looked up.
REGISTERED = {"how": "国税庁法人番号公表サイト", "postal": "220-0011", "address": "神奈川県横浜市西区見本町１番２号"}


def letter_for(office, path, **other):
    return office.post(f"{path}/letter", {"address_checked": REGISTERED | other})


def code_of(letter):
    return re.search(r"確認コード　(\S+)", letter.json["text"])[1]


def firms_of(client):
    return [one["firm"] for one in client.get(SESSION).json["roles"] if one["role"] == "applicant"]


def claims(report, server):
    first = member(report, server, "first@c.example")
    second = member(report, server, "second@c.example")
    server.user("claims@o.example", "見本 窓口", "--role", "office", "--scheme", "yuryo-sme")
    server.user("claims@t.example", "例示 窓口", "--role", "office", "--scheme", "yokohama")
    office, elsewhere = logged_in(report, server, "claims@o.example"), logged_in(report, server, "claims@t.example")

    refused(report, "nobody claims a firm without an account", claim(stranger(server)), 401, "access.login")
    wrong = str((int(CLAIMED[0]) + 1) % 10) + CLAIMED[1:]
    cannot(report, "a number whose check digit is wrong is no firm", claim(first, wrong), "case.value")
    cannot(report, "a letter needs an address", claim(first, address=" "), "access.claim-address")
    cannot(report, "there must be such a scheme", claim(first, scheme="nowhere"), "api.edition")
    denied = first.post(OPEN, {"firm": CLAIMED})
    refused(report, "before its proof nobody applies for it", denied, 403, "access.denied")
    made = claim(first)
    report.same("a firm is claimed", (made.status, made.json["state"]), (201, "waiting"))
    path = f"{CLAIMS}/{made.json['claim']}"
    cannot(report, "once by an account", claim(first), "access.claim-open")
    cannot(report, "the claimant writes no letter", first.post(f"{path}/letter"), "api.no-such", "access.denied")
    cannot(report, "nor another scheme's office", letter_for(elsewhere, path), "api.no-such")
    cannot(report, "nor approves it", elsewhere.post(f"{path}/approval", {"reason": "試験"}), "api.no-such")
    listed = office.get(f"{CLAIMS}?state=waiting").json["items"]
    report.same("the office finds it", [one["claim"] for one in listed], [made.json["claim"]])
    report.same("the other office does not", elsewhere.get(CLAIMS).json["items"], [])
    cannot(report, "there is no code before the letter", first.post(f"{path}/proof", {"code": "2222-2222-2222"}),
           "access.claim-state")

    cannot(report, "none is written without saying where the address was looked up", office.post(f"{path}/letter", {}),
           "body.invalid")
    cannot(report, "nor to another than the registered one", letter_for(office, path, address="大阪府大阪市中央区大手前4-1-67"),
           "access.claim-other-address")
    report.same("so it still waits", first.get(OWN_CLAIMS).json["items"][0]["state"], "waiting")
    void = code_of(letter_for(office, path))
    letter = letter_for(office, path)
    report.same("a letter is written", letter.status, 201)
    report.look("to the firm's address", REGISTERED["address"] in letter.json["text"] and CLAIMED in letter.json["text"],
                letter.json["text"])
    code = code_of(letter)
    lists = office.get(CLAIMS).body + first.get(OWN_CLAIMS).body
    report.same("what was looked up stays written", letter.json["claim"]["address_checked"]["how"], REGISTERED["how"])
    report.look("nobody but its reader sees the code", CLAIMED.encode() in lists and code.encode() not in lists, lists)
    cannot(report, "the code of the letter before is void", first.post(f"{path}/proof", {"code": void}), "access.code")
    cannot(report, "another account's is not this one's", second.post(f"{path}/proof", {"code": code}), "api.no-such")
    shown = first.post(f"{path}/proof", {"code": f" {code.lower().replace('-', ' ')}"})
    report.look("the letter's code proves it, as people type it", shown.status == 200, shown)
    report.same("the account is the firm's", firms_of(first), [CLAIMED])
    opened = first.post(OPEN, {"firm": CLAIMED})
    report.look("and applies for it", opened.status == 201, opened)
    cannot(report, "the code is good once", first.post(f"{path}/proof", {"code": code}), "access.claim-state")
    cannot(report, "who is the firm's claims it no more", claim(first), "access.claim-open")

    # One firm, one account.
    later = claim(second)
    report.same("another account may claim it, too, and learns nothing", later.status, 201)
    report.same("which who has the firm is told at once", server.mails("first@c.example")[-1][0], "account-claimed")
    path = f"{CLAIMS}/{later.json['claim']}"
    answer = second.post(f"{path}/proof", {"code": code_of(letter_for(office, path))})
    report.look("its code is right", answer.status == 200, answer)
    report.same("but it is not the firm's", firms_of(second), [])
    cannot(report, "the office approves none beside another", office.post(f"{path}/approval", {"reason": "登記簿"}),
           "access.one-firm")
    cannot(report, "nor instead of it without a reason", office.post(f"{path}/approval", {"replaces": True}),
           "access.reason", "body.invalid")
    replaced = office.post(f"{path}/approval", {"replaces": True, "reason": "担当者の交替を登記簿と電話で確かめた"})
    report.same("instead of it, it does", (replaced.status, replaced.json.get("state")), (200, "approved"))
    report.same("the one before is the firm's no more, at once", (firms_of(first), firms_of(second)), ([], [CLAIMED]))
    case = opened.json.get("id")
    refused(report, "nor sees its case", first.get(f"/api/v1/cases/{case}"), 404, "store.no-case")
    report.same("which the new one does", second.get(f"/api/v1/cases/{case}").status, 200)
    report.same("both are told by mail", (server.mails("first@c.example")[-1][0], server.mails("second@c.example")[-1][0]),
                ("account-ended", "account-claim"))

    # Guessing.
    guessed = claim(first, GUESSED)
    path = f"{CLAIMS}/{guessed.json['claim']}"
    code = code_of(letter_for(office, path))
    codes = [first.post(f"{path}/proof", {"code": f"2222-2222-222{digit}"}).code for digit in range(2, 7)]
    report.same("five wrong codes end a claim", codes, ["access.code"] * 4 + ["access.claim-state"])
    cannot(report, "then the right one is none", first.post(f"{path}/proof", {"code": code}), "access.claim-state")
    report.same("and nobody has the firm", firms_of(first), [])

    asked = claim(first, GUESSED, way="office")
    path = f"{CLAIMS}/{asked.json['claim']}"
    cannot(report, "without a letter the office says what it looked at", office.post(f"{path}/approval", {}),
           "access.reason", "body.invalid")
    cannot(report, "and writes none", letter_for(office, path), "access.claim-state")
    cannot(report, "it refuses with a reason", office.post(f"{path}/refusal", {"reason": " "}), "access.reason",
           "body.invalid")
    report.same("only", office.post(f"{path}/refusal", {"reason": "登記簿にない方です"}).status, 200)
    report.look("which the claimant reads", "登記簿にない方です" in server.mails("first@c.example")[-1][1],
                server.mails("first@c.example")[-1])
    cannot(report, "what is decided stays", office.post(f"{path}/approval", {"reason": "登記簿"}), "access.claim-state")

    late = claim(first, GUESSED)
    path = f"{CLAIMS}/{late.json['claim']}"
    code = code_of(letter_for(office, path))
    server.restart(server.later(days=31))
    first.log_in("first@c.example")
    cannot(report, "after thirty days the letter is too old", first.post(f"{path}/proof", {"code": code}),
           "access.claim-state")
    report.same("and the claim has ended", first.get(OWN_CLAIMS).json["items"][-1]["state"], "expired")


def lending(report, server):
    server.user("firm@d.example", "見本 申請", "--role", "applicant", "--firm", FIRM)
    server.user("other@d.example", "例示 申請", "--role", "applicant", "--firm", OTHER)
    server.user("admin@d.example", "見本 管理", "--role", "admin")
    firm, other = logged_in(report, server, "firm@d.example"), logged_in(report, server, "other@d.example")
    helper, employee = member(report, server, "helper@d.example", "見本 代理"), member(report, server, "staff@d.example")
    path = f"/api/v1/firms/{FIRM}/delegations"

    def lend(client=firm, scheme="yokohama", days=60, mail="helper@d.example"):
        return client.post(path, {"mail": mail, "scheme": scheme, "until": server.later(days=days)})

    def accept(client=helper, mail="helper@d.example"):
        return client.post("/api/v1/delegations", {"secret": server.secret(mail, "account-lend")})

    national = lend(scheme="yuryo-sme")
    cannot(report, "the national scheme admits no delegates", national, "access.lending")
    detail = national.json["detail"]
    report.look("and it is told by which clause", "代理" in detail and "p.10" in detail, detail)
    cannot(report, "there must be such a scheme", lend(scheme="nowhere"), "access.lending")
    cannot(report, "a hand is lent for a year at most", lend(days=367), "access.until")
    cannot(report, "and not for the past", lend(days=-1), "access.until")
    cannot(report, "nobody lends another firm's", lend(other), "access.denied")
    cannot(report, "nor does the helper", lend(helper), "access.denied")
    known, unknown = lend(), lend(mail="nobody@d.example")
    report.same("the town's does, and asks the helper", known.status, 202)
    report.same("who is told the same whether there is such an account", (unknown.status, unknown.body),
                (known.status, known.body))
    cannot(report, "nobody accepts what one asked for oneself", accept(firm), "access.secret")
    cannot(report, "nor what another one was asked", accept(employee), "access.secret")
    taken = accept()
    report.look("the helper accepts", taken.status == 201, taken)
    cannot(report, "once", accept(), "access.secret")
    report.same("which the firm is told", server.mails("firm@d.example")[-1][0], "account-lent")
    report.same("and finds in its list", [one["mail"] for one in firm.get(path).json["items"]], ["helper@d.example"])
    cannot(report, "which others do not see", other.get(path), "api.no-such")

    opened = helper.post(TOWN, {"firm": FIRM, "name": "株式会社見本"})
    report.look("the helper opens a case for the firm", opened.status == 201, opened)
    case = f"/api/v1/cases/{opened.json.get('id')}"
    cannot(report, "of no other firm", helper.post(TOWN, {"firm": OTHER}), "access.denied")
    cannot(report, "nor in another scheme", helper.post("/api/v1/editions/yuryo-sme/2025/cases", {"firm": FIRM}),
           "access.denied")
    text = (ROOT / "tests/journeys/applications/yokohama-2022.json").read_text()
    application = json.loads(text)
    application["answers"]["org_number"] = FIRM
    filed = helper.post(f"{case}/submissions", application)
    report.look("and files it", filed.status == 201, filed)
    history = firm.get(f"{case}/events").json["items"]
    report.same("which stands in the record as the delegate's", {one.get("role") for one in history}, {"代理人"})
    report.look("also for people", "代理人" in server.run("audit", "show", opened.json.get("id", "")), "no 代理人 is named")
    report.same("the firm sees its case", firm.get(case).json.get("stage"), "submitted")
    cannot(report, "a delegate withdraws nothing", helper.post(f"{case}/withdrawal", {"reason": "試験"}), "access.denied",
           "http.not-found")

    grant = taken.json["grant"]
    cannot(report, "the hand is not taken back without a reason", firm.delete(f"{path}/{grant}", {"reason": " "}),
           "access.reason", "body.invalid")
    cannot(report, "nor by another firm",
           other.delete(f"/api/v1/firms/{OTHER}/delegations/{grant}", {"reason": "試験"}), "api.no-such")
    report.same("the firm takes it back", firm.delete(f"{path}/{grant}", {"reason": "契約の終わり"}).status, 204)
    refused(report, "and from then on the helper sees nothing", helper.get(case), 404, "store.no-case")
    cannot(report, "and files nothing", helper.post(f"{case}/submissions", application), "store.no-case")
    seen = helper.get("/api/v1/cases")
    report.look("nor finds anything", seen.code == "access.denied" or seen.json.get("items") == [], seen)
    report.same("it stays in the list as ended", [one["grant"]["holds"] for one in firm.get(path).json["items"]], [False])

    lend()
    grant = accept().json.get("grant")
    report.same("lent again, the helper is back", helper.get(case).status, 200)
    cannot(report, "the firm does not hand it back", firm.delete(f"/api/v1/delegations/{grant}"), "api.no-such",
           "access.denied")
    report.same("the helper does", helper.delete(f"/api/v1/delegations/{grant}").status, 204)
    refused(report, "and sees nothing any more", helper.get(case), 404, "store.no-case")
    report.same("the firm is told", server.mails("firm@d.example")[-1][0], "account-ended")

    report.same("an employees' representative is asked",
                firm.post(f"/api/v1/firms/{FIRM}/representatives", {"mail": "staff@d.example"}).status, 202)
    report.same("accepts", accept(employee, "staff@d.example").status, 201)
    report.same("sees the firm's case", employee.get(case).status, 200)
    cannot(report, "and files nothing", employee.post(f"{case}/submissions", application), "access.denied")

    lend(days=1)
    accept()
    report.same("lent for a day", helper.get(case).status, 200)
    lend(mail="second@d.example")
    second = member(report, server, "second@d.example")
    admin = logged_in(report, server, "admin@d.example")
    suspended = admin.put(f"{path_of(admin, 'firm@d.example')}/state", {"state": "suspended", "reason": "調査"})
    report.same("where the firm's account is suspended", suspended.status, 200)
    refused(report, "who has its hand sees nothing, at once", helper.get(case), 404, "store.no-case")
    cannot(report, "nobody accepts its hand", accept(second, "second@d.example"), "access.secret")
    admin.put(f"{path_of(admin, 'firm@d.example')}/state", {"state": "active", "reason": "調査の終わり"})
    server.restart(server.later(hours=25))
    helper.log_in("helper@d.example")
    refused(report, "after its day the helper sees nothing", helper.get(case), 404, "store.no-case")
