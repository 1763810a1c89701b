"""Whether the formulas of the Excel form and the judge say the same; README.md tells what is compared.

    tests/workbook/run [--count N] [--seed N] [--keep DIR] [--only NAME] [--jobs N]
"""
import argparse
import concurrent.futures
import dataclasses
import datetime
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import openpyxl

import fillings as drawing

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FORM, CRITERIA, CALCULATION, IDENTITY = "申請内容記載表", "認定基準適合書&保存すべき資料", "計算", "_kenkei"
SHEETS = (FORM, CRITERIA, CALCULATION, IDENTITY)
VERDICTS = {"met": "適合", "not_met": "不適合", "undetermined": "未確定"}
SHOWN = 40  # differences shown of a group

# What the profile of LibreOffice says: recalculate always, as a Japanese office has it.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
           xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>ja-JP</value></prop></item>
</oor:items>
"""

KENKEI = str(Path(os.environ.get("KENKEI") or ROOT / "build/dev/kenkei").resolve())


@dataclasses.dataclass
class Group:
    """A sort of comparison: how many were made and what differed."""
    name: str
    compared: int = 0
    differences: list = dataclasses.field(default_factory=list)

    def same(self, got, wanted, *where):
        self.compared += 1
        if type(got) is not type(wanted) and isinstance(got, (int, float)) and isinstance(wanted, (int, float)):
            equal = float(got) == float(wanted) and not isinstance(got, bool) and not isinstance(wanted, bool)
        elif isinstance(got, float) and isinstance(wanted, float):
            equal = abs(got - wanted) <= 1e-9 * max(1.0, abs(wanted))
        else:
            equal = type(got) is type(wanted) and got == wanted
        if not equal:
            self.differences.append((*where, f"{got!r} is not {wanted!r}"))
        return equal


class Groups:
    """The groups by name, in the order in which they come up."""

    def __init__(self):
        self.all = {}

    def __getitem__(self, name):
        return self.all.setdefault(name, Group(name))

    def add(self, other):
        for group in other.all.values():
            self[group.name].compared += group.compared
            self[group.name].differences += group.differences


# ---- making files

def kenkei(*arguments, **more):
    return subprocess.run([KENKEI, *map(str, arguments)], capture_output=True, **more)


def write_forms(edition_key, applications, folder, today):
    """A form for each (name, answers), at folder/name.xlsx."""
    if not applications:
        return
    lines = "".join(json.dumps({"id": name, "answers": answers}, ensure_ascii=False) + "\n"
                    for name, answers in applications)
    made = kenkei("form", edition_key, "-o", f"{folder}/", "--answers", "-", "--as-of", today, input=lines.encode())
    if made.returncode not in (0, 1):
        raise SystemExit(f"kenkei form {edition_key}: status {made.returncode}\n{made.stderr.decode()}")


def type_into(blank, filling, target):
    """The blank form with the filling's cells typed in, as openpyxl saves it."""
    book = openpyxl.load_workbook(blank)
    places = {}
    for row in book[IDENTITY].iter_rows(values_only=True):
        if row[2] == FORM:
            places[row[0], int(row[1]) if row[1] else None] = row[3]
    for key, value in filling.cells.items():
        cell = book[FORM][places[key]]
        if isinstance(value, str):
            cell.value = value
            cell.data_type = "s"
        else:
            cell.value = value
    book.save(target)


def save_again(source, target):
    openpyxl.load_workbook(source).save(target)


def recalculate(files, out, profile):
    """LibreOffice opens, recalculates and saves all files, one after the other in one process. Now and then it dies as it
    starts, before any file; then once more with a new profile."""
    for attempt in (1, 2):
        home = profile / str(attempt)
        (home / "user").mkdir(parents=True)
        (home / "user/registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        done = subprocess.run(["soffice", f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", "xlsx",
                               "--outdir", str(out), *map(str, files)],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=60 + 30 * len(files))
        missing = [file.name for file in files if not (out / file.name).exists()]
        if not missing:
            return
        if len(missing) < len(files):
            break
    raise SystemExit(f"soffice did not write {missing}:\n{done.stdout.decode(errors='replace')}")


def spoil(source, target):
    """A copy in which a stored value of sheet 計算 is wrong. Gives the cell."""
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as spoilt:
        names = [element.split('"')[1] for element in re.findall(r'<sheet name="[^"]*"', book.read("xl/workbook.xml").decode())]
        part = f"xl/worksheets/sheet{names.index(CALCULATION) + 1}.xml"
        cell = None
        for info in book.infolist():
            data = book.read(info)
            if info.filename == part:
                text = data.decode()
                found = re.search(r'(<c r="(B\d+)"[^>]*><f>(?!TODAY)[^<]*</f><v>)([\d.]+)(</v>)', text)
                cell = found[2]
                data = (text[:found.start(3)] + "777" + text[found.end(3):]).encode()
            spoilt.writestr(info, data)
    return cell


