"""Turning a drawing into a picture, with whichever Graphviz there is. (Given code.)

The system's `dot` is used where it is installed, else the program of the `graphviz-pure` wheel.
With neither you get the DOT source, and a line that says what to install. Without the `graphviz`
package there are no drawings, and all else works.
"""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

try:
    from graphviz import Digraph as Dot
    from graphviz import escape
except ModuleNotFoundError:

    class Dot:  # type: ignore[no-redef]
        """Stands for what is missing, so that a library without drawings can be imported."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            raise ModuleNotFoundError("drawing a graph needs graphviz: pip install graphviz")

    def escape(text: str) -> str:
        """Nobody draws."""
        return text


ADVICE = (
    "To see a picture, install Graphviz: `pip install graphviz-pure`, or your system's package."
)


def find_program() -> str | None:
    """The Graphviz program to run, or None."""
    scripts = sysconfig.get_path("scripts")
    return (
        shutil.which("dot")
        or shutil.which("graphviz-pure")
        or shutil.which("graphviz-pure", path=scripts)
    )


class Digraph(Dot):
    """A `graphviz.Digraph` that finds a program to draw it, and shows itself in notebooks."""

    def image(self, format: str = "svg") -> bytes | None:
        """The picture as SVG or PNG, or None where no Graphviz is installed."""
        program = find_program()
        if program is None:
            return None
        command = [program, f"-T{format}"]
        done = subprocess.run(command, input=self.source.encode(), capture_output=True)
        if done.returncode:
            raise RuntimeError(f"{program} could not draw this: {done.stderr.decode().strip()}")
        return done.stdout

    def write(self, path: str | Path) -> Path:
        """Save the picture as `path`, .svg or .png, and return where it is.

        Where no Graphviz is installed, the DOT source is saved instead, with the ending .gv.
        Raises ValueError for another ending.
        """
        path = Path(path)
        if path.suffix not in (".svg", ".png"):
            raise ValueError(f"{path.name}: a picture's name should end in .svg or .png")
        image = self.image(path.suffix[1:])
        if image is None:
            path = path.with_suffix(".gv")
            path.write_text(self.source, encoding="utf-8")
            print(f"Saved the DOT source as {path}. {ADVICE}")
        else:
            path.write_bytes(image)
        return path

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None, **_: Any) -> dict:
        image = self.image("svg")
        if image is None:
            return {"text/plain": f"{self.source}\n{ADVICE}"}
        return {"image/svg+xml": image.decode(), "text/plain": self.source}
