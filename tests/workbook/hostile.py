"""Files made to break a reader: zip bombs, XML that grows, references that lie."""
import io
import struct
import zipfile

MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
FORM_PART = 'xl/worksheets/sheet2.xml'
STRINGS = 'xl/sharedStrings.xml'


class Blanks:
    """A part of very many blanks within an element, without holding them."""

    def __init__(self, count):
        self.count = count

    def __len__(self):
        return self.count + len('<worksheet></worksheet>')

    def pieces(self):
        yield b'<worksheet>'
        for _ in range(self.count >> 20):
            yield b' ' * (1 << 20)
        yield b'</worksheet>'


def zip_of(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.file_size = len(data)
            with archive.open(info, 'w') as part:
                for piece in data.pieces() if isinstance(data, Blanks) else [data]:
                    part.write(piece)
    return out.getvalue()


def ole2(*streams):
    """A compound file (what .xls and encrypted workbooks are) with empty streams of these names."""
    header = bytes.fromhex('d0cf11e0a1b11ae1') + bytes(16) + struct.pack('<HHHHH', 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack('<IIIIIIIII', 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack('<I', 0) + b'\xff' * (4 * 108)
    fat = struct.pack('<II', 0xFFFFFFFD, 0xFFFFFFFE) + b'\xff' * (512 - 8)

    def entry(name, kind, child=0xFFFFFFFF, right=0xFFFFFFFF):
        text = name.encode('utf-16-le') + b'\0\0'
        return (text.ljust(64, b'\0') + struct.pack('<HBBIII', len(text), kind, 1, 0xFFFFFFFF, right, child) + bytes(36) +
                struct.pack('<IQ', 0xFFFFFFFE, 0))
    directory = entry('Root Entry', 5, child=1)
    for i, name in enumerate(streams):
        directory += entry(name, 2, right=i + 2 if i + 1 < len(streams) else 0xFFFFFFFF)
    return header + fat + directory.ljust(512, b'\0')


def macros(book):
    parts = dict(book.parts)
    parts['xl/vbaProject.bin'] = b'1'
    parts['[Content_Types].xml'] = parts['[Content_Types].xml'].replace(
        b'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
        b'application/vnd.ms-excel.sheet.macroEnabled.main+xml')
    return zip_of(parts)


def ods():
    return zip_of({'mimetype': b'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': b'<a/>'})


def sheet(rows):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def strings(items, prologue=''):
    return f'{prologue}<sst xmlns="{MAIN}">{items}</sst>'.encode()


def with_parts(base, over, skip=()):
    return zip_of({name: data for name, data in {**base, **over}.items() if name not in skip})


def lying(base, part, size, told):
    """The inflated size of a part is said to be another one, in both of its headers."""
    blanks = Blanks(size)
    data = bytearray(with_parts(base, {part: blanks}))
    real = struct.pack('<I', len(blanks))
    at = data.find(real)
    while at >= 0:
        data[at:at + 4] = struct.pack('<I', told)
        at = data.find(real, at + 4)
    return bytes(data)


def overlapping(base):
    """Many names for one and the same local entry."""
    data = with_parts(base, {})
    end = data.rfind(b'PK\5\6')
    size, start = struct.unpack('<II', data[end + 12:end + 20])
    directory = data[start:start + size]
    first = directory[:46 + sum(struct.unpack('<HHH', directory[28:34]))]
    count = struct.unpack('<H', data[end + 10:end + 12])[0]
    more = b''.join(first[:46] + first[46:].replace(b'[Content_Types].xml', b'x%018d' % i) for i in range(200))
    tail = struct.pack('<HHII', count + 200, count + 200, size + len(more), start)
    return data[:start] + directory + more + data[end:end + 8] + tail + data[end + 20:]


_files = {}


def files(book):
    """(name, bytes, what the refusal says or 'read')"""
    data = book.bytes()
    if data not in _files:
        _files[data] = make_files(dict(book.parts), book.part_of('_kenkei'), data)
    return _files[data]


def make_files(base, identity_part, data):
    lol = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "' + 'a' * 34 + '">' + ''.join(
        f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)) + ']>'
    corrupt = bytearray(data)
    middle = data.find(FORM_PART.encode()) + 1000  # in the packed bytes of the form's sheet
    for i in range(middle, middle + 200):
        corrupt[i] ^= 0x55
    cell = lambda xml: sheet(f'<row r="1">{xml}</row>')  # noqa: E731
    return [
        # Those of the spike.
        ('laughs', with_parts(base, {STRINGS: strings('<si><t>&j;</t></si>', lol)}), 'DTD'),
        ('xxe', with_parts(base, {STRINGS: strings(
            '<si><t>&e;</t></si>', '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')}), 'DTD'),
        ('bomb1g', with_parts(base, {FORM_PART: Blanks(1 << 30)}), ''),
        ('bombss30m', with_parts(base, {STRINGS: strings('<si><t>a</t></si>' * 1_700_000)}), ''),
        ('deep', with_parts(base, {STRINGS: b'<sst>' + b'<a>' * 200_000 + b'</a>' * 200_000 + b'</sst>'}), ''),
        ('manyentries', with_parts(base, {f'x/{i}.xml': b'' for i in range(20_000)}), ''),
        ('traversal', with_parts(base, {'../../etc/x': b'1'}), ''),
        ('vba', with_parts(base, {'xl/vbaProject.bin': b'1'}), 'マクロ'),
        ('hugerow', with_parts(base, {FORM_PART: sheet(
            '<row r="2000000000"><c r="ZZZZZZ2000000000"><v>1</v></c></row>')}), ''),
        ('badutf8', with_parts(base, {STRINGS: strings('<si><t>ZZ</t></si>').replace(b'ZZ', b'\xff\xfe\x80')}), ''),
        ('sstidx', with_parts(base, {FORM_PART: cell('<c r="A1" t="s"><v>99999999</v></c>')}), ''),
        ('phonetic', with_parts(base, {STRINGS: base[STRINGS].replace(
            '<t>見本</t>'.encode(), '<t>見本</t><rPh sb="0" eb="2"><t>ミホン</t></rPh><phoneticPr fontId="1"/>'.encode())}), 'read'),
        ('trunc', data[:len(data) * 2 // 3], '途中'),
        ('corrupt', bytes(corrupt), ''),
        ('ole2', ole2('Workbook'), '.xls'),
        ('lying', lying(base, FORM_PART, 300 << 20, 5000), ''),
        # And more.
        ('lying-small', lying(base, FORM_PART, 1 << 20, 1 << 25), ''),
        ('overlapping', overlapping(base), ''),
        ('bomb31m', with_parts(base, {FORM_PART: Blanks(31 << 20)}), ''),
        ('bombidentity', with_parts(base, {identity_part: Blanks(31 << 20)}), ''),
        ('manycells', with_parts(base, {FORM_PART: sheet(''.join(
            f'<row r="{row}">' + ''.join(f'<c r="{column}{row}"><v>1</v></c>' for column in ('A', 'B', 'C', 'D')) + '</row>'
            for row in range(1, 60_000)))}), ''),
        ('manyrows', with_parts(base, {FORM_PART: sheet(''.join(f'<row r="{row}"/>' for row in range(1, 1_048_577)))}), ''),
        ('manysheets', with_parts(base, {'xl/workbook.xml': base['xl/workbook.xml'].replace(
            b'</sheets>', b'<sheet name="x" sheetId="99" r:id="rId1"/>' * 100_000 + b'</sheets>')}), ''),
        ('samesheets', with_parts(base, {'xl/workbook.xml': base['xl/workbook.xml'].replace(
            b'</sheets>', b''.join(b'<sheet name="x%d" sheetId="%d" r:id="rId2"/>' % (i, 100 + i) for i in range(50)) +
            b'</sheets>').replace('申請内容記載表'.encode(), b'zzz')}), '同じ中身'),
        ('longattribute', with_parts(base, {FORM_PART: cell(f'<c r="{"A" * 10_000_000}1"><v>1</v></c>')}), ''),
        ('manyattributes', with_parts(base, {FORM_PART: cell('<c r="A1" ' + ' '.join(f'a{i}="1"' for i in range(500_000)) +
                                                             '><v>1</v></c>')}), ''),
        ('longtext', with_parts(base, {STRINGS: strings(f'<si><t>{"あ" * 5_000_000}</t></si>')}), ''),
        ('twice', with_parts(base, {FORM_PART: cell('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>')}), 'A1'),
        ('nul', with_parts(base, {STRINGS: strings('<si><t>a\0b</t></si>')}), ''),
        ('utf7', with_parts(base, {STRINGS: strings('<si><t>+ADw-</t></si>', '<?xml version="1.0" encoding="UTF-7"?>')}), ''),
        ('nan', with_parts(base, {FORM_PART: cell('<c r="D10"><v>NaN</v></c>')}), ''),
        ('cutxml', with_parts(base, {FORM_PART: base[FORM_PART][:3000]}), ''),
        ('external', with_parts(base, {'xl/_rels/workbook.xml.rels': base['xl/_rels/workbook.xml.rels'].replace(
            b'Target="worksheets/sheet2.xml"', b'TargetMode="External" Target="http://localhost/sheet2.xml"')}), ''),
        ('outside', with_parts(base, {'xl/_rels/workbook.xml.rels': base['xl/_rels/workbook.xml.rels'].replace(
            b'Target="worksheets/sheet2.xml"', b'Target="../../../../etc/passwd"')}), ''),
        ('selfrel', with_parts(base, {'xl/_rels/workbook.xml.rels': base['xl/_rels/workbook.xml.rels'].replace(
            b'Target="worksheets/sheet2.xml"', b'Target="workbook.xml"')}), ''),
    ]