# ---- reading files

def as_number(value):
    """LibreOffice shows some results of sheet 計算 as days or truths; what it holds are numbers."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime.datetime):
        return (value - datetime.datetime(1899, 12, 30)).total_seconds() / 86400
    return value


def cells_of(file, formulas=False):
    """By sheet: rows of values, "" for nothing."""
    book = openpyxl.load_workbook(file, data_only=not formulas, read_only=True)
    sheets = {}
    for name in SHEETS:
        change = as_number if name == CALCULATION else lambda value: value
        sheets[name] = [["" if value is None else change(value) for value in row]
                        for row in book[name].iter_rows(values_only=True)] if name in book.sheetnames else []
    book.close()
    return sheets


class Sheets:
    """The sheets of a recalculated form, by what stands where."""

    def __init__(self, edition, sheets):
        self.edition = edition
        self.sheets = sheets
        self.rows = {}  # by question: row of its number, label and message, from 0
        for entry in sheets[IDENTITY]:
            if len(entry) > 3 and entry[2] == FORM and entry[0] not in self.rows:
                row = int(re.sub(r"\D", "", entry[3])) - 1
                self.rows[entry[0]] = row - (1 if str(entry[1]) != "" else 0)
        self.read_criteria()

    def form(self, row, column):
        rows = self.sheets[FORM]
        return rows[row]["ABCDEFG".index(column)] if row < len(rows) else ""

    def head(self):
        return self.form(1, "A")

    def foot(self):
        for row in self.sheets[FORM]:
            if str(row[0]).startswith("注意メッセージの件数"):
                return row[6]
        return None

    def read_criteria(self):
        """The sections of the criteria sheet, each a list of (row number, cells)."""
        self.sections, section = {"": []}, ""
        headings = ("認定要件", "称号の条件", "認証の区分", "評価項目ごとの適合と、保存すべき資料",
                    "Excelの式では確かめられず、提出時に確かめること")
        for number, row in enumerate(self.sheets[CRITERIA], 1):
            if row[0] in headings:
                section = row[0]
                self.sections[section] = []
            elif any(str(value) for value in row) and number > 3 and row[0] != "番号":
                self.sections[section].append((number, row))

    def section(self, start):
        for name, rows in self.sections.items():
            if name.startswith(start):
                return rows
        return []

    def unsaid_codes(self):
        """Findings of rules that the sheet says Excel cannot check."""
        told = {(row[0], row[1]) for _, row in self.section("Excelの式では")}
        codes = set()
        for code, finding in self.edition.criteria["findings"].items():
            question = code.partition(".")[0]
            if (self.edition.name(question), re.sub(r"\{[^}]*\}", "…", finding["message"])) in told:
                codes.add(code)
        return codes


# ---- comparing

def fact_in_words(fact, value):
    if value is None:
        return "まだ決まりません"
    word = fact.get("words", {}).get(json.dumps(value) if isinstance(value, bool) else str(value))
    if word is not None:
        return word
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return (f"{value:,}" if isinstance(value, (int, float)) else str(value)) + fact.get("unit", "")


def classes_in_verdicts(edition, verdicts):
    """class and class_possible as the judge gives them, of the sheet's verdicts."""
    ids = list(edition.criteria["classes"])
    sure = [name for name, verdict in zip(ids, verdicts) if verdict == "適合"]
    possible = [name for name, verdict in zip(ids, verdicts) if verdict != "不適合"]
    below = "outside" if verdicts[0] == "不適合" else None
    return (sure[-1] if sure else below), (possible[-1] if possible else "outside")


