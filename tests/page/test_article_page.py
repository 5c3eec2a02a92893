"""The article on a page: every state in words, every sentence with its facts, nothing hostile."""

from __future__ import annotations

import re

from bot.desk.annotation import annotated
from bot.desk.coverage import coverage
from bot.page.html import environment
from tests.desk.stories import ARTICLE, article, fact, story


def drawn(text: str = ARTICLE, *facts: tuple[str, ...]) -> str:
    read = article(text)
    told = story(*(fact(*it) for it in facts))
    macros = environment().get_template("article.html").make_module()
    found = macros.article(annotated(read, coverage(told, read)), lambda it: f"#fact-{it}")  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", str(found))


def test_says_in_words_what_is_quoted_told_contradicted_and_not_covered() -> None:
    page = drawn(
        ARTICLE,
        ("built", "The ferry was built in Halm in 2029.", "built in Halm in 2029"),
        ("cranes", "Jon Bell had 12 men and 3 cranes."),
        ("cost", "The ferry cost 50 million crowns.", "cost us 48 million crowns"),
    )
    assert (
        '<mark class="quoted">The ferry was built in Halm in 2029.</mark> '
        '<small class="note">[quoted: <a href="#fact-built">built</a>]</small>'
    ) in page
    assert "[told: <a" in page
    assert "; cost says 50 million, the article 48 million]" in page
    assert '<mark class="missing">The yard closes soon.</mark>' in page
    assert "[not covered]" in page
    assert page.count('title="Line 6 of the article"') == 1
    assert '<span class="spoken">Line </span>12</small>' in page
    assert '<h3 dir="auto">The yard</h3>' in page


def test_nothing_in_an_article_becomes_markup_or_turns_the_writing_round() -> None:
    page = drawn('The <script>alert(1)</script> \u202eferry\u0007 is "&late" here today.\n')
    assert "<script" not in page
    assert "The &lt;script&gt;alert(1)&lt;/script&gt; ferry is &#34;&amp;late&#34; here" in page
