"""Fillings: applications drawn from demo and cases, changed at the boundaries, and how people type them into cells."""
import dataclasses
import datetime
import json
import re
import subprocess
from pathlib import Path

# How often an edition is drawn, of a hundred; the others share what is left.
MOSTLY = ("yuryo-sme/2025", 40)

WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
HALF_KANA = str.maketrans({"ア": "ｱ", "イ": "ｲ", "ウ": "ｳ", "エ": "ｴ", "オ": "ｵ", "カ": "ｶ", "ミ": "ﾐ", "ホ": "ﾎ",
                           "ン": "ﾝ", "サ": "ｻ", "ト": "ﾄ", "ー": "ｰ"})
HEADCOUNTS = [0, 1, 4, 5, 6, 9, 10, 19, 20, 21, 29, 30, 49, 50, 51, 99, 100, 101, 299, 300, 301, 52, 55, 1000]


@dataclasses.dataclass
class Edition:
    key: str
    compiled: dict

    def __post_init__(self):
        self.questions = {}
        for section in self.compiled["questions"]["sections"].values():
            self.questions.update(section["questions"])
        self.criteria = self.compiled["criteria"]
        self.lists = self.compiled.get("lists") or {}

    def name(self, identifier):
        """As messages name the question."""
        question = self.questions[identifier]
        return question.get("no") or question["label"]

    def names(self, question):
        """The names of a question's list."""
        return self.lists.get(question.get("list"), {}).get("names", [])


@dataclasses.dataclass
class Filling:
    edition: Edition
    name: str
    typed: bool  # into the blank form; else made by kenkei form
    answers: dict
    cells: dict = dataclasses.field(default_factory=dict)  # (question, option or None) → what is typed


def load_editions(kenkei, schemes, folder):
    editions = []
    for file in sorted(Path(schemes).glob("*/*/edition.yaml")):
        key = f"{file.parent.parent.name}/{file.parent.name}"
        out = folder / (key.replace("/", "-") + ".json")
        subprocess.run([kenkei, "compile", key, "-o", out], check=True, capture_output=True)
        editions.append(Edition(key, json.loads(out.read_text(encoding="utf-8"))))
    return editions


# ---- where applications come from

def from_cases(folder):
    """The answers of all cases of an edition."""
    try:
        import yaml
    except ImportError:
        return []

    class Loader(yaml.SafeLoader):
        """Days stay as they are written: there are cases on the 30th of February."""
    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}

    def read(file):
        return yaml.load(file.read_text(encoding="utf-8"), Loader) or {}
    bases = {}
    for file in sorted(folder.glob("cases/*.yaml")):
        bases.update(read(file).get("bases", {}))
    found = [dict(base.get("answers", {})) for base in bases.values()]
    for file in sorted(folder.glob("cases/*/*.yaml")):
        for case in read(file).get("cases", []):
            answers = dict(bases.get(case.get("from"), {}).get("answers", {}))
            answers.update(case.get("answers", {}))
            answers.update(case.get("set", {}))
            for name in case.get("unset", []):
                answers.pop(name, None)
            found.append(answers)
    return found


def from_demo(kenkei, key, count, seed):
    out = subprocess.run([kenkei, "demo", key, str(count), "--seed", str(seed)], check=True, capture_output=True)
    return [json.loads(line)["answers"] for line in out.stdout.decode().splitlines()]


# ---- changes