def compare_with_judge(groups, file, edition, sheets, formulas, judged):
    """The recalculated cells against the judgement of the same file."""
    form = Sheets(edition, sheets)
    unsaid = form.unsaid_codes()
    findings = {}
    for finding in judged["findings"]:
        if finding["code"] not in unsaid and finding.get("question"):
            findings.setdefault(finding["question"], []).append(finding["message"])

    def formula(sheet, row, column):
        rows = formulas[sheet]
        return str(rows[row - 1][column] if row <= len(rows) else "")[:300]

    for name in edition.questions:
        row = form.rows[name]
        groups["messages"].same(form.form(row, "G"), "\n".join(findings.get(name, [])), file, f"{name} G{row + 1}",
                                formula(FORM, row + 1, 6))
    count = sum(map(len, findings.values()))
    groups["count of messages"].same(form.foot(), count, file, "foot")
    head = re.search(r"試算: (\S+?)　", form.head())
    groups["outcome"].same(head and head[1], VERDICTS[judged["outcome"]], file, "A2")
    told = re.search(r"注意 (\d+)件", form.head())
    groups["count of messages"].same(told and int(told[1]), count, file, "A2")

    whole, *facts = form.section("")
    groups["outcome"].same(whole[1][3], VERDICTS[judged["outcome"]], file, f"D{whole[0]}")
    groups["facts"].same(len(facts), len(edition.criteria["facts"]), file, "how many")
    for (row, cells), (name, fact) in zip(facts, edition.criteria["facts"].items()):
        groups["facts"].same(cells[3], fact_in_words(fact, judged["facts"][name]), file, f"{name} D{row}",
                             formula(CRITERIA, row, 3))
    for section, group, kind in (("認定要件", "requirements", "requirements"), ("称号の条件", "titles", "titles")):
        rows = form.section(section)
        groups[group].same(len(rows), len(edition.criteria[kind]), file, "how many")
        for (row, cells), (name, described) in zip(rows, edition.criteria[kind].items()):
            groups[group].same(cells[0], described["label"], file, f"{name} A{row}")
            outcome = judged[kind][name]
            if isinstance(outcome, dict):
                groups[group].same(cells[4], f"適合 {outcome['have']} / 必要 {outcome['need']}", file, f"{name} E{row}")
                outcome = outcome["outcome"]
            groups[group].same(cells[3], VERDICTS[outcome], file, f"{name} D{row}", formula(CRITERIA, row, 3))
    rows = form.section("認証の区分")
    if edition.criteria["classes"]:
        reached = classes_in_verdicts(edition, [cells[3] for _, cells in rows])
        groups["classes"].same(reached, (judged["class"], judged["class_possible"]), file, "class, class_possible")
    rows = form.section("評価項目ごと")
    groups["items"].same(len(rows), len(edition.criteria["items"]), file, "how many")
    for (row, cells), (name, item) in zip(rows, edition.criteria["items"].items()):
        label = str(cells[1]).split("\n（")[0]
        groups["items"].same(label, item["label"], file, f"{name} B{row}")
        wanted = judged["items"][name]
        if label != cells[1]:
            wanted = "undetermined"  # the sheet says that Excel cannot say this item
        groups["items"].same(cells[3], VERDICTS[wanted], file, f"{name} D{row}", formula(CRITERIA, row, 3))


def compare_calculation(group, file, stored, recalculated, formulas, leave_out=lambda what: False):
    """Sheet 計算 as kenkei stored it against the recalculated one."""
    group.same(len(recalculated[CALCULATION]), len(stored[CALCULATION]), file, "rows")
    for row, (before, after) in enumerate(zip(stored[CALCULATION], recalculated[CALCULATION]), 1):
        formula = str(formulas[CALCULATION][row - 1][1])
        if formula == "=TODAY()" or leave_out(before[0]):
            continue
        group.same(after[1], before[1], file, f"{before[0]} B{row}", formula[:300])


def compare_shown(group, file, edition, stored, recalculated, formulas):
    """What the visible sheets store beside their formulas."""
    for sheet in (FORM, CRITERIA):
        for row, (written, before, after) in enumerate(zip(formulas[sheet], stored[sheet], recalculated[sheet]), 1):
            for column, formula in enumerate(written):
                if str(formula).startswith("=") and column < min(len(before), len(after)):
                    group.same(after[column], before[column], file, f"{sheet} {'ABCDEFGH'[column]}{row}", str(formula)[:300])


def identity_of(sheets):
    return [[str(value) for value in row[:6]] for row in sheets[IDENTITY]]


def read_answers(edition, file):
    read = kenkei("read", "--edition", edition.key, file, "--format", "application")
    if read.returncode != 0:
        return f"status {read.returncode}: {read.stderr.decode()}"
    return json.loads(read.stdout)["answers"]


def rows_of_cells(answers):
    """Which rows of sheet 計算 depend on how an answer is written, not on what it says; kenkei form writes it its own way.
    What is no tick has no cell in which kenkei form could show it."""
    no_ticks = [name for name, answer in answers.items()
                if isinstance(answer, list) and any(isinstance(item, str) for item in answer)]
    flags = {f"{name}.{rule}" for name in no_ticks for rule in ("type", "unanswered", "not-asked")}
    return lambda what: ("（読み取り）" in what or what.endswith(" の注意") or what in flags
                         or bool(no_ticks) and what.startswith("注意の数"))


