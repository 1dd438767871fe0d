// Small conveniences; every page works without them.
import "./palette.mjs";
import "./take-away.mjs";
import "./tips.mjs";

export const enhance = (root) => {
  for (const block of root.querySelectorAll("[data-copy-of]")) {
    const button = document.createElement("button");
    const russian = document.documentElement.lang === "ru";
    button.type = "button";
    button.className = "button quiet copy";
    button.textContent = russian ? "Копировать" : "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.querySelector("code").textContent);
      button.textContent = russian ? "Скопировано" : "Copied";
      setTimeout(() => { button.textContent = russian ? "Копировать" : "Copy"; }, 1500);
    });
    block.append(button);
  }
};
enhance(document);

// A form that needs several choices is sent only when they are made.
for (const form of document.querySelectorAll("form[data-at-least]")) {
  const button = form.querySelector("button[type=submit]");
  const update = () => {
    button.disabled = document.querySelectorAll(`input[form="${form.id}"]:checked`).length < Number(form.dataset.atLeast);
  };
  document.addEventListener("change", update);
  update();
}
