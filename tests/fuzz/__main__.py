"""Looks for bytes that break a promise: `python -m tests.fuzz TARGET --seconds 300`.

Needs the extra `fuzz`. It starts from the corpus in the repository, which it does not change; what
it finds of interest goes to `--finds`, and bytes that break something to a file there that the
last lines name. `python -m tests.fuzz TARGET --keep` adds to the corpus the few finds that reach
what nothing in it did.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
"""A folder for each target."""

LONGEST = 4096
"""Bytes of one attempt."""

SLOWEST = 10
"""Seconds after which one attempt is taken for one that never ends."""


def main() -> None:
    """Fuzz one target until the time is up; ends with another status than 0 where it broke."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("target", choices=sorted(folder.name for folder in CORPUS.iterdir()))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--finds", type=Path, default=Path("fuzz-finds"), help="a folder")
    parser.add_argument("--keep", action="store_true", help="add what was found to the corpus")
    given = parser.parse_args()
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: pip install '.[fuzz]'")
    finds, corpus = given.finds / given.target, CORPUS / given.target
    finds.mkdir(parents=True, exist_ok=True)
    options = [f"-max_len={LONGEST}", f"-timeout={SLOWEST}", f"-artifact_prefix={finds}/broken-"]
    if given.keep:
        options += ["-merge=1", str(corpus), str(finds)]
    else:
        options += [f"-max_total_time={given.seconds}", str(finds), str(corpus)]
    with atheris.instrument_imports(include=["bot"]):
        from tests.fuzz.targets import TARGETS
    atheris.Setup([sys.argv[0], *options], TARGETS[given.target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
