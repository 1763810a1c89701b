"""Workbooks and other files that nobody hands in by mistake."""
import io
import struct
import zipfile
import zlib

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS, SHEET_TO_FILL = "xl/sharedStrings.xml", "xl/worksheets/sheet2.xml"
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096)  # also what an encrypted workbook is wrapped in
PROGRAM = b"MZ\x90\x00\x03" + bytes(200) + b"This program cannot be run in DOS mode."
PAGE = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
PICTURE_WITH_SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
GIBIBYTE = 1024  # mebibytes


def zeros(mebibytes):
    """(what so many of them are deflated, their check sum): a piece of it, again and again."""
    piece, packer, check = bytes(1 << 20), zlib.compressobj(9, zlib.DEFLATED, -15), 0
    once = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(mebibytes):
        check = zlib.crc32(piece, check)
    return once * mebibytes + packer.flush(), check


def packed(parts, level=6, told=None):
    """A ZIP archive. A number as a part's content: so many mebibytes of zeros, said to be `told` bytes or what it is."""
    out, large = io.BytesIO(), {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            if isinstance(content, int):
                data, check = zeros(content)
                archive.writestr(name, data, zipfile.ZIP_STORED)
                large[name.encode()] = (check, len(data), told or content << 20)
            else:
                archive.writestr(name, content)
    packed_bytes = bytearray(out.getvalue())
    for name, fields in large.items():
        # Method, check sum and sizes: in the entry's head, and in the directory.
        for mark, method, sums, length in ((b"PK\x03\x04", 8, 14, 30), (b"PK\x01\x02", 10, 16, 46)):
            at = packed_bytes.find(mark)
            while packed_bytes[at + length : at + length + len(name)] != name:
                at = packed_bytes.find(mark, at + 4)
            struct.pack_into("<H", packed_bytes, at + method, zipfile.ZIP_DEFLATED)
            struct.pack_into("<III", packed_bytes, at + sums, *fields)
    return bytes(packed_bytes)


def strings_of(text):
    return f'<?xml version="1.0"?><sst xmlns="{SHEET}">{text}</sst>'.encode()


def sheet_of(cells):
    return f'<worksheet xmlns="{SHEET}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def laughing():
    """Entities of entities: a kilobyte that becomes a gigabyte."""
    names = "abcdefghij"
    lines = ['<!ENTITY a "ha ha ha ha ha ha ha ha ha ha">']
    lines += [f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip(names, names[1:])]
    return f'<?xml version="1.0"?><!DOCTYPE l [{"".join(lines)}]><sst xmlns="{SHEET}"><si><t>&j;</t></si></sst>'.encode()


def overlapping(count=400):
    """Every entry of the directory is the same bytes."""
    content = bytes(1 << 20)
    one = packed({"a": content}, 9)
    begin = one.rfind(b"PK\x01\x02")
    entry, end = one[begin : one.rfind(b"PK\x05\x06")], bytearray(one[one.rfind(b"PK\x05\x06") :])
    end[8:12] = struct.pack("<HH", count, count)
    end[12:16] = struct.pack("<I", len(entry) * count)
    return one[:begin] + entry * count + bytes(end)


def workbooks(form):
    """(what, bytes, whether it must be refused) made of a good workbook; the others may be read as far as they are good."""
    with zipfile.ZipFile(io.BytesIO(form)) as archive:
        good = {name: archive.read(name) for name in archive.namelist()}

    def with_(**parts):
        return packed({**good, **{STRINGS if name == "strings" else SHEET_TO_FILL: part for name, part in parts.items()}})

    far = sheet_of('<row r="2000000000"><c r="ZZZZZZ2000000000"><v>1</v></c></row>')
    no_text = b'<sst xmlns="%s"><si><t>\xff\xfe\x80</t></si></sst>' % SHEET.encode()
    outside = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    yield "a sheet of 1 GiB", with_(sheet=GIBIBYTE), True
    yield "entities of entities", with_(strings=laughing()), True
    yield "an entity of our disk", with_(strings=f'{outside}<sst xmlns="{SHEET}"><si><t>&e;</t></si></sst>'.encode()), True
    yield "three million texts", with_(strings=strings_of("<si><t>a</t></si>" * 3_000_000)), True
    yield "a hundred thousand elements in one another", with_(strings=b"<sst>" + b"<a>" * 100_000 + b"</a>" * 100_000), True
    yield "a row beyond all rows", with_(sheet=far), True
    yield "bytes that are no UTF-8", with_(strings=no_text), True
    yield "a text that is not there", with_(sheet=sheet_of('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>')), True
    yield "twenty thousand parts", packed({**good, **{f"x/{number}.xml": b"" for number in range(20_000)}}), True
    yield "a part outside its folder", packed({**good, "../../../tmp/kenkei-was-here": b"1"}), True
    yield "macros", packed({**good, "xl/vbaProject.bin": b"1"}), True
    yield "a size that is a lie", packed({**good, SHEET_TO_FILL: 300}, told=5000), True
    yield "parts that lie on one another", overlapping(), True
    yield "half a file", form[: len(form) // 2], True
    broken = bytearray(form)
    for at in range(len(form) // 3, len(form) // 3 + 200):
        broken[at] ^= 0x55
    yield "broken bytes", bytes(broken), False
    yield "an encrypted or old workbook", OLD_OFFICE, True
    yield "a program", PROGRAM, True
    yield "a page", PAGE, True
    yield "an empty archive", packed({}), True
    yield "another archive", packed({"readme.txt": b"hello"}), True
    yield "nothing", b"", True
