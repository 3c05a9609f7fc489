"""The keys of `nox -s watch`."""

from textual.binding import Binding, BindingType

QUIT = Binding("q", "app.quit", "quit")  # wherever one is
KEYS: list[BindingType] = [
    Binding("h", "hint", "hint"),
    Binding("n", "move(1)", "next"),
    Binding("p", "move(-1)", "previous"),
    Binding("l", "list", "list"),
    Binding("r", "run_all", "run all"),
    Binding("e", "edit", "edit"),
    Binding("d", "diff", "diff"),
    Binding("f", "in_full", "in full"),
    QUIT,
    Binding("j", "scroll(1)", show=False),
    Binding("k", "scroll(-1)", show=False),
]
