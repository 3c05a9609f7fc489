"""How the finished pages look in a browser: nothing scrolls sideways, all text can be read.

    faults(folder)    # ["m08_backward.html at 390, dark: 412 wide", ...]; None without a browser

Each page is opened 1200 and 390 pixels wide, light and dark. A text is too pale where its contrast
is below 4.5, as WCAG 2.2 asks (1.4.3).
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

# Opens one page after the other in a frame, and looks at each.
LOOK = """<!DOCTYPE html><body><iframe id=f height=900></iframe><script>
const BOXES = "article pre, .formula, .worked";
const rgb = s => (s.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
const light = c => c.slice(0, 3).map(v => (v /= 255) <= .04045 ? v / 12.92 :
  ((v + .055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
const contrast = (a, b) => (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
function behind(view, node) {
  for (; node; node = node.parentElement) {
    const c = rgb(view.getComputedStyle(node).backgroundColor);
    if (c.length < 4 || c[3] > .9) return c;
  }
  return [255, 255, 255];
}
function scrolls(view, node) {
  for (; node.tagName != "ARTICLE"; node = node.parentElement)
    if (/auto|scroll/.test(view.getComputedStyle(node).overflowX)) return true;
  return false;
}
function look(name, width) {
  const view = f.contentWindow, page = f.contentDocument, found = [];
  const room = page.documentElement.clientWidth;
  if (page.documentElement.scrollWidth > room) found.push("it scrolls sideways");
  for (const each of page.querySelectorAll("article *"))
    if (each.getBoundingClientRect().right > room + 1 && !scrolls(view, each))
      found.push("cut off: " + each.textContent.trim().slice(0, 30));
  if (width > 1000 && /^m\\d/.test(name)) for (const box of page.querySelectorAll(BOXES))
    if (box.scrollWidth > box.clientWidth + 1)
      found.push("it scrolls: " + box.textContent.trim().slice(0, 30));
  for (const img of page.querySelectorAll("article img"))
    if (!img.naturalWidth) found.push("a picture is missing");
  const walk = page.createTreeWalker(page.querySelector("article"), NodeFilter.SHOW_TEXT);
  for (let n; n = walk.nextNode();) {
    const style = view.getComputedStyle(n.parentElement), box = n.parentElement.getClientRects();
    if (!n.data.trim() || !box.length || style.visibility == "hidden") continue;
    const ratio = contrast(light(rgb(style.color)), light(behind(view, n.parentElement)));
    if (ratio < LEAST)
      found.push("contrast " + ratio.toFixed(1) + ": " + n.data.trim().slice(0, 30));
  }
  return [...new Set(found)].map(each => name + " at " + width + ": " + each);
}
(async () => {
  const all = [];
  for (const width of WIDTHS) for (const name of NAMES) {
    f.width = width;
    await new Promise(done => { f.onload = done; f.src = BASE + name; });
    all.push(...look(name, width));
  }
  document.title = JSON.stringify(all);
})();
</script>"""


def browser() -> str | None:
    """The program of one that is installed."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def faults(folder: Path) -> list[str] | None:
    """What is wrong, on which page; None where no browser is installed."""
    program = browser()
    if program is None:
        return None
    names = sorted(path.name for path in folder.glob("*.html"))
    script = LOOK.replace("NAMES", json.dumps(names)).replace("WIDTHS", str(list(WIDTHS)))
    script = script.replace("BASE", json.dumps(f"{folder.resolve().as_uri()}/"))
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch) / "look.html"
        page.write_text(script.replace("LEAST", str(LEAST)), encoding="utf-8")
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
