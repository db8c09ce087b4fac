"""source.py: a C file as the mutants see it: its tokens without comments and preprocessor lines,
and what encloses each of them. It relies on the project's layout: clang-format puts spaces on both
sides of a binary operator and not behind a pointer's star.
"""

import re
from collections import namedtuple

Token = namedtuple("Token", "kind text start end")

# A run of tokens [first, last): of a function's body, of the numbers of a table, of an enumeration.
# `gives` is what a function returns: status, bool, number, pointer, void or other.
Region = namedtuple("Region", "kind name gives tokens")

TOKEN = re.compile(r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<string>"(?:\\.|[^"\\\n])*")
  | (?P<char>'(?:\\.|[^'\\\n])*')
  | (?P<number>\.?\d(?:[eEpP][+-]|[\w.])*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<space>(?:\s|\\\n)+)
  | (?P<mark>\#\#|->|\+\+|--|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\.\.\.|.)
""", re.X | re.S)

DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)

# A macro that defines functions is code like any other.
DEFINER = re.compile(r"[ \t]*#[ \t]*define[ \t]+(\w+_DEFINE)\([^)]*\)")

# What a call of these encloses is left alone.
QUIET = re.compile(r"HR_ASSERT\w*|HR_CHECK_AT|_Static_assert|__attribute__|__asm__|"
                   r"JULIA_COMPUTE_FIRST")

NUMBERS = {"size_t", "unsigned", "int", "long", "double", "ptrdiff_t", "uintptr_t"} | {
    f"{sign}int{bits}_t" for sign in ("", "u") for bits in (8, 16, 32, 64)}


def tokens_of(text, start, end):
    """The tokens of text[start:end] that are code."""
    at, found = start, []
    while at < end:
        match = TOKEN.match(text, at, end)
        at = match.end()
        if match.lastgroup not in ("comment", "space"):
            found.append(Token(match.lastgroup, match.group(), match.start(), at))
    return found


def blank_comments(text):
    """The text with comments made of spaces, so that none of them looks like a directive."""
    def blank(match):
        hidden = match.lastgroup == "comment"
        return re.sub(r"[^\n]", " ", match.group()) if hidden else match.group()
    return TOKEN.sub(blank, text)


def streams(text):
    """Lists of tokens: the file without its directives, and each macro that defines functions."""
    plain, at, definers = [], 0, []
    for match in DIRECTIVE.finditer(blank_comments(text)):
        plain += tokens_of(text, at, match.start())
        at = match.end()
        if head := DEFINER.match(match.group()):
            definers.append(tokens_of(text, match.start() + head.end(), match.end()))
    return [plain + tokens_of(text, at, len(text)), *definers]


def definers(text):
    """The names of the macros that define functions."""
    return [head.group(1) for match in DIRECTIVE.finditer(blank_comments(text))
            if (head := DEFINER.match(match.group()))]


def closing(tokens, at):
    """Index of the token that closes the bracket at `at`."""
    depth = 0
    for index in range(at, len(tokens)):
        depth += (tokens[index].text in "([{") - (tokens[index].text in ")]}")
        if depth == 0:
            return index
    raise ValueError(f"nothing closes '{tokens[at].text}' at byte {tokens[at].start}")


def heading(head):
    """(name, gives) of the function with this head; None when it is the head of something else."""
    at = 0
    while at < len(head):
        if QUIET.fullmatch(head[at].text):
            at = closing(head, at + 1) + 1
            continue
        if head[at].text == "(":
            break
        at += 1
    if at in (0, len(head)) or head[-1].text != ")":
        return None
    first = at - 1
    while first >= 2 and head[first - 1].text == "##":
        first -= 2
    words = [token.text for token in head[:first]]
    gives = "other"
    if "*" in words:
        gives = "pointer"
    elif "hr_status" in words:
        gives = "status"
    elif "struct" not in words and "enum" not in words and words:
        named = {"bool": "bool", "void": "void"}
        gives = named.get(words[-1], "number" if words[-1] in NUMBERS else "other")
    return "".join(token.text for token in head[first:at]), gives


def regions(text):
    """The regions of a file's text that mutants are made in."""
    for tokens in streams(text):
        head, at = [], 0
        while at < len(tokens):
            token = tokens[at]
            if token.text != "{":
                head = [] if token.text == ";" else head + [token]
                at += 1
                continue
            end = closing(tokens, at)
            words = [other.text for other in head]
            body = tokens[at:end + 1]
            if "=" in words:
                name = next((w for w in reversed(words[:words.index("=")]) if w[0].isalpha()), "")
                yield Region("table", name, "other", body)
            elif function := heading(head):
                yield Region("function", *function, body)
            elif "enum" in words:
                yield Region("enum", words[-1], "other", body)
            head, at = [], end + 1


def quiet(tokens):
    """Indexes of the tokens that are left alone wherever they are."""
    found = set()
    for at, token in enumerate(tokens):
        if QUIET.fullmatch(token.text) and tokens[at + 1].text == "(":
            found.update(range(at, closing(tokens, at + 1) + 1))
    return found