def same_answers(group, file, got, wanted):
    """The answers that kenkei read gives, one by one."""
    if not isinstance(got, dict) or not isinstance(wanted, dict):
        group.same(got, wanted, file, "kenkei read")
        return
    for name in {**wanted, **got}:
        group.same(got.get(name), wanted.get(name), file, f"kenkei read {name}")


def compare_file(filling, folders, today):
    groups = Groups()
    edition, name = filling.edition, filling.name
    file = folders["in"] / f"{name}.xlsx"
    formulas = cells_of(file, formulas=True)
    recalculated = cells_of(folders["recalculated"] / f"{name}.xlsx")
    judge = kenkei("judge", edition.key, file, "--format", "json", "--as-of", today)
    groups["files"].same(judge.returncode, 0, name, "status of kenkei judge", judge.stderr.decode()[:300])
    if judge.returncode != 0:
        return groups
    judged = json.loads(judge.stdout)
    compare_with_judge(groups, name, edition, recalculated, formulas, judged)

    # The same application as kenkei form writes it: what it stores must be what the formulas give.
    if filling.typed:
        twin = cells_of(folders["twins"] / f"{name}.xlsx")
        compare_calculation(groups["values, with those of kenkei form"], name, twin, recalculated, formulas,
                            rows_of_cells(read_answers(edition, file)))
        groups["needed and answered"].same(*(re.sub(r".*設問 (\S+) .*", r"\1", str(sheets[FORM][1][0]))
                                             for sheets in (recalculated, twin)), name, "A2")
        for identifier, question in edition.questions.items():
            if "derive" in question:
                row = Sheets(edition, recalculated).rows[identifier]
                groups["computed cells"].same(recalculated[FORM][row][3], twin[FORM][row][3], name, f"{identifier} D{row + 1}")
    else:
        stored = cells_of(file)
        compare_calculation(groups["stored values"], name, stored, recalculated, formulas)
        compare_shown(groups["stored on the visible sheets"], name, edition, stored, recalculated, formulas)

    answers = read_answers(edition, file)
    again = folders["recalculated"] / f"{name}.xlsx"
    same_answers(groups["saved again by LibreOffice"], name, read_answers(edition, again), answers)
    groups["saved again by LibreOffice"].same(identity_of(recalculated), identity_of(formulas), name, IDENTITY)
    if not filling.typed:
        again = folders["again"] / f"{name}.xlsx"
        save_again(file, again)
        same_answers(groups["saved again by openpyxl"], name, read_answers(edition, again), answers)
        groups["saved again by openpyxl"].same(identity_of(cells_of(again)), identity_of(formulas), name, IDENTITY)
    return groups


# ---- the run

def make_files(fillings, editions, folders, today, pool):
    for edition in editions:
        of_edition = [filling for filling in fillings if filling.edition is edition]
        write_forms(edition.key, [(one.name, one.answers) for one in of_edition if not one.typed], folders["in"], today)
        blank = folders["blank"] / (edition.key.replace("/", "-") + ".xlsx")
        subprocess.run([KENKEI, "form", edition.key, "-o", blank, "--as-of", today], check=True, capture_output=True)
    typed = [filling for filling in fillings if filling.typed]
    blanks = [folders["blank"] / (one.edition.key.replace("/", "-") + ".xlsx") for one in typed]
    list(pool.map(type_into, blanks, typed, [folders["in"] / f"{one.name}.xlsx" for one in typed]))
    for edition in editions:
        twins = []
        for one in typed:
            if one.edition is edition:
                answers = read_answers(edition, folders["in"] / f"{one.name}.xlsx")
                twins.append((one.name, answers if isinstance(answers, dict) else {}))
        write_forms(edition.key, twins, folders["twins"], today)


def recalculate_all(fillings, folders, jobs):
    """All files, and one with a wrong stored value. Gives that file's cell."""
    made = next(filling for filling in fillings if not filling.typed)
    spoilt = folders["in"] / "spoilt.xlsx"
    cell = spoil(folders["in"] / f"{made.name}.xlsx", spoilt)
    files = [folders["in"] / f"{filling.name}.xlsx" for filling in fillings] + [spoilt]
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        list(pool.map(lambda job: recalculate(files[job::jobs], folders["recalculated"], folders["base"] / f"profile{job}"),
                      range(jobs)))
    return made, cell


