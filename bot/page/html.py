"""Templates to HTML. Everything that is put into one is escaped.

Words that others wrote pass the filter `shown`: no control characters, no turned writing.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.counting import counted
from bot.knowledge.values import readable, shown
from bot.page.labels import LABELS, sentence, worded


@cache
def environment() -> Environment:
    """Templates of this package; a name that a template is not given is an error."""
    made = Environment(
        loader=PackageLoader("bot.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(counted=counted, sentence=sentence, worded=worded)
    made.globals["labels"] = LABELS
    made.filters["shown"] = lambda text: shown(readable(text))
    return made


def html(template: str, **values: Any) -> str:
    """The page that `template` makes of `values`."""
    return environment().get_template(template).render(**values)
