"""operators.py: the mutants of a file, each one small change of its text.

None is made that is the same program by construction: a hint to the compiler, a `(void)` that marks
a value as unused, text, an assertion. What turns out to be the same program when it is compiled is
found by comparing the machine code.
"""

import re
from collections import namedtuple

import source

# text[start:end] becomes `after`, in a region of this kind and name.
Mutant = namedtuple("Mutant", "file line column operator kind function before after start end")

RELATIONS = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"),
             "==": ("!=",), "!=": ("==",)}
ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*", "%": "/", "<<": ">>", ">>": "<<", "&": "|",
              "|": "&", "^": "|", "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=", "|=": "&=",
              "&=": "|=", "<<=": ">>=", ">>=": "<<=", "++": "--", "--": "++"}
WORDS = {"true": "false", "false": "true", "&&": "||", "||": "&&"}

INTEGER = re.compile(r"(0[xX][0-9a-fA-F]+|\d+)([uUlL]*)")
SPACED = {"+", "-", "*", "&"}  # binary when there is space on both sides
CONTROL = {"if", "for", "while", "switch"}
TYPES = {"const", "static", "struct", "enum", "union", "char", "bool", "void", "extern",
         "register", "volatile"} | source.NUMBERS


def near_numbers(text):
    """One more and one less."""
    if match := INTEGER.fullmatch(text):
        value = int(match[1], 0) if match[1][:2] in ("0x", "0X") else int(match[1])
        return [f"{near}{match[2]}" for near in (value + 1, value - 1) if near >= 0]
    return [f"({text} + 1)", f"({text} - 1)"]


def token_changes(text, tokens, at):
    """(operator, replacement) for a single token."""
    token = tokens[at]
    is_spaced = text[token.start - 1].isspace() and text[token.end].isspace()
    if token.kind == "number":
        yield from (("constant", near) for near in near_numbers(token.text))
    elif token.text in RELATIONS:
        yield from (("relation", other) for other in RELATIONS[token.text])
    elif token.text in WORDS:
        yield "boolean", WORDS[token.text]
    elif token.text in ARITHMETIC and (is_spaced or token.text not in SPACED):
        yield "arithmetic", ARITHMETIC[token.text]
    elif token.text in ("!", "~") or (token.text == "-" and not text[token.end].isspace()):
        yield "unary", ""
    elif token.text == "?":
        yield "condition", "== 0 ?"


def statements(tokens):
    """(first, last) of each simple statement of a body, the last token being its `;`."""
    start, at, heads = 1, 0, set()
    while at < len(tokens):
        text = tokens[at].text
        if text in CONTROL:
            heads.add(source.closing(tokens, at + 1))
            at = source.closing(tokens, at + 1)
            start = at + 1
        elif text in ("(", "["):
            at = source.closing(tokens, at)
        elif text == "{" and at > 0 and not opens_block(tokens, at, heads):
            at = source.closing(tokens, at)
        elif text == ";":
            if at > start:
                yield start, at
            start = at + 1
        elif text in ("{", "}", "else", "do"):
            start = at + 1
        elif text == ":" and tokens[start].text in ("case", "default"):
            start = at + 1
        at += 1


def opens_block(tokens, at, heads):
    return at - 1 in heads or tokens[at - 1].text in ("{", "}", ";", ":", "else", "do")


def is_declaration(tokens):
    first, second = tokens[0], tokens[1]
    if first.text in ("return", "goto"):
        return False
    if first.text in TYPES or (first.kind == "word" and second.kind == "word"):
        return True
    # A star with no space behind it makes a pointer.
    return second.text == "*" and len(tokens) > 2 and tokens[2].start == second.end


def is_unused_mark(tokens):
    return [token.text for token in tokens[:3]] == ["(", "void", ")"] and len(tokens) == 5


def returned(gives, value):
    """What is returned in place of `value`."""
    if gives == "status":
        return "HR_IO" if value == "HR_OK" else "HR_OK"
    if gives == "pointer":
        return None if value == "NULL" else "NULL"
    if gives == "bool" and value not in ("true", "false"):
        return f"!({value})"
    if gives == "number":
        return f"({value}) + 1"
    return None


def statement_changes(text, region, first, last):
    """(operator, start, end, replacement) for a whole statement."""
    tokens = region.tokens[first:last + 1]
    if tokens[0].text == "return" and len(tokens) > 2:
        start, end = tokens[1].start, tokens[-2].end
        if (other := returned(region.gives, text[start:end])) is not None:
            yield "return", start, end, other
    if not is_declaration(tokens) and not is_unused_mark(tokens):
        yield "deletion", tokens[0].start, tokens[-1].start, ""


def negations(tokens):
    """(first, last) of the conditions that are negated as a whole."""
    for at, token in enumerate(tokens):
        if token.text in ("if", "while"):
            yield at + 2, source.closing(tokens, at + 1) - 1


def blanked(text):
    """As many lines as before, continued where they were."""
    return "".join(re.findall(r"\\?\n", text))


def region_changes(text, region):
    left_alone = source.quiet(region.tokens)
    for at in range(len(region.tokens)):
        if at not in left_alone:
            token = region.tokens[at]
            for operator, after in token_changes(text, region.tokens, at):
                yield operator, token.start, token.end, after
    if region.kind != "function":
        return
    for first, last in negations(region.tokens):
        start, end = region.tokens[first].start, region.tokens[last].end
        yield "condition", start, end, f"!({text[start:end]})"
    for first, last in statements(region.tokens):
        if first not in left_alone:
            yield from statement_changes(text, region, first, last)


def mutants(file, text):
    """All mutants of a file, in the order of the text."""
    found = set()
    for region in source.regions(text):
        for operator, start, end, after in region_changes(text, region):
            line = text.count("\n", 0, start) + 1
            column = start - text.rfind("\n", 0, start)
            found.add(Mutant(file, line, column, operator, region.kind, region.name,
                             text[start:end], after, start, end))
    return sorted(found, key=lambda mutant: (mutant.start, mutant.end, mutant.operator,
                                             mutant.after))


def mutated(text, mutant):
    """The text with the change, each line where it was."""
    after = mutant.after
    if mutant.operator == "deletion":
        after += blanked(mutant.before)
    elif mutant.operator == "return":
        lost = mutant.before.count("\n") - after.count("\n")
        after += blanked(mutant.before) if lost else ""
    return text[:mutant.start] + after + text[mutant.end:]


def shown(text):
    """A change on one line of a table."""
    return re.sub(r"[\s\\]*\n\s*|\s+", " ", text).strip() or "(nothing)"