def check_recalculated(groups, made, cell, folders):
    row = int(cell[1:]) - 1
    before = cells_of(folders["in"] / "spoilt.xlsx")[CALCULATION][row][1]
    groups["LibreOffice recalculates"].same(before, 777, "spoilt", cell)
    sheets = [cells_of(folders["recalculated"] / f"{name}.xlsx") for name in ("spoilt", made.name)]
    groups["LibreOffice recalculates"].same(sheets[0][CALCULATION][row][1], sheets[1][CALCULATION][row][1], "spoilt", cell)


def levels_of(formula):
    """How deep its brackets are."""
    deepest = level = 0
    for part in formula.split('"')[::2]:  # outside texts
        for character in part:
            level += (character == "(") - (character == ")")
            deepest = max(deepest, level)
    return deepest


def check_limits(groups, editions, folders):
    """Excel takes no formula of more than 64 levels or 8,192 characters; the whole file is 「damaged」 then."""
    group = groups["limits of Excel"]
    for edition in editions:
        file = edition.key.replace("/", "-")
        for sheet, rows in cells_of(folders["blank"] / f"{file}.xlsx", formulas=True).items():
            for number, row in enumerate(rows, 1):
                for value in row:
                    if str(value).startswith("="):
                        group.same(levels_of(value) <= 60, True, file, f"{sheet} {number}", f"{levels_of(value)} levels")
                        group.same(len(value) <= 8000, True, file, f"{sheet} {number}", f"{len(value)} characters")


def report(groups):
    """A line for each group, and what differed. Gives how many passed and failed."""
    passed = failed = 0
    for group in groups.all.values():
        good = not group.differences
        passed += good
        failed += not good
        print(f"{'ok    ' if good else 'FAILED'} {group.name}: {group.compared} compared, {len(group.differences)} differ")
        for difference in group.differences[:SHOWN]:
            print("    " + "  ".join(part.replace("\n", "⏎") for part in difference))
        if len(group.differences) > SHOWN:
            print(f"    … {len(group.differences) - SHOWN} more")
    return passed, failed


def main():
    arguments = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].strip())
    arguments.add_argument("--count", type=int, default=40, help="fillings in all")
    arguments.add_argument("--seed", type=int, default=2025)
    arguments.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments.add_argument("--only", default="", help="fillings whose name contains this")
    arguments.add_argument("--keep", type=Path, help="where the files stay")
    asked = arguments.parse_args()
    if not shutil.which("soffice"):
        print("skipped: there is no soffice (Debian package libreoffice-calc)\n0 passed, 0 failed")
        return 0
    if not os.access(KENKEI, os.X_OK):
        print(f"tests/workbook/run: there is no program {KENKEI}; set KENKEI or build it", file=sys.stderr)
        return 2

    base = asked.keep or Path(tempfile.mkdtemp(prefix="kenkei-workbook-"))
    folders = {"base": base.resolve()}
    for name in ("editions", "blank", "in", "twins", "recalculated", "again"):
        folders[name] = folders["base"] / name
        folders[name].mkdir(parents=True)
    schemes = Path(os.environ.get("KENKEI_SCHEMES") or ROOT / "schemes")
    os.environ["KENKEI_SCHEMES"] = str(schemes)
    try:
        editions = drawing.load_editions(KENKEI, schemes, folders["editions"])
        sources = {}
        for edition in editions:
            sources[edition.key] = drawing.from_demo(KENKEI, edition.key, 30, asked.seed) + \
                drawing.from_cases(schemes / edition.key)
        fillings = drawing.draw(editions, sources, asked.count, random.Random(asked.seed))
        fillings = [filling for filling in fillings if asked.only in filling.name or filling is fillings[0]]
        today = datetime.date.today().isoformat()
        groups = Groups()
        with concurrent.futures.ProcessPoolExecutor(asked.jobs) as pool:
            make_files(fillings, editions, folders, today, pool)
            check_limits(groups, editions, folders)
            made, cell = recalculate_all(fillings, folders, asked.jobs)
            check_recalculated(groups, made, cell, folders)
            for compared in pool.map(compare_file, fillings, [folders] * len(fillings), [today] * len(fillings)):
                groups.add(compared)
        typed = sum(filling.typed for filling in fillings)
        print(f"{len(fillings)} fillings (seed {asked.seed}): {len(fillings) - typed} by kenkei form, {typed} typed in")
        passed, failed = report(groups)
    finally:
        if not asked.keep:
            shutil.rmtree(base, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
