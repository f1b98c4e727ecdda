// Choosing a customer: what is typed is searched, arrows move, Enter chooses, Escape closes (ARIA combobox, list popup).
const WAIT = 160;

function arm(picker) {
  if (picker.dataset.armed) return;
  picker.dataset.armed = "yes";
  const part = (name) => picker.querySelector(`[data-${name}]`);
  const [typed, picked, options, said, mark, notice] = ["typed", "picked", "options", "said", "mark", "notice"].map(part);
  let timer, asked = 0, here = -1, name = picked.value ? typed.value : "";

  typed.setAttribute("role", "combobox");
  typed.setAttribute("aria-autocomplete", "list");
  typed.setAttribute("aria-controls", options.id);
  typed.setAttribute("aria-expanded", "false");

  const found = () => [...options.querySelectorAll("[role=option]")];
  const isOpen = () => !options.hidden;

  function close() {
    options.hidden = true;
    here = -1;
    typed.setAttribute("aria-expanded", "false");
    typed.removeAttribute("aria-activedescendant");
  }

  function move(to) {
    const all = found();
    if (!all.length) return;
    here = (to + all.length) % all.length;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === here)));
    typed.setAttribute("aria-activedescendant", all[here].id);
    all[here].scrollIntoView({ block: "nearest" });
  }

  async function ask() {
    const number = ++asked;
    const query = new URLSearchParams({ q: typed.value === name ? "" : typed.value, kind: picker.dataset.kind });
    const of = picker.dataset.of && picker.closest("form")?.elements[picker.dataset.of];
    if (of?.value) query.set("of", of.value);
    try {
      const answer = await fetch(`${picker.dataset.url}?${query}`, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || answer.redirected || number !== asked) return;
      options.innerHTML = await answer.text();
    } catch {
      return; // the form itself still searches when it is sent
    }
    found().forEach((option, at) => (option.id = `${options.id}_${at}`));
    options.hidden = false;
    here = -1;
    typed.removeAttribute("aria-activedescendant");
    typed.setAttribute("aria-expanded", "true");
    said.textContent = found().length || options.textContent;
  }

  function choose(option) {
    picked.value = option.dataset.id;
    typed.value = name = option.dataset.name;
    mark.hidden = !("deactivated" in option.dataset);
    picker.querySelector("select")?.remove();
    typed.removeAttribute("aria-invalid");
    close();
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
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  typed.addEventListener("click", () => isOpen() || ask());
  typed.addEventListener("focus", () => typed.select());
  typed.addEventListener("keydown", async (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) await ask();
      move(event.key === "ArrowDown" ? here + 1 : here < 0 ? -1 : here - 1);
    } else if (event.key === "Enter" && isOpen()) {
      // Enter in an open list never sends the form.
      event.preventDefault();
      const option = found()[here] ?? (found().length === 1 ? found()[0] : null);
      if (option) choose(option);
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  typed.addEventListener("blur", () => setTimeout(() => {
    asked++;
    close();
  }, 120));
  options.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the field
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
