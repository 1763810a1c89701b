"""Requests as no browser sends them, and bodies, questions and numbers as no form sends them."""
import json
import random
import re
import threading
import uuid

from live import Server, corporate_number
from play_permissions import operations
from wire import HOST, answers, exchange

CLOCK = "2024-10-01T09:00:00+09:00"
FIRM = corporate_number(700000000123)
LONGEST = 10  # seconds until an answer, or the end
MUTANTS = 400
EVERYTHING = [["office", "--scheme", "yuryo-sme"], ["reviewer"], ["chair"], ["certifier"], ["partner"], ["auditor"],
              ["insurer", "--insurer", "見本健康保険組合"], ["admin"]]  # fmt: skip
QUICK = "timeout_head = 2s\ntimeout_body = 2s\ntimeout_idle = 4s\nlog = none\n"


def get(path, more=b""):
    return b"GET " + path + b" HTTP/1.1\r\n" + HOST + more + b"\r\n"


def post(path, body, more=b"Content-Type: application/json\r\n"):
    return b"POST " + path + b" HTTP/1.1\r\n" + HOST + more + b"Content-Length: %d\r\n\r\n" % len(body) + body


PING, ECHO = b"/api/v1/editions", b"/api/v1/session"
HEAD, POST = b"GET " + PING + b" HTTP/1.1\r\n" + HOST, b"POST " + ECHO + b" HTTP/1.1\r\n" + HOST
CHUNKED = b"Transfer-Encoding: chunked\r\n"
# What is sent, and the statuses of all that comes back, with how the connection is then.
BROKEN = [
    (POST + b"Content-Length: 4\r\n" + CHUNKED + b"\r\n0\r\n\r\n" + get(PING), "400 closed"),
    (POST + CHUNKED + b"Content-Length: 4\r\n\r\n0\r\n\r\n" + get(PING), "400 closed"),
    (POST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde", "400 closed"),
    (POST + b"Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd", "400 closed"),
    (POST + b"Content-Length: 4, 4\r\n\r\nabcd", "400 closed"),
    (POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "501 closed"),
    (POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", "501 closed"),
    (POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + get(PING), "501 closed"),
    (POST + b"Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}" + get(PING), "400 closed"),
    (POST + b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n" + get(PING), "400 closed"),
    (POST + b"Content-Length : 4\r\n\r\nabcd", "400 closed"),
    (POST + b" Content-Length: 4\r\n\r\nabcd", "400 closed"),
    (POST + b"Content-Length: -1\r\n\r\n", "400 closed"),
    (POST + b"Content-Length: +2\r\n\r\n{}", "400 closed"),
    (POST + b"Content-Length: 0x4\r\n\r\nabcd", "400 closed"),
    (POST + b"Content-Length: 99999999999999999999\r\n\r\n", "400 closed"),
    (POST + b"Content-Length: 104857600\r\n\r\n", "413 closed"),
    (POST + b"Content-Length: 262145\r\n\r\n", "413 closed"),
    (POST + CHUNKED + b"\r\nzz\r\n", "400 closed"),
    (POST + CHUNKED + b"\r\n-1\r\n", "400 closed"),
    (POST + CHUNKED + b"\r\n5\r\nabcdeX\r\n0\r\n\r\n", "400 closed"),
    (POST + CHUNKED + b"\r\nfffffffffffffffff\r\n", "400 closed"),
    (POST + CHUNKED + b"\r\nfffffff\r\n", "413 closed"),
    (POST + CHUNKED + b"\r\n1;" + b"e" * 40_000, "400 closed"),
    (POST + CHUNKED + b"\r\n" + b"3e8\r\n" + b"a" * 1000 + b"\r\n" + b"7d000\r\n" + b"a" * 512_000, "413 closed"),
    (b"POST " + ECHO + b" HTTP/1.0\r\n" + CHUNKED + b"\r\n0\r\n\r\n", "400 closed"),
    (b"GET " + PING + b" HTTP/1.1\r\n\r\n", "400 closed"),
    (HEAD + b"Host: y\r\n\r\n", "400 closed"),
    (b"GET " + PING + b" HTTP/1.1\r\nHost: a b\r\n\r\n", "400 closed"),
    (b"GET " + PING + b" HTTP/1.1\r\nHost: evil.example\r\n\r\n", "400 closed"),
    (b"GET " + PING + b" HTTP/1.1\r\nHost: 127.0.0.1@evil.example\r\n\r\n", "400 closed"),
    (b"GET http://evil.example/ HTTP/1.1\r\n" + HOST + b"\r\n", "400 closed"),
    (b"GET " + PING + b" HTTP/1.1\nHost: 127.0.0.1\n\n", "400 closed"),
    (b"GET " + PING + b" HTTP/1.1\r\nHost: 127.0.0.1\nY: z\r\n\r\n", "400 closed"),
    (HEAD + b"X: a\rb\r\n\r\n", "400 closed"),
    (HEAD + b"X: a\x00b\r\n\r\n", "400 closed"),
    (HEAD + b"X\x01: a\r\n\r\n", "400 closed"),
    (HEAD + b"X y: a\r\n\r\n", "400 closed"),
    (HEAD + b": a\r\n\r\n", "400 closed"),
    (HEAD + b"no colon\r\n\r\n", "400 closed"),
    (HEAD + b"X: " + b"a" * 65_536 + b"\r\n\r\n", "431 closed"),
    (HEAD + b"X: a\r\n" * 5_000 + b"\r\n", "431 closed"),
    (get(b"/" + b"a" * 9_000), "414 closed"),
    (b"GET /" + b"a" * 9_000, "414 closed"),
    (b"GET " + PING + b" HTTP/2.0\r\n" + HOST + b"\r\n", "505 closed"),
    (b"GET " + PING + b" HTTP/1.2\r\n" + HOST + b"\r\n", "505 closed"),
    (b"GET " + PING + b"\r\n" + HOST + b"\r\n", "400 closed"),
    (b"GET  " + PING + b" HTTP/1.1\r\n" + HOST + b"\r\n", "400 closed"),
    (b"GET " + PING + b"\tHTTP/1.1\r\n" + HOST + b"\r\n", "400 closed"),
    (b"get " + PING + b" HTTP/1.1\r\n" + HOST + b"\r\n", "501 closed"),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 closed"),
    (b"FOO " + PING + b" HTTP/1.1\r\n" + HOST + b"\r\n", "501 closed"),
    (b"CONNECT x:1 HTTP/1.1\r\n" + HOST + b"\r\n", "501 closed"),
    (b"TRACE / HTTP/1.1\r\n" + HOST + b"\r\n", "501 closed"),
    (b"GET api HTTP/1.1\r\n" + HOST + b"\r\n", "400 closed"),
    (b"GET * HTTP/1.1\r\n" + HOST + b"\r\n", "400 closed"),
    (get(b"/a/../b"), "400 closed"),
    (get(b"/a/%2e%2e/b"), "400 closed"),
    (get(b"/%ff"), "400 closed"),
    (get(b"/%c0%ae%c0%ae/"), "400 closed"),
    (get(b"/\x80"), "400 closed"),
    (get(PING, b"Expect: tea\r\n"), "417 closed"),
    (b"\x00" * 1000, "400 closed"),
    (b"\r\n" * 30_000, "400 closed"),
    (b"<?xml version='1.0'?>\r\n\r\n", "400 closed"),
    (b"x\r\n\r\n", "400 closed"),
]
# What is right, however odd; the last word is how the connection is then.
ODD = [
    (get(PING), "200 open"),
    (get(PING) * 3, "200 200 200 open"),
    (get(PING, b"Connection: close\r\n") + get(PING), "200 closed"),
    (get(PING, b"X: a\r\n b\r\n"), "200 open"),
    (b"GET " + PING + b" HTTP/1.0\r\n\r\n", "200 closed"),
    (b"GET " + PING + b" HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "200 open"),
    (b"HEAD " + PING + b" HTTP/1.1\r\n" + HOST + b"\r\n", "200 open"),
    (post(ECHO, b"{}") + get(PING), "422 200 open"),
    (post(ECHO, b""), "400 open"),
    (get(b"/api/v1/nothing"), "404 open"),
    (b"DELETE " + PING + b" HTTP/1.1\r\n" + HOST + b"\r\n", "405 open"),
    (b"OPTIONS " + PING + b" HTTP/1.1\r\n" + HOST + b"\r\n", "204 open"),
    (b"GET http://127.0.0.1" + PING + b" HTTP/1.1\r\n" + HOST + b"\r\n", "200 open"),
    (get(b"/healthz") + get(b"/readyz"), "200 200 open"),
    (POST + b"Content-Type: application/json\r\nTransfer-Encoding: Chunked\r\n\r\n1;a=b\r\n{\r\n1\r\n}\r\n0\r\nT: x\r\n\r\n"
     + get(PING), "422 200 open"),
    (POST + b"Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}", "422 open"),
    (get(PING, b"Authorization: Bearer " + b"a" * 5_000 + b"\r\n"), "401 open"),
    (get(PING, b"Authorization: Bearer \xff\xfe\r\n"), "401 open"),
    (get(PING, b"Cookie: kenkei=\xff; kenkei; =; ;;;\r\n"), "200 open"),
    (get(PING, b"Accept-Language: " + b"en;q=9," * 500 + b"\r\n"), "200 open"),
    (get(PING, b"Accept-Encoding: gzip;q=x, ,;;\r\nRange: bytes=0-\r\nIf-None-Match: \"\r\n"), "200 open"),
]  # fmt: skip
# Half a request: what is said when the time for the rest is over.
HALF = [
    (b"GET " + PING + b" HT", "408 closed"),
    (HEAD, "408 closed"),
    (POST + b"Content-Length: 9\r\n\r\nabc", "408 closed"),
    (POST + CHUNKED + b"\r\n5\r\nab", "408 closed"),
    (POST + CHUNKED + b"\r\n5\nabcde\n0\n\n", "408 closed"),  # no line has ended
    (b"\x16\x03\x01\x02", "408 closed"),  # TLS to a plain port
    (b"", "closed"),
]


def play(report, database):
    with Server(database, clock=CLOCK, config=QUICK) as server:
        wires(report, server)
        mutants(report, server)
        mail = server.user("all@g.example", "見本 全部", "--role", "applicant", "--firm", FIRM)
        for role, *whose in EVERYTHING:
            server.run("user", "grant", mail, "--role", role, *whose, "--at", CLOCK)
        client = server.client(mail)
        case = client.post("/api/v1/editions/yuryo-sme/2025/cases", {"firm": FIRM, "name": "株式会社見本"}).json["id"]
        every = list(operations(client))
        bodies(report, server, client, every, case)
        questions(report, client, every, case)
        numbers(report, client, every, case)
        report.same("after all that the server goes on", client.get(f"/api/v1/cases/{case}").status, 200)
        report.same("and ends by itself", server.stop(), 0)


def together(work, items, threads=16):
    """Each item's result, some at a time."""
    found, left, lock = [None] * len(items), iter(enumerate(items)), threading.Lock()

    def do():
        while True:
            with lock:
                at, item = next(left, (None, None))
            if at is None:
                return
            found[at] = work(item)

    crowd = [threading.Thread(target=do) for _ in range(min(threads, len(items)))]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return found


def wires(report, server):
    for cases in (BROKEN, ODD, HALF):
        quiet = 3.5 if cases is HALF else 0.5
        got = together(lambda case: exchange(server.port, case[0], quiet, LONGEST), cases)
        for (sent, wanted), (told, came, spent) in zip(cases, got):
            shown = f"{sent[:120]!r}… ({len(sent)} bytes)"
            # Where the other side closes before all was sent, the end may be a reset; its answer is read all the same.
            told = told.replace(" reset", " closed") if cases is BROKEN else told
            report.look(f"{shown} is answered {wanted}", told == wanted, f"{told}: {came[:400]!r}")
            report.look(f"{shown}, in time", spent < LONGEST, f"{spent:.1f} s")
            for status, headers, body in answers(came, sent.startswith(b"HEAD")):
                if status >= 400:
                    report.look(f"{shown} in words", in_words(headers, body), f"{headers} {body[:200]!r}")


def in_words(headers, body):
    if headers.get("content-type") != "application/problem+json":
        return False
    told = json.loads(body)
    return bool(re.search("[ぁ-んァ-ヶ一-龠]", told.get("detail", "")) and told.get("code") and told.get("title"))


def mutants(report, server):
    """Good requests with some bytes changed: each is answered at most as often as there are requests, and in time."""
    seed = uuid.uuid4().int % 1_000_000
    dice = random.Random(seed)
    good = [get(PING), post(ECHO, b'{"mail":"a@a.example","password":"correct horse"}'),
            POST + b"Content-Type: application/json\r\n" + CHUNKED + b"\r\n2\r\n{}\r\n0\r\n\r\n"]
    pieces = [b"\r\n", b"\n", b"\r", b"\0", b" ", b":", b"\t", b",", b";", b"%", b"..", b"/", b"0", b"9" * 30, b"\xff",
              b"Content-Length: 5\r\n", CHUNKED, HOST, b"Connection: close\r\n", b"HTTP/1.1", b"?", b"#", b"{",
              b"a" * 9_000]  # fmt: skip

    def mutant():
        data = bytearray(dice.choice(good))
        for _ in range(dice.randrange(1, 4)):
            at = dice.randrange(len(data))
            how = dice.randrange(3)
            data[at : at + (dice.randrange(1, 8) if how else 0)] = dice.choice(pieces) if how < 2 else b""
        return bytes(data)

    sent = [mutant() for _ in range(MUTANTS)]
    for data, (told, came, spent) in zip(sent, together(lambda data: exchange(server.port, data, 0.3, LONGEST), sent, 24)):
        found = [status for status, _, _ in answers(came) if status != 100]
        good_ones = all(200 <= status < 500 or status in (501, 505) for status in found)
        # What follows a request whose length was lost is the beginning of another, which is refused.
        most = max(1, len(re.findall(rb"HTTP/1", data)))
        if len(found) > 1 and found[-1] in (400, 408, 414, 431, 501, 505) and told.endswith(("closed", "reset")):
            found.pop()
        report.look(f"a mutant (seed {seed}) is answered or refused", good_ones and len(found) <= most and spent < LONGEST,
                    f"{told} in {spent:.1f} s: {data!r} {came[:300]!r}")


def filled(path, case, names=None):
    values = {"scheme": "yuryo-sme", "edition": "2025", "case": case, "firm": FIRM, "number": "1", "version": "1"}
    values |= names or {}
    return re.sub(r"\{(\w+)\}", lambda name: values.get(name[1], "none"), path)


UNREADABLE = {
    "nothing": b"",
    "half an object": b'{"a": ',
    "brackets in brackets": b"[" * 100_000,
    "objects in objects": b'{"a":' * 30_000 + b"1" + b"}" * 30_000,
    "the same name twice": b'{"firm":"1","firm":"2","reason":"a","reason":"b","answers":{},"answers":{}}',
    "no UTF-8": b'{"a":"\xff\xfe"}',
    "overlong UTF-8": b'{"a":"\xc0\xaf"}',
    "half of a character": '{"a":"'.encode() + b"\xed\xa0\x80" + b'"}',
    "half of a pair": b'{"a":"\\ud800"}',
    "UTF-16": '{"a":1}'.encode("utf-16"),
    "a control character": b'{"a":"\x01"}',
    "a NUL": b'{"a":"b"}\0',
    "two objects": b"{}{}",
    "a comment": b'{/*a*/"a":1}',
    "a comma too many": b'{"a":1,}',
    "not a number": b'{"a":NaN}',
    "other quotes": b"{'a':1}",
}
# Readable, and not what is asked for.
UNFIT = {
    "a number without an end": b'{"a":' + b"9" * 100_000 + b"}",
    "a number beyond numbers": b'{"answers":{"q4_1":1e999999999},"a":1e999999999}',
    "null": b"null",
    "a list": b"[]",
    "a text": b'"a"',
    "an unknown name": b'{"no-such-name-at-all":1}',
    "a NUL in a text": b'{"reason":"a\\u0000b","firm":"a\\u0000b","mail":"a\\u0000@b.example","name":"\\u0000"}',
    "a long text": b'{"reason":"' + b"a" * 200_000 + b'","name":"' + b"a" * 1000 + b'"}',
    "texts as numbers": b'{"reason":1,"firm":2,"name":3,"mail":4,"secret":5,"code":6,"edition":7,"answers":8,"scopes":9}',
    "everything null": b'{"reason":null,"firm":null,"name":null,"mail":null,"secret":null,"code":null,"answers":null}',
}


def bodies(report, server, client, every, case):
    """Every operation that takes JSON."""
    document = client.get("/api/v1/openapi.json").json
    asked = 0
    for name, method, path, _ in every:
        content = document["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            continue
        asked += 1
        where = filled(path, case)
        for what, body in (UNREADABLE | UNFIT).items():
            answer = send(client, method, where, body)
            if what in UNREADABLE or "additionalProperties" in json.dumps(content):
                report.look(f"{name}: {what} is refused", 400 <= answer.status < 500 and answer.code != "", answer)
            else:
                report.look(f"{name}: {what} is answered or refused", answer.status < 500, answer)
        answer = send(client, method, where, b'{"a":"' + b"a" * (9 << 20) + b'"}')
        report.look(f"{name}: 9 MB are too much", answer.status in (413, 429), answer)
        answer = client.ask(method, where, raw=b"a=b", content_type="application/x-www-form-urlencoded")
        report.look(f"{name}: a form is refused", 400 <= answer.status < 500 and answer.code != "", answer)
    report.look("there are such operations", asked > 30, asked)


def send(client, method, path, body):
    """A body that is refused before all of it was sent may end the connection; its answer is what counts."""
    try:
        return client.ask(method, path, raw=body, content_type="application/json", headers={"If-Match": '"1"'})
    except OSError:
        client.connection = None
        head = f"{method} {path} HTTP/1.1\r\nCookie: {client.cookie}\r\nKenkei-CSRF: {client.csrf}\r\n".encode() + HOST
        head += b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        found = answers(exchange(client.port, head)[1]) or [(0, {}, b"")]
        return Refused(found[0])


class Refused:
    def __init__(self, answer):
        self.status, self.headers, self.body = answer

    @property
    def code(self):
        return json.loads(self.body)["code"] if self.status >= 400 else ""

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


def questions(report, client, every, case):
    """Every operation that reads, asked oddly."""
    injected = "%27%20OR%201%3D1%20--"
    for name, method, path, _ in every:
        if method != "GET" or name in ("seeSession",) or "login" in path or "callback" in path:
            continue
        where = filled(path, case)
        for query in ("a=%zz", "a=%", "a=%ff", "a=%00", "&".join(f"a{number}=1" for number in range(1_001))):
            answer = client.get(f"{where}?{query}")
            report.look(f"{name}: ?{query[:20]} is refused", (answer.status, answer.code) == (400, "http.target"), answer)
        for query in (f"after={injected}", f"q={injected}", "after=" + "a" * 5_000, "q=" + "%E5%81%A5" * 800, "q=%22%2A%28",
                      "after=-1", "after=99999999999999999999", f"scheme={injected}", "stage=nowhere", "mine=perhaps",
                      "format=none", "state=none", "edition=..", "firm=%E2%80%AE"):  # fmt: skip
            answer = client.get(f"{where}?{query}")
            report.look(f"{name}: ?{query[:30]} is answered or refused", answer.status < 500, answer)
    for path in ("/api/v1/cases", "/api/v1/users", "/api/v1/users/events", "/api/v1/firm-claims", "/api/v1/register",
                 "/api/v1/overdue", "/api/v1/account/events", "/api/v1/cases/search"):
        for limit in ("-1", "0", "201", "99999999999999999999", "1e2", "0x10", "+5", "%205", "5%20", "five", "%E4%BA%94"):
            answer = client.get(f"{path}?q=%E8%A6%8B%E6%9C%AC&limit={limit}")
            report.look(f"{path}?limit={limit} is refused", answer.status == 400 and answer.code.startswith("api."), answer)
    plain = client.get("/api/v1/cases").json["items"]
    tricked = client.get(f"/api/v1/cases?firm={injected}").json.get("items")
    report.look("SQL in a question finds nothing more", (tricked or []) in ([], plain), tricked)


def numbers(report, client, every, case):
    """Every name in a path, as nothing is called."""
    never = {"%00": 400, "%2f": 400, "%5c..%5c": 400, "..": 400, "%2e%2e": 400, "%0d%0aSet-Cookie:a=b": 400, "%zz": 400}
    absent = ["a" * 5_000, "%27%20OR%201%3D1%20--", "%E3%81%82", "-1", "0x10", "99999999999999999999", "%F0%9F%88%B4", "%20",
              "0", "%E2%80%AE", "{case}", "*", "yuryo-sme-2025-999999", "a%3Fb%23c"]  # fmt: skip
    for name, method, path, _ in every:
        for part in re.findall(r"\{(\w+)\}", path):
            for odd in [*never, *absent]:
                answer = client.ask(method, filled(path, case, {part: odd}), None if method == "GET" else {})
                good = 400 <= answer.status < 500 and answer.code != ""
                if odd in never:
                    good = good and answer.status in (never[odd], 404, 409, 415, 422)
                report.look(f"{name}: {part} = {odd[:30]} is refused", good, answer)
