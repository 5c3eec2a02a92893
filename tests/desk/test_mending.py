"""What needs nobody's judgement is mended, and nothing else of the file is touched."""

from __future__ import annotations

from bot.desk.mending import mended

FILE = """\
# ours
version: 1
story: {title: The bridge, url: www.elm.example/bridge}  # where it is
names: {Mara Quill: [Mara Quil]}
facts:
  - id: who
    questions:
      - Who is the mayor?
      - who leads the town  # typed
      - Who leads the town?
    answer: Mara Quil is the mayor, and “Mara Quil” she signs.
"""


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    data, told = mended(text.encode(), "story.yaml")
    return data.decode(), told


def test_mends_names_repeated_phrasings_and_the_address() -> None:
    after, told = mend(FILE)
    assert after == FILE.replace(
        "url: www.elm.example/bridge", 'url: "https://www.elm.example/bridge"'
    ).replace("      - Who leads the town?\n", "").replace(
        "answer: Mara Quil is", "answer: Mara Quill is"
    )
    assert told == (
        'fact "who": the question "Who leads the town?" stood twice',
        'fact "who": the answer uses the spelling "Mara Quil": mended',
        "the url is now https://www.elm.example/bridge",
    )
    assert mend(after) == (after, ())


def test_leaves_alone_what_somebody_has_to_judge() -> None:
    text = FILE.replace("www.elm.example/bridge", "see the library").replace("Quil is", "Quill is")
    text = text.replace("      - Who leads the town?\n", "")
    assert mend(text) == (text, ())


def test_says_what_cannot_be_spliced() -> None:
    shared = FILE.replace("    questions:\n", "    questions: &q\n").replace(
        "she signs.\n", "she signs.\n    asks: *q\n"
    )
    after, told = mend(shared)
    assert "Who leads the town?" in after
    assert any("not mended" in sentence for sentence in told)


def test_gives_a_quote_the_line_on_which_it_stands_now() -> None:
    quoting = FILE.replace(
        "    answer:", "    quotes:\n      - {text: she is the mayor, line: 1}  # p. 3\n    answer:"
    )
    article = "A note.\n\nQuill said that she is the mayor."
    after, told = mended(quoting.encode(), "story.yaml", article)
    assert b"      - {text: she is the mayor, line: 3}  # p. 3\n" in after
    assert 'fact "who": the quote "she is the mayor" is now on line 3' in told
    twice, told = mended(quoting.encode(), "story.yaml", f"{article}\n\nSo she is the mayor.")
    assert b"line: 1}" in twice


def test_signs_that_do_not_show_are_no_difference() -> None:
    quoting = FILE.replace(
        "    answer:", "    quotes: [{text: she is the may\\u00ador, line: 1}]\n    answer:"
    )
    article = "Quill said that she\u200b is the mayor."
    assert b"line: 1}" in mended(quoting.encode(), "story.yaml", article)[0]