def another_answer(edition, identifier, random):
    """An answer to the question, at a boundary or wrong; None is none."""
    question = edition.questions[identifier]
    kind = question["type"]
    options = [int(number) for number in question.get("options", {})]
    if random.random() < 0.15:
        return None
    if kind == "choice":
        return random.choice(options * 3 + [options[-1] + 1, 0, -1, 1.5, "一", "3番"])
    if kind == "choices":
        picked = random.sample(options, random.randint(1, min(len(options), 4)))
        exclusive = question.get("exclusive")
        if exclusive and random.random() < 0.5:
            picked = [exclusive] + (picked if random.random() < 0.5 else [])
        return sorted(set(picked))
    if kind in ("integer", "decimal"):
        bounds = [question[bound] + step for bound in ("minimum", "maximum") for step in (-1, 0, 1) if bound in question
                  and isinstance(question[bound], int)]
        return random.choice(HEADCOUNTS + bounds + [2023, 2024, 2025, 2026, 12.5, 0.1, 1e15, -3, "約50", "不明"])
    if kind in ("date", "month"):
        days = ["2024-08-19", "2024-08-18", "2024-10-18", "2024-10-19", "2023-03-31", "2023-04-01", "2024-03-31",
                "2024-04-01", "2024-02-29", "2019-04-30", "2019-05-01", "2025-12-31", "2026-11-22"]
        if kind == "month":
            days = [day[:7] for day in days]
        return random.choice(days + ["2024-13-01", "来月", "2023年", "令和6年9月", "令和6年2月30日", "0"])
    if kind == "boolean":
        return random.choice([True, False, True, False, "はい", "1", 1])
    names = edition.names(question)
    texts = ["", "　", "株式会社見本", "(株)見本", "㈱見本", "（株）見本", "見本　株式会社", " 見本 ", "みほん", "ﾐﾎﾝ", "ミホン",
             "見本" * 40, "見本\n二行目", "7123456789012", "７１２３４５６７８９０１２", "712345678901", "71010203", "123-4567",
             "１２３－４５６７", "06-0000-0000", "０６‐００００‐００００", "soumu@mihon.example", "ｓｏｕｍｕ＠mihon.example", "mihon",
             "39", "L", "ｌ", "411", "大阪", "大阪支部", "大阪府", "大阪市北区", "東京都", "00012345", "0", "1", "100", "電子タバコ",
             "a b", "ABC", "abc", "①", "見本\u200b", "~*?", "\"引用\"", "x" * 70]
    if names and random.random() < 0.6:
        return random.choice(names)
    return random.choice(texts)


def change(edition, answers, random):
    answers = {name: value for name, value in answers.items() if name in edition.questions}
    names = list(edition.questions)
    deciding = [name for name in names if edition.questions[name].get("deciding")]
    for _ in range(random.choice([0, 1, 2, 4, 8, 16])):
        name = random.choice(names if random.random() < 0.5 or not deciding else deciding)
        if "derive" in edition.questions[name]:
            continue
        value = another_answer(edition, name, random)
        if value is None:
            answers.pop(name, None)
        else:
            answers[name] = value
    return answers


# ---- as people type

def with_comma(number):
    return f"{number:,}"


def as_typed_number(value, unit, random):
    if not isinstance(value, int) or isinstance(value, bool):
        return value
    return random.choice([
        value, value, value, float(value), str(value), str(value).translate(WIDE_DIGITS), with_comma(value),
        with_comma(value).translate(WIDE_DIGITS), f"{value}{unit}", f"{value} {unit}", f" {value}　", f"{value}{unit} ",
        f"+{value}", f"{value}.0", f"約{value}", f"{value}%", f"¥{value}", f"({value})", f"{value}e1", f"{value}/8",
        f"{value}:30", f"{value}{unit}{unit}", f"0{value}", f"{value}。", f"－{value}"])


def as_typed_date(value, month, random):
    matched = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", str(value))
    try:
        day = datetime.date(int(matched[1]), int(matched[2]), int(matched[3] or 1))
    except (TypeError, ValueError):
        return value
    y, m, d = day.year, day.month, day.day
    era = y - 2018
    if month:
        ways = [value, f"{y}/{m}", f"{y}年{m}月", f"{y}.{m}", f"令和{era}年{m}月", f"R{era}.{m}", f"Ｒ{era}．{m}", f"{y}{m:02}",
                int(f"{y}{m:02}"), day, day.replace(day=15), f"{y}年 {m}月 ", f"{y}-{m}", f"令和{era}年{m}月".translate(WIDE_DIGITS),
                f"r{era}/{m}", f"{y}年{m}", f"{y}/{m}/{d}", f"平成{y - 1988}年{m}月", f"{m}月"]
    else:
        ways = [value, f"{y}/{m}/{d}", f"{y}年{m}月{d}日", f"{y}.{m}.{d}", f"令和{era}年{m}月{d}日", f"R{era}.{m}.{d}",
                f"Ｒ{era}．{m}．{d}", f"{y}{m:02}{d:02}", int(f"{y}{m:02}{d:02}"), day, day, datetime.datetime(y, m, d, 9, 30),
                f"{y}年{m}月{d}日(木)", f"{y}年 {m}月 {d}日", f"令和{era}年{m}月{d}日".translate(WIDE_DIGITS), f"r{era}/{m}/{d}",
                f"R.{era}.{m}.{d}", f"{y}-{m}/{d}", f"{m}/{d}", f"{y}/{m}/{d}　", f"令和 {era}年{m}月{d}日", f"H{y - 1988}.{m}.{d}",
                f"{y}ー{m}ー{d}", f"{y}/{m}/{d} 9:00", f"'{y}/{m}/{d}"]
    return random.choice(ways)


