// Opens one page after the other in a frame, and looks at each.
const BOXES = "article pre, .formula, .worked";
const rgb = s => (s.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
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
  if (width > 1000 && /^m\d/.test(name)) for (const box of page.querySelectorAll(BOXES))
    if (box.scrollWidth > box.clientWidth + 1)
      found.push("it scrolls: " + box.textContent.trim().slice(0, 30));
  for (const img of page.querySelectorAll("article img"))
    if (!img.naturalWidth) found.push("a picture is missing");
  const walk = page.createTreeWalker(page.querySelector("article"), NodeFilter.SHOW_TEXT);
  for (let n; n = walk.nextNode();) {
    const style = view.getComputedStyle(n.parentElement), box = n.parentElement.getClientRects();
    if (!n.data.trim() || !box.length || style.visibility == "hidden") continue;
    if (n.parentElement.closest(".picture svg")) continue;
    const ratio = contrast(light(rgb(style.color)), light(behind(view, n.parentElement)));
    if (ratio < LEAST)
      found.push("contrast " + ratio.toFixed(1) + ": " + n.data.trim().slice(0, 30));
  }
  for (const svg of page.querySelectorAll(".picture svg")) found.push(...lookAtPicture(view, svg));
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
