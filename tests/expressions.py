"""Every regular expression of the program, as a program of its own: nothing may be imported before it watches.

It watches what `re` is asked to compile while all modules are imported and documents of every format are read, and
looks for what was not asked for in the source. Prints JSON: one object an expression, with where it stands, and the
methods that are called on it, as far as that can be told.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pipeline"
SAMPLES = (
    "support-company-business-case.docx",
    "shared-services-bulletin.pdf",
    "vale-outsourcing-sums.html",
    "eastbourne-lewes-case-study.md",
    "breckland-courtship-mojibake.txt",
    "herefordshire-joint-venture-nested.html",
)
ASKS = frozenset({"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"})
ANYWHERE = "search"

Made = dict[tuple[str, int], dict[tuple[str | bytes, int], re.Pattern]]
made: Made = defaultdict(dict)


def watch() -> None:
    """Note every expression that a line of ours asks for."""

    def watched(ask):
        def asked(pattern, *arguments, **named):
            compiled = compile_(pattern, named.get("flags", arguments[0] if arguments and ask is compile_ else 0))
            if frame := ours(sys._getframe(1)):
                place = (Path(frame.f_code.co_filename).relative_to(ROOT).as_posix(), frame.f_lineno)
                made[place][compiled.pattern, compiled.flags] = compiled
            return ask(pattern, *arguments, **named)

        return asked

    compile_ = re.compile
    for name in ASKS:
        setattr(re, name, watched(getattr(re, name)))


def ours(frame: FrameType) -> FrameType | None:
    return frame if frame.f_code.co_filename.startswith(str(PACKAGE)) else None


def work() -> None:
    """Import everything, and read a document of every kind."""
    import pipeline

    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from pipeline.inputs import collect
    from pipeline.model import Metadata
    from pipeline.worker import facts_of

    for job in collect([ROOT / "corpus" / "documents" / name for name in SAMPLES], skip=ROOT / "outputs").jobs:
        facts_of(job.path, job.source, job.metadata)
    with TemporaryDirectory() as folder:  # some are made when a headline first calls for them
        loud = Path(folder) / "loud.txt"
        text = (ROOT / "corpus" / "documents" / "districts-round-table.txt").read_text("utf-8")
        loud.write_text("\n\n".join(line.upper() for line in text.splitlines()), encoding="utf-8")
        facts_of(loud, loud.name, Metadata())


def made_when_called(sources: dict[str, ast.Module]) -> None:
    """Call the functions without arguments that make an expression when first asked."""
    for module, tree in sources.items():
        for function in tree.body:
            match function:
                case ast.FunctionDef(args=ast.arguments(args=[], kwonlyargs=[]), name=name):
                    if any(id(f) == id(c) for _, c in asked_for({module: tree}) for f in ast.walk(function)):
                        getattr(sys.modules[module], name)()


def trees() -> dict[str, ast.Module]:
    """The source of every module, by its name."""
    return {
        ".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(p.read_text("utf-8"))
        for p in sorted(PACKAGE.rglob("*.py"))
    }


def uses(sources: dict[str, ast.Module]) -> dict[tuple[str, str], set[str]]:
    """The methods called on each name of a module, anywhere; a name that is handed on may be used in any way."""
    found = defaultdict(set)
    for module, tree in sources.items():
        imported = {
            alias.asname or alias.name: (node.module, alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }
        held = {id(n.value): n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found[imported.get(node.id, (module, node.id))].add(held.get(id(node), ANYWHERE))
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr.isupper():
                whole, name = imported.get(node.value.id, ("", ""))
                found[f"{whole}.{name}", node.attr].add(held.get(id(node), ANYWHERE))
    return found


def asked_for(sources: dict[str, ast.Module]) -> Iterator[tuple[tuple[str, int], ast.Call]]:
    """The places in the source that ask for an expression."""
    for module, tree in sources.items():
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=attr)) if attr in ASKS:
                    path = Path(sys.modules[module].__file__ if module in sys.modules else module)
                    name = path.relative_to(ROOT).as_posix() if path.is_absolute() else str(path)
                    yield (name, node.lineno), node


def main() -> None:
    watch()
    work()
    sources = trees()
    made_when_called(sources)
    known = uses(sources)
    names = defaultdict(set)
    for module in sources:
        for name, value in vars(sys.modules[module]).items() if module in sys.modules else ():
            if isinstance(value, re.Pattern):
                names[id(value)] |= known.get((module, name), set())
    inline = {}
    missed = []
    for place, call in asked_for(sources):
        inline[place] = call.func.attr
        if place not in made:
            match call.args[0]:
                case ast.Constant(value=str() | bytes() as text):
                    made[place][text, 0] = re.compile(text)
                case _:
                    missed.append(f"{place[0]}:{place[1]}")
    rows = [
        {
            "place": f"{place[0]}:{place[1]}",
            "pattern": p.pattern,
            "flags": p.flags,
            "uses": sorted(
                {inline[place]} if inline.get(place, "compile") != "compile" else names[id(p)] or {ANYWHERE}
            ),
        }
        for place, patterns in made.items()
        for p in patterns.values()
        if isinstance(p.pattern, str)
    ]
    json.dump({"expressions": rows, "missed": missed}, sys.stdout)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
