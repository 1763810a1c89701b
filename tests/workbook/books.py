"""Workbooks as people hand them in: made by kenkei, then changed the way people and programs change them."""
import copy
import io
import json
import os
import re
import resource
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[2]
KENKEI = os.environ.get('KENKEI', str(ROOT / 'build/dev/kenkei'))
SCHEMES = os.environ.get('KENKEI_SCHEMES', str(ROOT / 'schemes'))
SMALL = str(ROOT / 'tests/cli/schemes')
SAMPLE = json.loads((ROOT / 'tests/cli/samples/sample.json').read_text())
AS_OF = '2024-10-01'
FORM = '申請内容記載表'
IDENTITY = '_kenkei'
FORM_PART = 'xl/worksheets/sheet2.xml'
ANSWER = 'D'  # the column of the answers
LABEL = 'C'

# Where mihon/1 asks its questions.
AT = {'name': 'D7', 'area': 'D8', 'number': 'D9', 'staff': 'D10', 'helpers': 'D11', 'total': 'D12', 'share': 'D13',
      'held_on': 'D14', 'since': 'D15', 'branch': 'D16', 'agreed': 'D18', 'plan': 'D19', 'plan_text': 'D23',
      'means.1': 'D25', 'means.2': 'D26', 'means.3': 'D27', 'means.9': 'D28'}


class Ran:
    def __init__(self, done, usage):
        self.status = done.returncode
        self.out = done.stdout.decode()
        self.err = done.stderr.decode()
        self.seconds = usage[0]
        self.kilobytes = usage[1]

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]

    def __repr__(self):
        return f'[exit {self.status}]\n--- out\n{self.out[:3000]}\n--- err\n{self.err[:3000]}'


def kenkei(*arguments, schemes=SMALL, input=b'', measure=False):
    command = [KENKEI, *map(str, arguments)]
    environment = {**os.environ, 'KENKEI_SCHEMES': schemes}
    usage = (0, 0)
    if measure:  # of this process alone
        meter = ['/usr/bin/python3', '-c', 'import os,sys,resource\n'
                 'pid=os.spawnvp(os.P_NOWAIT,sys.argv[2],sys.argv[2:])\n'
                 '_,status,u=os.wait4(pid,0)\n'
                 'open(sys.argv[1],"w").write(f"{u.ru_utime+u.ru_stime} {u.ru_maxrss}")\n'
                 'sys.exit(os.waitstatus_to_exitcode(status) & 255)']
        with tempfile.NamedTemporaryFile('r') as told:
            done = subprocess.run([*meter, told.name, *command], input=input, capture_output=True, env=environment)
            seconds, kilobytes = told.read().split()
            usage = (float(seconds), int(kilobytes))
    else:
        done = subprocess.run(command, input=input, capture_output=True, env=environment)
    ran = Ran(done, usage)
    assert ran.status in (0, 1, 2, 3), f'a crash: {ran}'
    return ran


