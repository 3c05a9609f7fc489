// Looks at a picture: its texts have their size and their room, and nothing is too pale.
const SHAPES = "rect, circle, ellipse, polygon";
const CURVES = "polyline, path:not([opacity]), line";
const touches = (a, b, by = 1.5) => a.left < b.right - by && b.left < a.right - by &&
  a.top < b.bottom - by && b.top < a.bottom - by;
const holds = (a, x, y) => a.left <= x && x <= a.right && a.top <= y && y <= a.bottom;
const goesBeyond = (a, b) => a.left < b.left - 1 || a.right > b.right + 1 ||
  a.top < b.top - 1 || a.bottom > b.bottom + 1;
function mixed(above, below, share) {
  return above.slice(0, 3).map((value, i) => value * share + below[i] * (1 - share));
}
function filled(view, shape, below) {  // the colour that is seen where a shape lies on another
  const style = view.getComputedStyle(shape), color = rgb(style.fill);
  if (style.fill == "none") return below;
  return mixed(color, below, style.fillOpacity * style.opacity * (color[3] ?? 1));
}
function isBefore(a, b) { return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING; }

function lookAtPicture(view, svg) {
  const found = [], whole = svg.getBoundingClientRect(), paper = behind(view, svg);
  const shapes = [...svg.querySelectorAll(SHAPES)].map(node => [node, node.getBoundingClientRect()]);
  const texts = [...svg.querySelectorAll("text")].map(node => [node, node.getBoundingClientRect()]);
  for (const [text, room] of texts) {
    const said = text.textContent.trim().slice(0, 30), style = view.getComputedStyle(text);
    if (!said) continue;
    const size = parseFloat(style.fontSize) * text.getScreenCTM().a;
    if (size < SMALLEST) found.push("a text of " + size.toFixed(1) + " pixels: " + said);
    if (goesBeyond(room, whole)) found.push("it leaves its picture: " + said);
    const x = (room.left + room.right) / 2, y = (room.top + room.bottom) / 2;
    let color = paper.slice(0, 3), box = null;
    for (const [shape, place] of shapes) {
      if (isBefore(shape, text)) {
        if (holds(place, x, y)) [color, box] = [filled(view, shape, color), place];
      } else if (touches(room, place) && view.getComputedStyle(shape).fill != "none")
        found.push("it is covered: " + said);
    }
    if (box && (room.left < box.left - 1 || room.right > box.right + 1))
      found.push("it leaves its box: " + said);
    const ratio = contrast(light(rgb(style.fill)), light(color));
    if (ratio < LEAST) found.push("contrast " + ratio.toFixed(1) + " in a picture: " + said);
  }
  texts.forEach(([a, room], i) => texts.slice(i + 1).forEach(([b, other]) => {
    if (touches(room, other, 3)) found.push("on each other: " + a.textContent + ", " + b.textContent);
  }));
  for (const curve of svg.querySelectorAll(CURVES)) {
    const style = view.getComputedStyle(curve);
    if (style.stroke == "none" || parseFloat(style.strokeWidth) < 2) continue;
    const ratio = contrast(light(rgb(style.stroke)), light(paper));
    if (ratio < LEAST) found.push("contrast " + ratio.toFixed(1) + " of a curve: " + style.stroke);
  }
  return found;
}
