// A chart as a drawing that stands alone: computed styles become attributes, and heading and legend, which are HTML on the page, are drawn too.
const SVG = "http://www.w3.org/2000/svg";
const PAINTS = ["fill", "stroke"];
const STYLES = ["stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "text-anchor"];
const MARGIN = 16;

const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const known = new Map();

// color-mix() and light-dark() are computed into forms that drawing programs do not read.
function plain(colour) {
  if (colour === "none" || colour.startsWith("url(")) return colour;
  if (!known.has(colour)) {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
    known.set(colour, a === 255 ? `rgb(${r}, ${g}, ${b})` : a === 0 ? "none" : `rgba(${r}, ${g}, ${b}, ${(a / 255).toFixed(3)})`);
  }
  return known.get(colour);
}

function dress(from, to) {
  const style = getComputedStyle(from);
  for (const name of PAINTS) to.setAttribute(name, plain(style[name]));
  for (const name of STYLES) {
    const value = style.getPropertyValue(name);
    if (value && value !== "none" && value !== "normal") to.setAttribute(name, value);
  }
  for (const name of ["class", "tabindex", "role", "aria-label"]) to.removeAttribute(name);
  [...from.children].forEach((child, i) => { if (!["title", "desc"].includes(child.localName)) dress(child, to.children[i]); });
}

function element(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

/** The drawing of a chart with its name and legend. */
export function drawingOf(figure, name) {
  const plot = figure.querySelector("svg.plot");
  const [, , width, height] = plot.getAttribute("viewBox").split(" ").map(Number);
  const page = getComputedStyle(figure);
  const font = { "font-family": page.fontFamily, fill: plain(page.color) };
  const whole = element("svg", { xmlns: SVG, role: "img", "aria-label": plot.getAttribute("aria-label") ?? name });
  const ground = whole.appendChild(element("rect", { x: 0, y: 0, fill: plain(surfaceOf(figure)) }));
  let y = MARGIN;
  if (name) {
    whole.append(element("text", { x: MARGIN, y: y + 14, "font-size": 15, "font-weight": 600, ...font }, name));
    y += 28;
  }
  let x = MARGIN;
  for (const item of figure.querySelectorAll(".legend li")) {
    const label = item.querySelector("span").textContent;
    const room = 34 + 1.15 * measure(label, page.fontFamily); // the font of the page may not be where the drawing goes, and others are wider
    if (x > MARGIN && x + room > width) [x, y] = [MARGIN, y + 20];
    const mark = element("path", { d: item.querySelector("path").getAttribute("d"), fill: plain(getComputedStyle(item).color), transform: `translate(${x} ${y})` });
    whole.append(mark, element("text", { x: x + 17, y: y + 10.5, "font-size": 13, ...font }, label));
    x += room;
  }
  if (x > MARGIN) y += 26;
  const copy = plot.cloneNode(true);
  dress(plot, copy);
  const inner = element("g", { transform: `translate(${MARGIN} ${y})` });
  inner.append(...copy.childNodes);
  whole.append(inner);
  const size = { width: width + 2 * MARGIN, height: Math.ceil(y + height + MARGIN) };
  for (const [key, value] of Object.entries({ ...size, viewBox: `0 0 ${size.width} ${size.height}` })) whole.setAttribute(key, value);
  ground.setAttribute("width", size.width);
  ground.setAttribute("height", size.height);
  return { text: new XMLSerializer().serializeToString(whole), ...size };
}

function surfaceOf(node) {
  for (let at = node; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (plain(colour) !== "none") return colour;
  }
  return "white";
}

function measure(text, family) {
  brush.font = `13px ${family}`;
  return brush.measureText(text).width;
}

/** The drawing in pixels, twice as fine as the page. */
export async function pixelsOf({ text, width, height }) {
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image(width, height);
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
    canvas.getContext("2d").drawImage(image, 0, 0, 2 * width, 2 * height);
    return await new Promise((done, fail) => canvas.toBlob(blob => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}
