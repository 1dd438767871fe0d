// Ctrl-K or Cmd-K: every page and every run by a few letters of its name. A combobox with a list, as the ARIA practices describe it.
import { make, say } from "./words.mjs";

const MOST = 50;
const input = make("input", { type: "text", role: "combobox", autocomplete: "off", spellcheck: false, placeholder: say("Page or run…", "Страница или запуск…") });
const list = make("ul", { id: "palette-list", role: "listbox" });
const found = make("p", { className: "palette-found", role: "status" });
const dialog = make("dialog", { className: "palette" }, input, list, found);
const name = say("Go to", "Перейти");
for (const node of [dialog, input, list]) node.setAttribute("aria-label", name);
for (const [key, value] of Object.entries({ "aria-expanded": "true", "aria-controls": list.id, "aria-autocomplete": "list" })) input.setAttribute(key, value);

const key = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘K" : "Ctrl K";
const opener = make("button", { type: "button", className: "palette-open" }, name, make("kbd", {}, key));
opener.setAttribute("aria-keyshortcuts", "Control+K Meta+K");
document.querySelector(".switches")?.prepend(opener);
document.body.append(dialog);

const pages = [...document.querySelectorAll(".side nav a, .switches a")].map(link => ({
  label: link.closest(".switches") ? `${link.closest("[role=group]").getAttribute("aria-label")}: ${(link.querySelector(".visually-hidden") ?? link).textContent.trim()}` : link.textContent.trim(),
  detail: "", address: link.href,
}));
let runs = null, shown = [], chosen = 0;

async function load() {
  if (runs) return;
  runs = [];
  const kept = new URLSearchParams([...new URLSearchParams(location.search)].filter(([key]) => key === "lang" || key === "theme")).toString();
  try {
    const response = await fetch("/api/v1/runs");
    if (!response.ok) throw new Error(String(response.status));
    runs = (await response.json()).runs.map(run => ({
      label: run.id,
      detail: [run.dataset_file?.split(/[\\/]/).at(-1), run.author, ...new Set([...run.generators, ...run.judges, ...run.deciders])].filter(Boolean).join(" · "),
      address: `/runs/${encodeURIComponent(run.id)}${kept && "?"}${kept}`,
    }));
  } catch {
    runs = null; // asked again next time; pages are there all the same
  }
  if (dialog.open) filter(chosen); // runs stand after pages, so the choice keeps its place
}

function filter(kept = 0) {
  const words = input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const all = [...pages, ...(runs ?? [])].filter(entry => words.every(word => `${entry.label} ${entry.detail}`.toLocaleLowerCase().includes(word)));
  shown = all.slice(0, MOST);
  list.replaceChildren(...shown.map((entry, i) => {
    const option = make("li", { id: `palette-${i}`, role: "option" }, make("span", {}, entry.label), make("span", { className: "palette-detail" }, entry.detail));
    option.addEventListener("click", () => go(i));
    option.addEventListener("pointermove", () => { if (chosen !== i) choose(i); });
    return option;
  }));
  found.textContent = all.length === 0 ? say("Nothing found", "Ничего не найдено") : say(`${all.length} found`, `Найдено: ${all.length}`) + (all.length > MOST ? say(`, ${MOST} shown`, `, показано ${MOST}`) : "");
  choose(kept);
}

function choose(i) {
  chosen = shown.length === 0 ? 0 : (i + shown.length) % shown.length;
  [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
  const option = list.children[chosen];
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function go(i) {
  if (!shown[i]) return;
  dialog.close();
  location.assign(shown[i].address);
}

function open() {
  if (dialog.open) return dialog.close();
  input.value = "";
  dialog.showModal();
  filter();
  load();
}

input.addEventListener("input", () => filter());
input.addEventListener("keydown", event => {
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves) choose(chosen + moves[event.key]);
  else if (event.key === "Enter") go(chosen);
  else return;
  event.preventDefault();
});
dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
opener.addEventListener("click", open);
addEventListener("keydown", event => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.code !== "KeyK") return;
  event.preventDefault();
  open();
});
