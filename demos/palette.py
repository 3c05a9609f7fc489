"""Colours of pictures, each with the one that takes its place on a dark page.

    style()                # rules for a picture that stands by itself
    rules("body svg")      # the same for pictures inside a page, which knows how dark it is

A picture names the light ones. Texts and curves are dark enough on white, and their others light
enough on black, for a contrast of 4.5.
"""

from __future__ import annotations

from collections.abc import Iterable

INK, GRAY, FAINT, WHITE = "#222", "#666", "#bbb", "#fff"
BLUE, RED, GREEN, PURPLE = "#1f6fb4", "#c62828", "#17703a", "#7b4fb0"
ORANGE, TEAL, BROWN = "#a85800", "#0b7285", "#8c564b"
CURVES = (BLUE, RED, GREEN, PURPLE, ORANGE, TEAL, BROWN)
SKY, ROSE, MINT, SAND, LILAC, STONE = (
    *("#dbe9fb", "#fde2e2", "#def3e2", "#fdf0cf", "#ece1fb", "#e8e8e8"),
)
FILLS = (SKY, ROSE, MINT, SAND)
IN_THE_DARK = {
    INK: "#e8e8e8",
    GRAY: "#b6b6b6",
    FAINT: "#555",
    WHITE: "#131416",  # furo's page
    BLUE: "#6cb6ff",
    RED: "#ff8a80",
    GREEN: "#7ddc91",
    PURPLE: "#c9a6f5",
    ORANGE: "#ffb057",
    TEAL: "#5fd4e4",
    BROWN: "#d9b0a6",
    SKY: "#1b3857",
    ROSE: "#562428",
    MINT: "#1b4429",
    SAND: "#4c3f1a",
    LILAC: "#3a2a57",
    STONE: "#333",
}
GRAPHVIZ = {  # in its words
    "black": IN_THE_DARK[GRAY],
    "white": IN_THE_DARK[WHITE],
    "lightblue": IN_THE_DARK[SKY],
    "lightgreen": IN_THE_DARK[MINT],
    "lightgrey": IN_THE_DARK[STONE],
}


def style() -> str:
    """What a picture by itself begins with: it follows the reader's choice."""
    dark = "".join(rules("", IN_THE_DARK))
    asked = f"@media (prefers-color-scheme:dark){{{dark}}}"
    return f"<style>svg{{color-scheme:light dark}}{asked}</style>"


def rules(before: str, colors: dict[str, str] | None = None) -> Iterable[str]:
    """CSS that puts the dark colours in place of the light ones, inside what `before` selects."""
    for light, dark in (colors or IN_THE_DARK | GRAPHVIZ).items():
        for kind in ("fill", "stroke"):
            yield f'{before} [{kind}="{light}"]{{{kind}:{dark}}}'.strip()
