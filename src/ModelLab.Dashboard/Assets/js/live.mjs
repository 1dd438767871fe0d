// A run that goes on is redrawn by the server with every event; without one, the page waits for the next.
import { enhance } from "./site.mjs";

const live = document.getElementById("live");
const reachable = "a, summary, button, [tabindex]";

// The reader's place survives a new drawing: what was unfolded, and what had the focus.
const draw = (html) => {
  const unfolded = [...live.querySelectorAll("details")].map((d) => d.open);
  const focus = [...live.querySelectorAll(reachable)].indexOf(document.activeElement);
  live.innerHTML = html;
  live.querySelectorAll("details").forEach((d, i) => { d.open = unfolded[i] ?? false; });
  enhance(live);
  if (focus >= 0) live.querySelectorAll(reachable)[focus]?.focus({ preventScroll: true });
};

const state = () => live.querySelector("[data-live-state]")?.dataset.liveState;

const follow = () => {
  const events = new EventSource(live.dataset.stream);
  events.addEventListener("progress", (event) => {
    draw(event.data);
    if (state() !== "finished") return;
    events.close();
    wait();
  });
  // The browser comes back by itself with the last id; closed for good means that the run was deleted.
  events.addEventListener("error", () => { if (events.readyState === EventSource.CLOSED) wait(); });
  addEventListener("pagehide", () => events.close());
};

const wait = () => setTimeout(async () => {
  try {
    const { runs } = await (await fetch("/api/v1/live")).json();
    if (runs.some((r) => r.run === live.dataset.run)) follow();
    else if (runs.length > 0 && live.dataset.follows === "newest") location.reload();
    else wait();
  } catch {
    wait();
  }
}, 3000);

if (state() === "under_way") follow();
else wait();
