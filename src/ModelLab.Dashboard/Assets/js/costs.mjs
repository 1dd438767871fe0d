// Re-ranks production judges while a slider moves, and takes what needs the data (intervals, ranks, the reason) from the server when it rests.
const form = document.querySelector("[data-costs]");
const inputs = [...form.querySelectorAll("input[type=range]")];
let asked = null;

function costs() {
  return Object.fromEntries(inputs.map(input => [input.name, Number(input.value)]));
}

function rank() {
  const table = document.querySelector("[data-costs-table]");
  const format = new Intl.NumberFormat(table.dataset.language, { minimumFractionDigits: 3, maximumFractionDigits: 3, useGrouping: false });
  const { show, hide } = costs();
  for (const input of inputs) {
    form.querySelector(`[data-output="${input.name}"]`).textContent = new Intl.NumberFormat(table.dataset.language, { maximumFractionDigits: 3 }).format(Number(input.value));
  }
  // They were of other costs.
  for (const stale of document.querySelectorAll("[data-costs-rank]")) stale.textContent = "…";
  const body = table.tBodies[0];
  const rows = [...body.rows].map(row => {
    const { wrongShown, wrongHidden, verdicts } = row.dataset;
    return { row, cost: Number(verdicts) > 0 ? (Number(wrongShown) * show + Number(wrongHidden) * hide) / Number(verdicts) : Infinity };
  });
  for (const { row, cost } of rows) row.querySelector("[data-cost]").textContent = Number.isFinite(cost) ? format.format(cost) : "—";
  rows.sort((a, b) => a.cost - b.cost);
  body.append(...rows.map(r => r.row));
}

async function settle() {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(costs())) address.searchParams.set(name, String(value));
  history.replaceState(null, "", address);
  asked?.abort();
  asked = new AbortController();
  try {
    const response = await fetch(address, { signal: asked.signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-costs-result]");
    if (fresh) document.querySelector("[data-costs-result]").replaceWith(document.adoptNode(fresh));
  } catch (problem) {
    if (problem.name !== "AbortError") form.submit();
  }
}

for (const input of inputs) {
  input.addEventListener("input", rank);
  input.addEventListener("change", settle);
}
form.addEventListener("submit", event => {
  event.preventDefault();
  settle();
});
