"""How the finished pages look in a browser: nothing scrolls sideways, all text can be read.

    faults(folder)    # ["m08_backward.html at 390, dark: 412 wide", ...]; None without a browser

Each page is opened 1200 and 390 pixels wide, light and dark. A text is too pale where its contrast
is below 4.5, as WCAG 2.2 asks (1.4.3); so is a curve. The texts of a picture are large enough to be
read on a phone, stay in the picture and in their boxes, and are not covered.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
)
WIDTHS = (1200, 390)
SHADES = {"light": "--blink-settings=preferredColorScheme=1"}
SHADES["dark"] = SHADES["light"].replace("=1", "=0")
SECONDS = 300
LEAST = 4.5
SMALLEST = 11  # pixels, of a text in a picture
SCRIPTS = "looks_at_pictures.js", "looks_at_pages.js"

HERE = Path(__file__).parent
LOOK = "<!DOCTYPE html><body><iframe id=f height=900></iframe><script>{}</script>"


def browser() -> str | None:
    """The program of one that is installed."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def faults(folder: Path) -> list[str] | None:
    """What is wrong, on which page; None where no browser is installed."""
    program = browser()
    if program is None:
        return None
    names = sorted(path.name for path in folder.glob("*.html"))
    known = {"NAMES": names, "BASE": f"{folder.resolve().as_uri()}/", "WIDTHS": WIDTHS}
    known |= {"LEAST": LEAST, "SMALLEST": SMALLEST}
    said = [f"const {name} = {json.dumps(value)};" for name, value in known.items()]
    script = "\n".join([*said, *[(HERE / each).read_text(encoding="utf-8") for each in SCRIPTS]])
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch) / "look.html"
        page.write_text(LOOK.replace("{}", script), encoding="utf-8")
        with ThreadPoolExecutor() as pool:
            seen_in = pool.map(partial(_seen, program, page), SHADES)
            for shade, seen in zip(SHADES, seen_in, strict=True):
                found += [f"{fault} ({shade})" for fault in seen]
    return found


def _seen(program: str, page: Path, shade: str) -> list[str]:
    """What the browser finds; it is let into the folder's files."""
    command = [program, *FLAGS, f"--user-data-dir={page.parent}/{shade}", SHADES[shade]]
    command += ["--allow-file-access-from-files", "--dump-dom", "--virtual-time-budget=100000"]
    done = subprocess.run([*command, page.as_uri()], capture_output=True, timeout=SECONDS)
    title = re.search("<title>(.*?)</title>", done.stdout.decode())
    if title is None:
        raise RuntimeError("the browser did not get through the pages")
    return list(json.loads(html.unescape(title[1])))
