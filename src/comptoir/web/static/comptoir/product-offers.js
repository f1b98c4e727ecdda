// Products offered under the description of a line while one types: arrows move, Enter takes one, Escape closes. A line
// that takes none stays as it was written (ARIA combobox, list popup).
const WAIT = 160, SHORTEST = 2;

export function offerProducts(box, tell) {
  const list = document.createElement("ul");
  list.className = "picker-list product-offers";
  list.id = "product-offers";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.offers);
  list.hidden = true;
  const said = box.querySelector(":scope > [data-said]");
  let field = null, timer, asked = 0, here = -1;

  const isOffered = (element) => element.matches?.("[data-line=description]") && !element.closest(".section-row");
  const offers = () => [...list.querySelectorAll("[role=option]")];

  function arm(input) {
    if (input.getAttribute("role") === "combobox") return;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("autocomplete", "off");
  }

  function close() {
    asked++;
    clearTimeout(timer);
    list.hidden = true;
    here = -1;
    field?.setAttribute("aria-expanded", "false");
    field?.removeAttribute("aria-controls");
    field?.removeAttribute("aria-activedescendant");
  }

  function move(to) {
    const all = offers();
    if (!all.length) return;
    here = (to + all.length) % all.length;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === here)));
    field.setAttribute("aria-activedescendant", all[here].id);
    all[here].scrollIntoView({ block: "nearest" });
  }

  async function ask(input) {
    const number = ++asked, elements = input.form.elements;
    const query = new URLSearchParams({ q: input.value });
    for (const name of ["currency", "customer"]) if (elements[name]?.value) query.set(name, elements[name].value);
    try {
      const answer = await fetch(`${box.dataset.products}?${query}`, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || answer.redirected) return;
      const text = await answer.text();
      if (number !== asked || document.activeElement !== input) return;
      list.innerHTML = text;
    } catch {
      return; // the line is as it was written
    }
    const all = offers();
    here = -1;
    list.hidden = !all.length;
    if (!all.length) return;
    all.forEach((option, at) => (option.id = `${list.id}_${at}`));
    field = input;
    input.closest(".field").append(list);
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", list.id);
    said.textContent = all.length;
  }

  function take(option) {
    const row = field.closest("[data-line-row]");
    for (const [name, value] of Object.entries(JSON.parse(option.dataset.fills))) {
      const into = row.querySelector(`[data-line=${name}]`);
      if (into?.matches("select") && ![...into.options].some((each) => each.value === value)) continue;
      if (into) into.value = value;
    }
    if (row.querySelector("textarea")?.value) {
      row.querySelector("[data-long]").hidden = false;
      row.querySelector("[data-open-long]").setAttribute("aria-expanded", "true");
    }
    close();
    const quantity = row.querySelector("[data-line=quantity]");
    quantity.focus();
    quantity.select();
    tell();
  }

  box.addEventListener("focusin", (event) => isOffered(event.target) && arm(event.target));
  box.addEventListener("input", (event) => {
    if (!isOffered(event.target)) return;
    clearTimeout(timer);
    if (event.target.value.trim().length < SHORTEST) return close();
    timer = setTimeout(() => ask(event.target), WAIT);
  });
  // Before the lines hear of a key: an open list takes it.
  box.addEventListener("keydown", (event) => {
    if (!isOffered(event.target) || event.altKey) return;
    const isOpen = !list.hidden && field === event.target;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) ask(event.target);
      else move(event.key === "ArrowDown" ? here + 1 : here < 0 ? -1 : here - 1);
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      if (offers()[here]) take(offers()[here]);
      else close();
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  }, { capture: true });
  box.addEventListener("focusout", (event) => event.target === field && close());
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the field
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
}
