// A field with a list below that follows what is typed: arrows move, Enter takes, Escape closes (ARIA combobox, list popup).
const WAIT = 160;

// `url()` says where the options for what is typed are, or nothing when none are to be shown; `take(option)` is told of the
// one that was chosen. `leave` says whether Enter without a chosen option does what it does in any other field.
export function combobox(field, list, said, { url, take, leave = false }) {
  let timer, asked = 0, here = -1;

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  const found = () => [...list.querySelectorAll("[role=option]")];
  const isOpen = () => !list.hidden;

  function close() {
    asked++;
    clearTimeout(timer);
    list.hidden = true;
    here = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function move(to) {
    const all = found();
    if (!all.length) return;
    here = (to + all.length) % all.length;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === here)));
    field.setAttribute("aria-activedescendant", all[here].id);
    all[here].scrollIntoView({ block: "nearest" });
  }

  async function ask() {
    const number = ++asked, address = url();
    if (!address) return close();
    try {
      const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || answer.redirected || number !== asked) return;
      const text = await answer.text();
      if (number !== asked) return;
      list.innerHTML = text;
    } catch {
      return; // the form itself still searches when it is sent
    }
    found().forEach((option, at) => (option.id = `${list.id}_${at}`));
    list.hidden = false;
    list.scrollTop = 0;
    here = -1;
    field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-expanded", "true");
    said.textContent = found().length || list.textContent;
  }

  function choose(option) {
    close();
    take(option);
  }

  async function arrow(event) {
    event.preventDefault();
    if (!isOpen()) await ask();
    if (isOpen()) move(event.key === "ArrowDown" ? here + 1 : here < 0 ? -1 : here - 1);
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") arrow(event);
    else if (event.key === "Enter" && isOpen()) enter(event);
    else if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  function enter(event) {
    const option = found()[here] ?? (!leave && found().length === 1 ? found()[0] : null);
    if (option || !leave) event.preventDefault();
    if (option) choose(option);
  }
  field.addEventListener("blur", () => setTimeout(close, 120));
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the field
  return { ask, close, isOpen, choose };
}
