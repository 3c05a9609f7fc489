"""Every file of a handout: its name, and what is in it.

The library comes without `given/fast/`, and without what only that needs: faster ways of what a
learner writes are answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .. import manifest
from ..checkout import kept, source_of
from ..manifest import EXERCISES, HANDOUT, MILESTONES, ROOT, SOLUTIONS
from ..stubs import issued
from ..stubs.contents import contents, file_name
from ..stubs.generate import generate_all
from ..stubs.order import FAST, MODULES
from ..stubs.order import file_name as module_file
from ..stubs.reading import imports
from .project import ENVIRONMENT, WORKFLOWS, noxfile, pyproject, readme
from .public_suites import public

LEFT_OUT = {  # of the grader: commands that need the solutions, and what makes handouts
    *(f"commands/{name}.py" for name in ("compare", "misconceptions", "seeds", "stubs", "readme")),
    *(f"commands/{name}.py" for name in ("escapes", "syllabus", "handout", "where")),
}
TRAINING = "docs/train_mnist.py"  # what nox -s train runs
ENDINGS = {".py", ".css", ".tcss", ".jinja"}

Files = dict[str, bytes]


def files() -> Files:
    """The handout, by names within it; all but torch's answers."""
    stubs = generate_all()  # fresh, whatever somebody has written into this checkout's own
    found = dict(_library(stubs))
    found |= dict(_exercises(stubs))
    found |= {f"tests/{m.suite.name}": public(source_of(m.suite)).encode() for m in MILESTONES}
    found |= dict(_copied(manifest.TESTS / "hints"))
    found |= dict(_copied(ROOT / "demos"))
    found |= dict(_grader())
    found |= {f"environment/{name}": kept(ROOT / "environment" / name).data for name in ENVIRONMENT}
    found |= {"noxfile.py": noxfile(), "pyproject.toml": pyproject(), "README.md": readme()}
    found |= {path: kept(source).data for path, source in WORKFLOWS.items()}
    found |= {name: (ROOT / name).read_bytes() for name in ("LICENSE", ".gitignore", TRAINING)}
    return found


def modules() -> list[str]:
    """The modules of the library that a handout needs, lowest first: those that a milestone or a
    face imports, and what these import."""
    todo = ["__init__", "todo", *(m.module for m in MILESTONES)]
    found = set[str]()
    while todo:
        module = todo.pop()
        if module not in found and not module.startswith(FAST):
            found.add(module)
            todo += imports(module) & set(MODULES)
            todo += [module.rpartition(".")[0]] if "." in module else []
    return [module for module in MODULES if module in found]


def _library(stubs: Files) -> Iterator[tuple[str, bytes]]:
    place = HANDOUT.relative_to(ROOT) / "library"
    milestones = {milestone.module for milestone in MILESTONES}
    for module in modules():
        name = module_file(module)
        given = kept(SOLUTIONS / name).data
        yield f"{place}/{name}", stubs[module] if module in milestones else given
    for path in sorted([SOLUTIONS / "py.typed", *(SOLUTIONS / "data").rglob("*")]):
        if path.is_file():
            yield f"{place}/{path.relative_to(SOLUTIONS).as_posix()}", path.read_bytes()


def _exercises(stubs: Files) -> Iterator[tuple[str, bytes]]:
    forms = contents()
    for module, data in stubs.items():
        yield f"exercises/{file_name(module, forms[module])}", data
    yield f"exercises/{issued.NAME}", (EXERCISES / issued.NAME).read_bytes()


def _grader() -> Iterator[tuple[str, bytes]]:
    for name, data in _copied(ROOT / "grader"):
        within = name.removeprefix("grader/")
        if within not in LEFT_OUT and not within.startswith("handout/"):
            yield name, data


def _copied(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in ENDINGS and path.is_file():
            yield path.relative_to(ROOT).as_posix(), path.read_bytes()
