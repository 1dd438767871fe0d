// What a mark of a chart stands for: on pointing, and with the arrow keys when the chart has the focus. The drawing's own <title> elements say it without scripts.
import { make, say } from "./words.mjs";

const tip = make("div", { className: "tip", hidden: true });
const spoken = make("p", { className: "visually-hidden", role: "status" });
document.body.append(tip, spoken);
let shown = null;

function show(mark, isByKey) {
  shown?.classList.remove("is-shown");
  shown = mark;
  if (!mark) {
    tip.hidden = true;
    return;
  }
  mark.classList.add("is-shown");
  tip.textContent = mark.dataset.tip;
  tip.hidden = false;
  // A row holds its name; the mark itself is what is pointed at.
  const at = (mark.querySelector(".mark, .bar, .cell") ?? mark).getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left + at.width / 2 - size.width / 2), document.documentElement.clientWidth - size.width - 8);
  const above = at.top - size.height - 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 8 ? above : at.bottom + 8}px`;
  if (isByKey) spoken.textContent = mark.dataset.tip;
}

for (const chart of document.querySelectorAll(".chart-scroll")) {
  const marks = [...chart.querySelectorAll("svg.plot g")].filter(group => group.querySelector(":scope > title"));
  for (const mark of marks) {
    const title = mark.querySelector(":scope > title");
    mark.dataset.tip = title.textContent.replace(/\s+/g, " ").trim();
    title.remove(); // the browser would show it a second time
    mark.classList.add("has-tip");
    mark.addEventListener("pointerenter", () => show(mark, false));
    mark.addEventListener("pointerleave", () => show(null));
  }
  if (marks.length === 0) continue;
  chart.setAttribute("aria-description", say("Arrow keys go from mark to mark.", "Стрелки переводят от точки к точке."));
  chart.addEventListener("blur", () => show(null));
  chart.addEventListener("keydown", event => {
    const at = marks.indexOf(shown);
    const next = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: marks.length - 1 }[event.key];
    if (event.key === "Escape") show(null);
    else if (next !== undefined && event.target === chart) {
      event.preventDefault();
      const mark = marks[Math.min(Math.max(0, next), marks.length - 1)];
      (mark.querySelector(".mark, .bar, .cell") ?? mark).scrollIntoView({ block: "nearest", inline: "nearest" });
      show(mark, true);
    }
  });
}
addEventListener("scroll", () => { if (shown && !document.activeElement.matches(".chart-scroll")) show(null); }, { passive: true });
