"""`storybot import`: what another tool has of questions and answers, as a knowledge file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.core.errors import UnusableInputError
from bot.counting import counted

if TYPE_CHECKING:
    from bot.desk.importing import SourceFile

SHEETS, RASA, MARKDOWN = (".csv", ".tsv"), (".yml", ".yaml"), (".md", ".markdown")
KINDS = {
    "auto": (*SHEETS, *RASA, *MARKDOWN),
    "csv": SHEETS,
    "tsv": SHEETS,
    "qnamaker": SHEETS,
    "rasa": RASA,
    "markdown": MARKDOWN,
}
"""The files of a folder that each format takes."""

HEADER = ("publisher", "url", "published", "authors", "summary")
"""What an article's header has and questions and answers seldom tell."""


@click.command("import", short_help="Begin a knowledge file from another tool's.")
@click.argument("paths", nargs=-1, required=True, metavar="FILE_OR_FOLDER...")
@click.option(
    "--format",
    "kind",
    type=click.Choice(tuple(KINDS)),
    default="auto",
    show_default=True,
    help="What the files are; auto goes by their names, and by the columns of a sheet.",
)
@click.option("--language", metavar="CODE", help="Their language; otherwise en.")
def imports(paths: Sequence[str], kind: str, language: str | None) -> None:
    """Print a knowledge file of the questions and answers in FILE_OR_FOLDER.

    \b
      csv, tsv   a sheet whose first row names its columns: Question and Answer, perhaps Topic,
                 Alternatives, Source, Quote, and all that `storybot export` writes
      qnamaker   an export of QnA Maker or of Azure's custom question answering (TSV)
      rasa       the YAML files of a Rasa project: intents with examples, and their responses
      markdown   FAQs: a heading is a question, the text below it the answer

    Nothing is guessed and nothing is lost in silence: what is left out is listed with its place
    and the reason, on standard error. What `storybot check` would refuse becomes a draft.

    \b
    For example:
      storybot import faq.csv > my-story.yaml
      storybot import kb-export.tsv --format qnamaker > my-story.yaml
      storybot import data/nlu.yml domain.yml > my-story.yaml
      storybot import docs/faq/ > my-story.yaml
      storybot check my-story.yaml
    """
    from bot.cli.environment import telling_when_slow
    from bot.cli.output import write
    from bot.desk.article import Header
    from bot.desk.importing import imported
    from bot.matching.shipped import language as known_language

    notes: list[str] = []
    files = [it for path in paths for it in _files(Path(path), kind, notes)]
    name = Path(paths[0]).resolve().stem.replace("-", " ").replace("_", " ").strip()
    with telling_when_slow(f"Reading {counted(len(files), 'file')} …"):
        readings = _read(files, kind)
        title = readings[0].title if len(readings) == 1 else None
        for entry, topic in ((it, one.title) for one in readings for it in one.entries):
            entry.topic = entry.topic or (topic if topic and len(readings) > 1 else "")
        header = Header(title=title, language=language)
        text, story, more = imported(readings, header, name, known_language(language or "en"))
    write(text)
    notes += more
    phrasings = counted(sum(len(it.questions) for it in story.facts), "phrasing")
    drafts = counted(sum(it.draft for it in story.facts), "draft")
    click.echo(f"{counted(len(story.facts), 'fact')}, {phrasings}, {drafts}", err=True)
    open_ = [*["title"] * (title is None), *(it for it in HEADER if getattr(story, it) is None)]
    click.echo(f"Not told, so write in the file: {', '.join(open_)}, names", err=True)
    if notes:
        click.echo("\n  ".join((f"{counted(len(notes), 'note')}:", *notes)), err=True)


def _files(path: Path, kind: str, notes: list[str]) -> list[Path]:
    """The file, or those of a folder that can be read; the others are noted."""
    wanted = KINDS[kind]
    if not path.is_dir():
        if kind == "auto" and path.exists() and path.suffix.lower() not in wanted:
            raise UnusableInputError(
                f"{path} is none of {', '.join(wanted)}: save a sheet as CSV (UTF-8), a document "
                "as Markdown, unpack an archive, or say with --format what it is."
            )
        return [path]
    inside = [it for it in sorted(path.rglob("[!.]*")) if it.is_file()]
    found = [it for it in inside if it.suffix.lower() in wanted]
    notes += (f"{it}: a file of another kind" for it in inside if it not in found)
    if not found:
        raise UnusableInputError(f"{path} has no file of {', '.join(wanted)}.")
    return found


def _read(files: Sequence[Path], kind: str) -> list[SourceFile]:
    from bot.cli.articles import content_of
    from bot.desk.markdown_faq import read_markdown
    from bot.desk.rasa import read_rasa
    from bot.desk.tables import read_table
    from bot.knowledge.decoding import MAX_BYTES, checked
    from bot.knowledge.problems import Problems

    readings: list[SourceFile] = []
    rasa: list[tuple[str, bytes]] = []
    size = 0
    for path in files:
        file, suffixes = str(path), KINDS[kind] if kind != "auto" else (path.suffix.lower(),)
        data = content_of(file, "file")
        size += len(data)
        if size > MAX_BYTES:
            raise UnusableInputError(
                f"Up to {file} it is over {MAX_BYTES // 1_000_000} MB: split it."
            )
        if suffixes[0] in RASA:
            rasa.append((file, data))
        elif suffixes[0] in MARKDOWN:
            readings.append(read_markdown(checked(data, Problems(file)).decode(), file))
        else:
            text = checked(data, Problems(file)).decode()
            readings.append(read_table(text, file, is_qna=kind == "qnamaker"))
    return readings + read_rasa(rasa)
