"""What yaml's parsers say about broken syntax, in plain words."""

from __future__ import annotations

from typing import NamedTuple

import yaml

from bot.knowledge.layout import STRAIGHT, explain_by_lines, explain_indentation
from bot.knowledge.problems import Problems, line_of, short


class Plain(NamedTuple):
    """A sign in the parser's words, what to say for it, and whether to point at the beginning.

    `is_layout` says that the line may be indented wrongly.
    """

    sign: str
    message: str
    remedy: str
    at_start: bool = False
    is_layout: bool = False


# The first whose sign occurs in the problem is taken. libyaml and the pure parser word the same
# problem differently; the signs are what both share, else both are listed.
PLAIN = (
    Plain("unexpected end of stream", "a quote is opened and never closed", STRAIGHT, True),
    Plain("unexpected document", "a quote is opened and never closed", STRAIGHT, True),
    Plain(
        "mapping values are not allowed",
        'a ": " stands where no key can stand',
        'put the whole value in quotes, or check that the line above ends its key with ":"',
        is_layout=True,
    ),
    Plain(
        "tab character",
        "a tab stands where spaces indent",
        "indent with spaces",
    ),
    Plain(
        "cannot start any token",
        "a value cannot begin with a tab, @, ` or %",
        "put the value in quotes, and indent with spaces",
    ),
    Plain(
        "alphabetic or numeric",
        "a value cannot begin with * or &",
        "put the value in quotes",
    ),
    Plain("',' or ']'", 'a list that begins with "[" does not go on', 'add the missing "," or "]"'),
    Plain(
        "',' or '}'", 'a mapping that begins with "{" does not go on', 'add the missing "," or "}"'
    ),
    Plain(
        "could not find expected ':'",
        'this line is neither a "key: value" nor part of a value',
        'add ": " after the key, or a space after the "-"; a value that goes on is indented more '
        "than its key",
        at_start=True,
    ),
    Plain(
        "entries are not allowed",
        'a "-" stands where no list can begin',
        "begin the list on the next line, indented",
    ),
    Plain(
        "'-' indicator",
        "the list stops here and something else follows",
        'indent the line like the list, or begin it with "- "',
        is_layout=True,
    ),
    Plain(
        "Unicode character escape",
        "a \\u in double quotes stands for half a character, as JSON writes signs such as emoji",
        "write the sign itself, or \\U and its eight digits",
    ),
    Plain(
        "escape",
        "a \\ in double quotes is followed by what it cannot stand for",
        "write \\\\ for a backslash, or use single quotes",
    ),
    Plain(
        "did not find expected key",
        "this line does not fit the mapping it is in",
        "give it the same indentation as its neighbours, and put values that hold quotes in quotes",
        is_layout=True,
    ),
    Plain(
        "expected <block end>",
        "this line does not fit what it is in",
        "give it the same indentation as its neighbours, and put values that hold quotes in quotes",
        is_layout=True,
    ),
)


def explain(error: Exception, text: str, problems: Problems) -> None:
    """Note the one problem of a file whose YAML cannot be read."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        # The pure parser lets Python's own errors through, for \UFFFFFFFF for instance.
        problems.add_at(
            1, 1, f"YAML cannot read the file: {short(str(error))}", "look for a \\ in quotes"
        )
        return
    said = short(error.problem or "")
    plain = next((it for it in PLAIN if it.sign in said), None)
    mark = error.problem_mark
    if not (plain and plain.at_start) and explain_by_lines(text, mark, problems):
        return
    if plain and plain.is_layout and explain_indentation(text, mark, problems):
        return
    message = plain.message if plain else f"YAML cannot go on here: {said}"
    remedy = plain.remedy if plain else "check the quotes and the indentation of this line"
    begun = error.context_mark
    if plain and plain.at_start and begun:
        problems.add(begun, message, remedy)
        return
    if begun and begun.line != mark.line:
        message += f" (it began on line {line_of(begun)})"
    problems.add(mark, message, remedy)
