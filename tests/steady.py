"""Shows that no test depends on how fast the machine is: runs them over and over on a busy one.

python -m tests.steady                          # all three times, beside four that spin
python -m tests.steady --times 1 tests/records -n 0
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.paths import REPOSITORY

SPIN = "while True: pass"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each run and a verdict; the exit status is 0 if all passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=3, help="how often (default: 3)")
    parser.add_argument("--spinning", type=int, default=4, help="processes beside it (default: 4)")
    given, options = parser.parse_known_args(arguments)
    passed = 0
    with spinning(given.spinning):
        for number in range(1, given.times + 1):
            began = time.monotonic()
            run = [sys.executable, "-m", "pytest", "-n", "auto", *options]
            is_passed = subprocess.run(run, cwd=REPOSITORY, check=False).returncode == 0
            passed += is_passed
            took = time.monotonic() - began
            word = "passed" if is_passed else "failed"
            print(f"{number}. {word} after {took:.0f} s", flush=True)
    verdict = "steady" if passed == given.times else "NOT steady"
    print(
        f"{verdict}: passed {passed} of {given.times} times beside {given.spinning} processes "
        "that spin"
    )
    return int(passed < given.times)


@contextmanager
def spinning(processes: int) -> Iterator[None]:
    """So many processes that take what time the machine has."""
    started = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