def as_typed_text(value, random):
    if not isinstance(value, str):
        return value
    ways = [value, value, value + " ", "　" + value, value.translate(WIDE_DIGITS), value.replace("株式会社", "(株)"),
            value.replace("株式会社", "㈱"), value.replace("株式会社", "（株）"), value + "\n", value.translate(HALF_KANA),
            value.replace("-", "－"), value.replace(" ", "　")]
    if re.fullmatch(r"[1-9]\d{0,14}", value):
        ways += [int(value)] * 4
    return random.choice(ways)


def as_typed_choice(edition, identifier, value, random):
    options = edition.questions[identifier].get("options", {})
    label = options.get(str(value))
    label = label["label"] if isinstance(label, dict) else label
    if label is None:
        return value
    return random.choice([value, value, str(value), str(value).translate(WIDE_DIGITS), f"{value} {label}", f"{value} {label}",
                          f"{value}　{label}", label, f" {value}", f"{value}.", f"{value}番", f"{value}．{label}", f"{value}:{label}", f"{value} 他", f"{value} 2", f"{value}.0", f"{value}、1", f"{value},1", f"({value})"])


def as_typed_boolean(value, random):
    if not isinstance(value, bool):
        return value
    yes = ["はい", "はい", "○", "〇", "◯", "はい ", "はい　", "有", "ハイ", "1", 1]
    no = ["いいえ", "いいえ", "×", " いいえ", "無", "0", 0]
    return random.choice(yes if value else no)


BLANKS = ["", " ", "　", "\u00a0", "\n", "プルダウンで選択", " 　"]


def type_in(edition, answers, random):
    """What a person types for the answers: by question and option."""
    cells = {}
    for identifier, question in edition.questions.items():
        if "derive" in question:
            continue
        value = answers.get(identifier)
        kind = question["type"]
        if kind == "choices":
            ticked = value if isinstance(value, list) else []
            for number in map(int, question["options"]):
                if number in ticked:
                    cells[identifier, number] = random.choice([1, 1, 1, "1", "１", "○", "〇", "◯", "レ", "✓", "✔", " 1", "○ ",
                                                               True] + ["x", "2", "1."] * (random.random() < 0.1))
                elif random.random() < 0.02:
                    cells[identifier, number] = random.choice([0, "0", " ", "　", "０", False, "-", "×"])
            continue
        if value is None:
            if random.random() < 0.1:
                cells[identifier, None] = random.choice(BLANKS)
            continue
        if kind in ("integer", "decimal"):
            typed = as_typed_number(value, question.get("unit", ""), random) if random.random() < 0.4 else value
        elif kind in ("date", "month"):
            typed = as_typed_date(value, kind == "month", random)
        elif kind == "boolean":
            typed = as_typed_boolean(value, random)
        elif kind == "choice":
            typed = as_typed_choice(edition, identifier, value, random) if random.random() < 0.5 else value
        else:
            typed = as_typed_text(value, random) if random.random() < 0.5 else value
        cells[identifier, None] = "、".join(map(str, typed)) if isinstance(typed, list) else typed
    return cells


def draw(editions, sources, count, random):
    """`count` fillings; a third of them made by kenkei form."""
    others = [edition for edition in editions if edition.key != MOSTLY[0]]
    most = [edition for edition in editions if edition.key == MOSTLY[0]]
    fillings = []
    for index in range(count):
        mostly = most and (index * MOSTLY[1]) % 100 < MOSTLY[1]
        edition = most[0] if mostly or not others else others[index % len(others)]
        answers = change(edition, random.choice(sources[edition.key]), random)
        typed = index % 3 != 0
        filling = Filling(edition, f"{index:04}-{edition.key.replace('/', '-')}", typed, answers)
        if typed:
            filling.cells = type_in(edition, answers, random)
        fillings.append(filling)
    return fillings
