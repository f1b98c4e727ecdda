// Choosing a customer: those who match are offered while one types.
import { combobox } from "./combobox.js";

function arm(picker) {
  if (picker.dataset.armed) return;
  picker.dataset.armed = "yes";
  const part = (name) => picker.querySelector(`[data-${name}]`);
  const [typed, picked, options, said, mark, notice] = ["typed", "picked", "options", "said", "mark", "notice"].map(part);
  let name = picked.value ? typed.value : "";

  function url() {
    const query = new URLSearchParams({ q: typed.value === name ? "" : typed.value, kind: picker.dataset.kind });
    const of = picker.dataset.of && picker.closest("form")?.elements[picker.dataset.of];
    if (of?.value) query.set("of", of.value);
    return `${picker.dataset.url}?${query}`;
  }

  function take(option) {
    picked.value = option.dataset.id;
    typed.value = name = option.dataset.name;
    mark.hidden = !("deactivated" in option.dataset);
    picker.querySelector("select")?.remove();
    typed.removeAttribute("aria-invalid");
    tell(option);
    picked.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function tell(option) {
    notice.replaceChildren();
    if (!("deactivated" in option.dataset)) return;
    const answer = await fetch(option.dataset.noticeUrl).catch(() => null);
    if (answer?.ok && picked.value === option.dataset.id) notice.innerHTML = await answer.text();
  }

  function forget() {
    if (!picked.value) return;
    picked.value = "";
    mark.hidden = true;
    notice.replaceChildren();
    picked.dispatchEvent(new Event("change", { bubbles: true }));
  }

  typed.addEventListener("input", () => {
    if (typed.value !== name) forget();
    picker.querySelector("select")?.remove();
  });
  typed.addEventListener("focus", () => typed.select());
  const { ask, choose } = combobox(typed, options, said, { url, take });
  typed.addEventListener("click", () => options.hidden && ask());
  options.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}

const armAll = (root) => root.querySelectorAll("[data-picker]").forEach(arm);
armAll(document);
document.addEventListener("htmx:load", (event) => {
  const part = event.detail.elt;
  if (part.matches?.("[data-picker]")) arm(part);
  armAll(part);
});
