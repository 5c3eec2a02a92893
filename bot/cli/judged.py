"""The judge in the terminal, where it is asked for: a service that hears it before it replies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bot.core.errors import SettingsError
from bot.core.service import QuestionService

if TYPE_CHECKING:
    import asyncio

    from bot.core.judge import Judge
    from bot.core.model import Context, Question, Reply, Story

judge_option: Callable[[Callable[..., None]], Callable[..., None]] = click.option(
    "--judge",
    is_flag=True,
    help="Let the judge of STORYBOT_JUDGE_URL see the question, and veto.",
)


@contextmanager
def judged(
    service: QuestionService, environ: Mapping[str, str], *, wanted: bool
) -> Iterator[QuestionService]:
    """`service`, with the judge before its replies if that is `wanted`.

    Raises `SettingsError` where it is, and there is none.
    """
    if not wanted:
        yield service
        return
    import asyncio

    from bot.compose.judging import build_judge
    from bot.settings import read_judge

    settings = read_judge(environ)
    if settings is None:
        raise SettingsError(
            "STORYBOT_JUDGE_URL is not set: set it to the address of an OpenAI-compatible API, "
            "such as http://127.0.0.1:11434/v1, or leave out --judge."
        )
    judge = build_judge(settings, in_a_crowd=False)
    with asyncio.Runner() as runner:
        try:
            yield JudgedService(service, judge, runner)
        finally:
            runner.run(judge.close())


class JudgedService(QuestionService):
    """Asks the service, then the judge, on an event loop that runs only meanwhile."""

    def __init__(self, service: QuestionService, judge: Judge, runner: asyncio.Runner) -> None:
        self._service = service
        self._judge = judge
        self._runner = runner

    @property
    def story(self) -> Story:
        """As the service."""
        return self._service.story

    def ask(self, question: Question, context: Context | None = None) -> tuple[Reply, Context]:
        """As the service, once the judge was heard."""
        from bot.judge import consulting

        asking = consulting.ask(self._service, self._judge, question, context)
        reply, after, _ = self._runner.run(asking)
        return reply, after

    def tell(self, fact_id: str) -> tuple[Reply, Context] | None:
        """As the service: what a reader chose is not judged."""
        return self._service.tell(fact_id)
