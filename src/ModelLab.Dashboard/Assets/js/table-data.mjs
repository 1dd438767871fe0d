// A table of the page as data. What stands small in a cell (interval, n, a second line) becomes columns of its own; «—» is nothing; numbers get a decimal point.
const DETAIL = ".interval, .sub, abbr";
const UNDEFINED = "—";

function textOf(cell, without) {
  const copy = cell.cloneNode(true);
  copy.querySelectorAll(`${without}, .visually-hidden, [aria-hidden=true], svg, button, script`).forEach(node => node.remove());
  return copy.textContent.replace(/[\s\u2009\u00a0]+/g, " ").trim();
}

function detailsOf(cell) {
  const details = {};
  for (const node of cell.querySelectorAll(DETAIL)) {
    const text = textOf(node, "nothing");
    const interval = text.match(/^(.+) – (.+)$/);
    const fields = node.matches("abbr") ? { detail: node.title || text } : node.matches(".sub") ? { detail: text } : /^n\s*=/.test(text) ? { n: text.replace(/^n\s*=\s*/, "") } : interval ? { "95 % from": interval[1], "95 % to": interval[2] } : { detail: text };
    for (const [key, value] of Object.entries(fields)) details[key] = details[key] ? `${details[key]}; ${value}` : value;
  }
  return details;
}

/** A number as programs read it, a text otherwise; null for «—» and for nothing. */
export function valueOf(text, comma) {
  if (text === "" || text === UNDEFINED) return null;
  const number = text.replace(/(\d)[ \u2009\u00a0](?=\d{3}(\D|$))/g, "$1").replace("−", "-").replace(comma ? "," : /$^/, ".");
  // A leading zero is an id's, and so is a number too long to be exact.
  return /^[+-]?(0|[1-9]\d{0,14})(\.\d+)?$/.test(number) ? Number(number) : text;
}

/** Columns and rows of a table, the header's last row naming the columns. */
export function dataOf(table) {
  const comma = document.documentElement.lang === "ru";
  const head = table.tHead?.rows[table.tHead.rows.length - 1];
  const names = head ? [...head.cells].map(cell => textOf(cell, DETAIL)) : [];
  const kept = names.map((name, i) => i).filter(i => names[i] !== "");
  const lines = [...table.tBodies].flatMap(body => [...body.rows]).filter(row => row.cells.length === names.length);
  const ids = lines.map(row => row.dataset.id ?? null);
  const rows = lines.map(row => kept.map(i => ({ text: textOf(row.cells[i], DETAIL), details: detailsOf(row.cells[i]) })));
  const columns = [];
  kept.forEach((i, at) => {
    // Two columns of one name would be one field.
    const name = columns.some(c => c.name === names[i]) ? `${names[i]} (${at + 1})` : names[i];
    columns.push({ name, of: row => valueOf(row[at].text, comma) });
    for (const key of new Set(rows.flatMap(row => Object.keys(row[at].details)))) columns.push({ name: `${name} · ${key}`, of: row => valueOf(row[at].details[key] ?? "", comma) });
  });
  const whole = { columns: columns.map(c => c.name), rows: rows.map(row => columns.map(c => c.of(row))) };
  return ids.every(id => id === null) ? whole : { columns: ["id", ...whole.columns], rows: whole.rows.map((row, i) => [ids[i], ...row]) };
}

/** RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it. A Russian Excel takes other separators, and «1.5» for a date. */
export function csvOf({ columns, rows }, russian = false) {
  const separator = russian ? ";" : ",";
  const field = value => {
    if (value === null) return "";
    if (typeof value === "number") return russian ? String(value).replace(".", ",") : String(value);
    const text = typeof value === "string" && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value);
    return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map(row => row.map(field).join(separator) + "\r\n").join("");
}

export function jsonOf({ columns, rows }) {
  return JSON.stringify(rows.map(row => Object.fromEntries(columns.map((name, i) => [name, row[i]]))), null, 2) + "\n";
}