class Book:
    """The parts of a workbook by name; cells of a sheet can be set as Excel would store them."""

    def __init__(self, data):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def bytes(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.parts.items():
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def save(self, path):
        Path(path).write_bytes(self.bytes())
        return path

    def text(self, part):
        return self.parts[part].decode()

    def edit(self, part, change):
        self.parts[part] = change(self.text(part)).encode()
        return self

    def replace(self, part, old, new, count=-1):
        assert old in self.text(part), (part, old)
        return self.edit(part, lambda text: text.replace(old, new, count))

    def xml(self, cell, content, part=FORM_PART, type=''):
        """Gives a cell just this content (XML), keeping its style."""
        pattern = re.compile(rf'<c r="{cell}"((?: [a-z]+="[^"]*")*)(?:/>|>.*?</c>)', re.S)
        found = pattern.search(self.text(part))
        assert found, f'{part} has no cell {cell}'
        style = re.search(r' s="\d+"', found.group(1))
        type = f' t="{type}"' if type else ''
        new = f'<c r="{cell}"{style.group(0) if style else ""}{type}>{content}</c>'
        return self.edit(part, lambda text: text[:found.start()] + new + text[found.end():])

    def put(self, cell, value, part=FORM_PART):
        """A text, a number, a truth value, or None for an emptied cell."""
        if value is None:
            return self.xml(cell, '', part)
        if isinstance(value, bool):
            return self.xml(cell, f'<v>{int(value)}</v>', part, 'b')
        if isinstance(value, (int, float)):
            return self.xml(cell, f'<v>{value!r}</v>', part)
        return self.xml(cell, f'<is><t xml:space="preserve">{escape(value)}</t></is>', part, 'inlineStr')

    def formula(self, cell, formula, stored=None, type=''):
        value = '' if stored is None else f'<v>{escape(str(stored))}</v>'
        return self.xml(cell, f'<f>{escape(formula)}</f>{value}', type=type)

    def fill(self, **answers):
        for question, value in answers.items():
            self.put(AT[question.replace('__', '.')], value)
        return self

    def part_of(self, sheet):
        """The part that holds a sheet."""
        at = re.search(rf'<sheet [^>]*name="{re.escape(escape(sheet))}"[^>]*r:id="([^"]+)"',
                       self.text('xl/workbook.xml')).group(1)
        relation = re.search(rf'<Relationship [^>]*Id="{at}"[^>]*>', self.text('xl/_rels/workbook.xml.rels')).group(0)
        return 'xl/' + re.search(r'Target="([^"]+)"', relation).group(1)

    def shift_rows(self, first, by, part=FORM_PART):
        """Inserts (or takes out, where by < 0) rows above row `first` (counted from 1), as Excel would."""
        def row(match):
            number = int(match.group(1))
            if by < 0 and first + by <= number < first:
                return ''
            if number < first:
                return match.group(0)
            text = match.group(0).replace(f'<row r="{number}"', f'<row r="{number + by}"', 1)
            return re.sub(rf'<c r="([A-Z]+){number}"', rf'<c r="\g<1>{number + by}"', text)
        return self.edit(part, lambda text: re.sub(r'<row r="(\d+)".*?</row>', row, text, flags=re.S))

    def without_sheet(self, sheet):
        part = self.part_of(sheet)
        name = escape(sheet)
        at = re.search(rf'<sheet [^>]*name="{re.escape(name)}"[^>]*r:id="([^"]+)"', self.text('xl/workbook.xml')).group(1)
        self.edit('xl/workbook.xml', lambda text: re.sub(rf'<sheet [^>]*name="{re.escape(name)}"[^>]*/>', '', text))
        self.edit('xl/_rels/workbook.xml.rels', lambda text: re.sub(rf'<Relationship [^>]*Id="{at}"[^>]*/>', '', text))
        self.edit('[Content_Types].xml', lambda text: re.sub(rf'<Override [^>]*PartName="/{part}"[^>]*/>', '', text))
        del self.parts[part]
        return self

    def rename_sheet(self, sheet, name):
        return self.replace('xl/workbook.xml', f'name="{escape(sheet)}"', f'name="{escape(name)}"')


_made = {}


def form_bytes(edition, answers=None, schemes=SMALL, id='A-1'):
    """The form as kenkei writes it, with answers."""
    key = (edition, schemes, id, json.dumps(answers, sort_keys=True))
    if key not in _made:
        with tempfile.TemporaryDirectory() as folder:
            arguments = ['form', edition, '-o', f'{folder}/a.xlsx', '--as-of', AS_OF]
            if answers is not None:
                Path(f'{folder}/a.json').write_text(json.dumps({'id': id, 'answers': answers}))
                arguments += ['--answers', f'{folder}/a.json']
            ran = kenkei(*arguments, schemes=schemes)
            assert ran.status == 0, ran
            _made[key] = Path(f'{folder}/a.xlsx').read_bytes()
    return _made[key]


def small(answers=SAMPLE, **more):
    """A form of mihon/1 with its sample."""
    return Book(form_bytes('mihon/1', answers, **more))


def blank():
    return Book(form_bytes('mihon/1'))


def read(book, *more, schemes=SMALL, name='用紙.xlsx', status=0):
    """What `kenkei read` says of a book (or bytes), as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        path = f'{folder}/{name}'
        Path(path).write_bytes(book if isinstance(book, bytes) else book.bytes())
        ran = kenkei('read', path, '--as-of', AS_OF, *more, schemes=schemes)
    assert ran.status == status, ran
    if status == 0:
        result = ran.json
        result['by'] = {finding['code']: finding for finding in result['findings']}
        return result
    return ran


def judge(book, edition='mihon/1', *more, schemes=SMALL, name='用紙.xlsx', status=0):
    with tempfile.TemporaryDirectory() as folder:
        path = f'{folder}/{name}'
        Path(path).write_bytes(book if isinstance(book, bytes) else book.bytes())
        ran = kenkei('judge', edition, path, '--as-of', AS_OF, '--format', 'json', *more, schemes=schemes)
    assert ran.status == status, ran
    return ran.json if status == 0 else ran


def by_openpyxl(book, change):
    """Opened, changed and saved by openpyxl."""
    import openpyxl
    workbook = openpyxl.load_workbook(io.BytesIO(book.bytes()))
    change(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


_office = None


def by_libreoffice(data, kind='xlsx', name='in.xlsx'):
    """Opened and saved by LibreOffice, with a profile of its own."""
    global _office
    if _office is None:
        _office = tempfile.mkdtemp(prefix='kenkei-office-')
    work = tempfile.mkdtemp(dir=_office)
    Path(f'{work}/{name}').write_bytes(data)
    command = ['soffice', f'-env:UserInstallation=file://{_office}/profile', '--headless', '--convert-to', kind,
               '--outdir', f'{work}/out', f'{work}/{name}']
    if subprocess.run(command, capture_output=True, timeout=180).returncode != 0:  # now and then it dies as it starts
        shutil.rmtree(f'{_office}/profile', ignore_errors=True)
        subprocess.run(command, capture_output=True, timeout=180, check=True)
    made = list(Path(f'{work}/out').iterdir())
    assert len(made) == 1, made
    return made[0].read_bytes()


def tidy():
    if _office:
        shutil.rmtree(_office, ignore_errors=True)


def cell_value(data, sheet, cell):
    import openpyxl
    workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return workbook[sheet][cell].value
