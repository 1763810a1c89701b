"""C++ source as text: comments, string literals and code told apart, each with its line."""
import re

TOKEN = re.compile(
    r"""
      (?P<include>^[ \t]*\#[ \t]*include[ \t]*(?P<header><[^>\n]*>|"[^"\n]*")[^\n]*)
    | (?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)
    | (?:u8|[uUL])?R"(?P<fence>[^()\\\s]{0,16})\((?P<raw>.*?)\)(?P=fence)"
    | (?:u8|[uUL])?"(?P<text>(?:\\.|[^"\\\n])*)"
    | (?P<character>(?:u8|[uUL])?'(?:\\.|[^'\\\n])+')
    | (?P<word>[A-Za-z_]\w*)
    | (?P<number>\.?\d(?:'?\w|[eEpP][+-]|\.)*)
    | (?P<space>\s+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)

SIMPLE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]+)|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0-7]{1,3})|(.))", re.DOTALL)


def tokens(source):
    """(kind, text, line) of everything but white space; kind is include, comment, string, character, word, number, other.
    The text of an include is the header in its <> or quotes, that of a string its value."""
    line = 1
    for match in TOKEN.finditer(source):
        if match["include"]:
            yield "include", match["header"], line
        elif match["raw"] is not None:
            yield "string", match["raw"], line
        elif match["text"] is not None:
            yield "string", unescaped(match["text"]), line
        elif match.lastgroup != "space":
            yield match.lastgroup, match[0], line
        line += match[0].count("\n")


def unescaped(text):
    """The value of a literal: 横 may be written as itself, as \\u6a2a or byte by byte as \\xe6\\xa8\\xaa."""

    def value(match):
        byte, short, long, octal, simple = match.groups()
        if byte:
            return bytes([int(byte, 16) & 0xFF])
        if short or long:
            return chr(int(short or long, 16)).encode("utf-8", "replace")
        if octal:
            return bytes([int(octal, 8) & 0xFF])
        return SIMPLE_ESCAPES.get(simple, simple).encode("utf-8")

    parts, end = [], 0
    for match in ESCAPE.finditer(text):
        parts += [text[end : match.start()].encode("utf-8"), value(match)]
        end = match.end()
    parts.append(text[end:].encode("utf-8"))
    return b"".join(parts).decode("utf-8", "replace")


def string_literals(source):
    """(value, line) of every string; neighbours that the compiler joins come as one."""
    joined, start = None, 0
    for kind, text, line in tokens(source):
        if kind == "comment":
            continue
        if kind == "string":
            joined, start = (text, line) if joined is None else (joined + text, start)
        elif joined is not None:
            yield joined, start
            joined = None
    if joined is not None:
        yield joined, start
