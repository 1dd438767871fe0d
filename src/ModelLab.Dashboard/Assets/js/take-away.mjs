// «Copy» beside every chart and table: CSV and JSON of its data, a chart also as SVG and PNG. Where the browser gives no clipboard (plain HTTP from another machine) a file is saved instead.
import { make, say } from "./words.mjs";
import { csvOf, dataOf, jsonOf } from "./table-data.mjs";
import { drawingOf, pixelsOf } from "./picture.mjs";

const status = make("p", { className: "visually-hidden", role: "status" });
document.body.append(status);

function nameOf(block) {
  const heading = block.querySelector(":scope > .chart-title, caption") ?? block.closest(".card")?.querySelector("h2, h3") ?? document.querySelector("h1");
  const copy = heading.cloneNode(true);
  copy.querySelectorAll("code").forEach(code => code.remove());
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function save(blob, name, ending) {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: `${name.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "modellab"}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** A file that a spreadsheet opens by a double click. */
function saveTable(table, name) {
  const russian = document.documentElement.lang === "ru";
  save(new Blob(["\uFEFF", csvOf(dataOf(table), russian)], { type: "text/csv;charset=utf-8" }), name, "csv");
}

const isPicture = kind => kind === "PNG";

async function copy(kind, content, name) {
  try {
    if (isPicture(kind)) await navigator.clipboard.write([new ClipboardItem({ "image/png": content })]);
    else await navigator.clipboard.writeText(await content);
    return say(`${kind} copied`, `${kind} скопирован`);
  } catch {
    const made = await content;
    const type = { CSV: "text/csv;charset=utf-8", JSON: "application/json", SVG: "image/svg+xml" }[kind];
    save(isPicture(kind) ? made : new Blob([made], { type }), name, kind.toLowerCase());
    return say(`${kind} saved as a file`, `${kind} сохранён в файл`);
  }
}

function menu(block, table, figure) {
  const name = nameOf(block);
  const kinds = { ...(table && { CSV: () => csvOf(dataOf(table)), JSON: () => jsonOf(dataOf(table)) }), ...(figure && { SVG: () => drawingOf(figure, name).text, PNG: () => pixelsOf(drawingOf(figure, name)) }) };
  const summary = make("summary", {}, say("Copy", "Копировать"), make("span", { className: "visually-hidden" }, `: ${name}`));
  const details = make("details", { className: "take-away" }, summary);
  const group = make("div", { className: "take-away-kinds" });
  for (const [kind, content] of Object.entries(kinds)) {
    const button = make("button", { type: "button", className: "take-away-kind" }, kind);
    button.addEventListener("click", async () => {
      const said = await copy(kind, content(), name);
      status.textContent = said;
      summary.firstChild.textContent = said;
      details.open = false;
      summary.focus();
      setTimeout(() => { summary.firstChild.textContent = say("Copy", "Копировать"); }, 2000);
    });
    group.append(button);
  }
  if (table) {
    const button = make("button", { type: "button", className: "take-away-kind" }, say("CSV file", "Файл CSV"));
    button.addEventListener("click", () => { saveTable(table, name); details.open = false; summary.focus(); });
    group.append(button);
  }
  details.append(group);
  details.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    summary.focus();
  });
  return details;
}

for (const figure of document.querySelectorAll("figure.chart")) {
  figure.append(menu(figure, figure.querySelector("[data-chart] table"), figure));
}
for (const wrap of document.querySelectorAll(".table-wrap")) {
  const table = wrap.querySelector("table");
  if (table?.tHead && !wrap.closest("figure")) wrap.after(menu(wrap, table, null));
}
document.addEventListener("click", event => {
  for (const open of document.querySelectorAll(".take-away[open]")) if (!open.contains(event.target)) open.open = false;
});
