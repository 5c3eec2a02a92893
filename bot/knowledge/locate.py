"""Which knowledge file is meant, when one is named and when none is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.core.errors import UnusableInputError

FILE_NAME = "knowledge.yaml"
VARIABLE = "STORYBOT_KNOWLEDGE"


def find(
    explicit: str | None,
    environ: Mapping[str, str],
    cwd: Path,
    package: Path | None = None,
    *,
    is_own: bool = False,
) -> Path:
    """The path named by `--knowledge`, else by the variable, else the nearest default.

    A path that is named is returned whether it exists or not: loading it says what is wrong.
    The defaults are knowledge.yaml in `cwd`, the copy in the package, and for an editable
    install the one beside it. `package` is the folder of the package `bot`, found if None.
    Raises UnusableInputError when an empty name is given, or there is no default; where the file
    is to be changed, it must be one of the user's own (`is_own`), not the copy in the package.
    """
    if explicit == "":  # as from a variable of a script that is not set
        raise UnusableInputError("The knowledge file's name is empty: name a file, or none.")
    named = explicit or environ.get(VARIABLE)
    if named:
        return cwd / named
    here = cwd / FILE_NAME
    if here.is_file():
        return here
    if is_own:
        raise UnusableInputError(
            f"There is no {FILE_NAME} in {cwd} to be changed: name the file with --knowledge FILE."
        )
    package = package or _package()
    for shipped in (package / "data" / FILE_NAME, package.parent / FILE_NAME):
        if shipped.is_file():
            return shipped
    raise UnusableInputError(
        f"There is no {FILE_NAME} in {cwd}, and none is installed: name one with "
        f"--knowledge FILE or {VARIABLE}."
    )


def _package() -> Path:
    from importlib.resources import files

    return Path(str(files("bot")))
