"""Mutated copies of every sample document, from file to facts: `make soak`. Not part of the suite.

Bits flipped, pieces cut off, left out, doubled or taken from another document, all from a seed. What breaks a promise,
raises or takes too long is kept in `build/soak/`; a small one belongs into `tests/regressions/`, once it is mended.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from promises import broken
from reading import of_bytes

from pipeline.model import Failure

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "corpus" / "documents"
SECONDS = 10  # no sample takes two


def flip(data: bytearray, chance: random.Random, _: bytes) -> None:
    """A few bits the other way."""
    for _ in range(chance.choice((1, 8, 64))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def truncate(data: bytearray, chance: random.Random, _: bytes) -> None:
    """The end cut off."""
    del data[chance.randrange(1, len(data)) :]


def leave_out(data: bytearray, chance: random.Random, _: bytes) -> None:
    """A stretch missing."""
    at = chance.randrange(len(data))
    del data[at : at + chance.randrange(1, 1 + len(data) // 4)]


def double(data: bytearray, chance: random.Random, _: bytes) -> None:
    """A stretch over and over."""
    at = chance.randrange(len(data))
    data[at:at] = data[at : at + chance.choice((4, 60, 2000))] * chance.choice((1, 5, 40))


def splice(data: bytearray, chance: random.Random, other: bytes) -> None:
    """A stretch of another document instead."""
    at, there = chance.randrange(len(data)), chance.randrange(len(other))
    size = chance.choice((4, 60, 2000))
    data[at : at + size] = other[there : there + size]


MUTATIONS: tuple[Callable[[bytearray, random.Random, bytes], None], ...] = (flip, truncate, leave_out, double, splice)


def mutated(data: bytes, other: bytes, chance: random.Random) -> tuple[bytes, str]:
    """A copy with one to three mutations, and what they are called."""
    copy, names = bytearray(data), []
    for mutate in chance.choices(MUTATIONS, k=chance.choice((1, 1, 2, 3))):
        if copy:
            mutate(copy, chance, other)
            names.append(mutate.__name__)
    return bytes(copy), "+".join(names)


class TooLongError(BaseException):
    """A document took too long; nothing on the way may catch it."""


def _ring(_: int, __: FrameType | None) -> None:
    raise TooLongError


def fault_of(data: bytes, path: Path, outcomes: Counter[str]) -> str:
    """What is wrong with the facts of these bytes; empty when nothing is."""
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        result = of_bytes(data, path)
        outcomes["refused, with a reason" if isinstance(result, Failure) else "read"] += 1
        return "" if isinstance(result, Failure) else "; ".join(broken(result))
    except TooLongError:
        return f"took more than {SECONDS} seconds"
    except Exception as fault:  # whatever it is, it is what we look for
        return f"{type(fault).__name__}: {fault}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def main() -> None:
    """Mutate, read, report; exit status 1 when anything was found."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--copies", type=int, default=100, help="of each sample")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--minutes", type=float, default=600, help="stop after so many")
    asked = ask.parse_args()
    signal.signal(signal.SIGVTALRM, _ring)
    kept = ROOT / "build" / "soak"
    kept.mkdir(parents=True, exist_ok=True)
    samples = {p: p.read_bytes() for p in sorted(SAMPLES.iterdir()) if p.name != "sources.csv"}
    outcomes, found, begin = Counter[str](), Counter[str](), time.monotonic()
    for number in range(asked.copies):
        for path, data in samples.items():
            if time.monotonic() - begin > asked.minutes * 60:
                break
            chance = random.Random(f"{asked.seed} {number} {path.name}")
            copy, names = mutated(data, chance.choice(list(samples.values())), chance)
            if fault := fault_of(copy, kept / f"now{path.suffix}", outcomes):
                found[fault] += 1
                (kept / f"{asked.seed}-{number}-{path.name}").write_bytes(copy)
                sys.stdout.write(f"{path.name}, copy {number} ({names}): {fault[:300]}\n")
                sys.stdout.flush()
    sys.stdout.write(f"{sum(outcomes.values())} copies: {dict(outcomes)}; faults: {sum(found.values())}\n")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
