"""What strangers learn of accounts and firms by the words of an answer and the time it takes: nothing."""
import itertools
import statistics
import time

from live import BEHIND_A_PROXY, Server, corporate_number
from play_accounts import CLOCK, stranger

TRIES, MORE = 40, 160
RATIO, SECONDS = 0.25, 0.005
GUESS = "no such password at all"


def play(report, database):
    with Server(database, clock=CLOCK, config=BEHIND_A_PROXY) as server:
        active, other = accounts(server, "known"), accounts(server, "known-too")
        invited = accounts(server, "invited", password=False)

        def log_in(client, mail):
            return client.post("/api/v1/session", {"mail": mail, "password": GUESS})

        def register(client, mail):
            return client.post("/api/v1/accounts", {"mail": mail})

        def reset(client, mail):
            return client.post("/api/v1/password-resets", {"mail": mail})

        for what, ask, known, unknown in (
            ("a log-in", log_in, active, nobody("in")),
            ("a log-in of who was only invited", log_in, invited, nobody("invited")),
            ("a registration", register, active, nobody("new")),
            ("a forgotten password", reset, other, nobody("lost")),
        ):
            look(report, what, stranger(server), ask, known, unknown)
        claimed(report, server)


def accounts(server, name, password=True):
    """Addresses of accounts, a new one after every eight tries: each has ten."""
    for number in itertools.count():
        mail = f"{name}{number}@e.example"
        if password:
            server.user(mail, "見本 花子")
        else:
            server.run("user", "add", mail, "--name", "見本 花子", "--at", CLOCK)
        yield from [mail] * 8


def nobody(name):
    for number in itertools.count():
        yield from [f"{name}{number}@nobody.example"] * 8


def claimed(report, server):
    """Firms that have an applicant's account, and firms that have none."""
    server.user("applicant@e.example", "見本 申請")
    firms = (corporate_number(400000000000 + number) for number in itertools.count())
    free = (corporate_number(500000000000 + number) for number in itertools.count())

    def taken():
        for firm in firms:
            server.run("user", "grant", "applicant@e.example", "--role", "applicant", "--firm", firm, "--at", CLOCK)
            yield firm

    def claimants():
        for number in itertools.count():
            mail = f"claimant{number}@e.example"
            server.user(mail, "見本 届出")
            yield from [server.client(mail, address=f"10.9.{number // 250}.{number % 250 + 1}")] * 4  # five open claims

    people = claimants()

    def claim(_, wanted):
        client, firm = wanted
        return client.post("/api/v1/firm-claims", {"firm": firm, "scheme": "yuryo-sme", "name": "株式会社見本",
                                                   "way": "post", "postal": "220-0011", "address": "横浜市"})  # fmt: skip

    def hide(answer):
        told = dict(answer.json)
        return {key: told[key] for key in told if key not in ("claim", "firm", "created")}

    def pairs(firms):
        return ((next(people), firm) for firm in firms)

    look(report, "a claim", None, claim, pairs(taken()), pairs(free), hide)


def words_of(answer):
    return {key: value for key, value in answer.json.items() if key != "instance"}


def look(report, what, client, ask, known, unknown, words=words_of):
    """Known and unknown ones in turn, and which comes first changes: what slows the machine slows both."""
    told = []

    def compare(tries):
        spent = ([], [])
        for number in range(tries):
            for which in (0, 1) if number % 2 else (1, 0):
                wanted = next((known, unknown)[which])
                if client:
                    client.address = next_address()
                begun = time.perf_counter()
                answer = ask(client, wanted)
                spent[which].append(time.perf_counter() - begun)
                told.append((answer.status, words(answer)))
        medians = [statistics.median(one) for one in spent]
        # Of the pairs, too: a slow minute in the middle moves both of one, and not their difference.
        between = abs(statistics.median(a - b for a, b in zip(*spent)))
        allowed = max(RATIO * min(medians), SECONDS)
        return min(abs(medians[0] - medians[1]), between) <= allowed, medians

    good, medians = compare(TRIES)
    if not good:
        good, medians = compare(MORE)
    report.look(f"{what} is answered alike", all(one == told[0] for one in told),
                [one for one in told if one != told[0]][:2] + told[:1])
    report.look(f"{what} takes as long", good, "known {:.1f} ms, unknown {:.1f} ms".format(*(1000 * one for one in medians)))


next_number = itertools.count()


def next_address():
    number = next(next_number)
    return f"10.2.{number // 250}.{number % 250 + 1}"
