"""`nox -s bench -- coverage [missing NAMESPACE]`: how much of torch is offered?

Or `python -m benchmarks.coverage`. The table shows for each namespace of torch how many of its
documented names the library has, too; `missing nn` lists the others of torch.nn. Nothing is typed:
a name counts if torch itself, as it is installed, has it in the namespace, public and with a
docstring, as a function, a method, a property or a class that is defined in torch. In a module that
has an `__all__`, what it lists counts. A method with an underscore at its end does not count beside
the one without.
"""

from __future__ import annotations

import argparse
import inspect
import sys
import textwrap
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from grader.asking.in_process import InProcess
from grader.commands.options import Parser
from grader.library.assemble import assemble
from grader.manifest import PACKAGE, SOLUTIONS

NAMESPACES = [
    *("Tensor", "torch", "nn", "nn.functional", "nn.init", "nn.utils", "optim"),
    *("optim.lr_scheduler", "autograd", "func", "linalg", "distributions", "utils.data"),
    *("special", "fft"),
]
HEAD = "| namespace | offered | of |\n|--|--:|--:|"


def namespace(library: ModuleType, name: str) -> Any:
    """A namespace of a library: a module, or the class Tensor. None where there is no such one."""
    if name == "Tensor":
        return type(library.ones(1))
    path = library.__name__ if name == "torch" else f"{library.__name__}.{name}"
    try:
        return import_module(path)
    except ImportError:
        return None


def documented(name: str) -> list[str]:
    """The names that torch documents in a namespace."""
    import torch  # not above, since `--help` is to be quick

    theirs = namespace(torch, name)
    names = dir(theirs)
    if name != "torch":  # whose list has constants and leaves functions out
        names = sorted(getattr(theirs, "__all__", names))
    return [each for each in names if _counts(theirs, each)]


def _counts(theirs: Any, name: str) -> bool:
    """Whether a name of torch's is one that somebody would look up."""
    from torch import _jit_internal, overrides  # whose helpers lie about in nn.functional

    found = getattr(theirs, name, None)
    if name.startswith("_") or not getattr(found, "__doc__", None):
        return False
    if isinstance(theirs, type):
        return not (name.endswith("_") and hasattr(theirs, name[:-1]))
    home = getattr(found, "__module__", None) or "torch"  # what is written in C has none
    is_torchs = home.partition(".")[0] == "torch"
    is_helper = hasattr(_jit_internal, name) or hasattr(overrides, name)
    return is_torchs and not is_helper and (inspect.isroutine(found) or isinstance(found, type))


@cache
def library() -> ModuleType:
    """The reference, put together and imported. Raises ImportError where it can't be."""
    fault = InProcess(assemble(SOLUTIONS, None)).start()
    if fault is not None:
        raise ImportError(str(fault))
    return sys.modules[PACKAGE]


def missing(name: str) -> list[str]:
    """Those of torch's documented names in a namespace that the library does not have."""
    ours = namespace(library(), name)
    return [each for each in documented(name) if not has(ours, each)]


def has(ours: Any, name: str) -> bool:
    """Whether a name is there, and more than a name."""
    found = getattr(ours, name, None)
    return hasattr(ours, name) and not (isinstance(found, type) and issubclass(found, volumes()))


def volumes() -> type:
    """The class of layers that are left out."""
    return library().nn.Conv3d.__base__


def table() -> str:
    """A line for each namespace: how many of torch's names are offered, and of how many."""
    rows = [(name, len(missing(name)), len(documented(name))) for name in NAMESPACES]
    return "\n".join([HEAD, *(f"| {name} | {of - less} | {of} |" for name, less, of in rows)])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be asked for, if not the table."""
    commands = parser.add_subparsers(title="what is shown, if not the table", parser_class=Parser)
    said = "list torch's names that the library does not have"
    command = commands.add_parser("missing", help=said, description=f"{said.capitalize()}.")
    command.add_argument("namespace", choices=NAMESPACES, metavar="NAMESPACE", nargs="?")


def run(options: argparse.Namespace) -> int:
    """Print the table, or what is missing in one namespace, or in each."""
    if not hasattr(options, "namespace"):
        print(table())
        return 0
    for name in [options.namespace] if options.namespace else NAMESPACES:
        names = textwrap.fill(" ".join(missing(name)), 100, break_on_hyphens=False)
        print(names if options.namespace else f"{name}\n{textwrap.indent(names, '    ')}")
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the command line names."""
    parser = Parser("bench -- coverage", "Print how much of torch is offered.")
    add_arguments(parser)
    return run(parser.parse_args(argv))


if __name__ == "__main__":
    sys.exit(main())
