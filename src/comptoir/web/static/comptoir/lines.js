// The lines of a document: rows come, go and change places without the page being sent. What they come to is computed by
// the server. Enter goes to the next row, and makes one after the last; Alt with an arrow moves a row.
for (const box of document.querySelectorAll("[data-lines]")) {
  const form = box.closest("form");
  const rows = box.querySelector("[data-rows]");
  const template = box.querySelector("template");
  const total = box.querySelector("[name$=-TOTAL_FORMS]");
  const tell = () => form.dispatchEvent(new CustomEvent("lines-changed"));
  const all = () => [...rows.querySelectorAll("[data-line-row]")];
  const field = (row, name) => row.querySelector(`[data-line=${name}]`);
  const enlist = (row) => row.querySelectorAll("[data-move]").forEach((button) => (button.hidden = false));

  function add() {
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
    total.value = Number(total.value) + 1;
    const row = holder.firstElementChild;
    const above = all().at(-1);
    rows.append(row);
    enlist(row);
    // Of the row above it takes what seldom changes from line to line.
    for (const name of above ? ["tax_rate", "section"] : []) field(row, name).value = field(above, name).value;
    return row;
  }

  function addLine() {
    field(add(), "description").focus();
    tell();
  }

  function addSection() {
    const last = all().at(-1);
    const empty = last && !field(last, "description").value && !field(last, "unit_price").value;
    const row = empty ? last : add();
    row.classList.add("begins");
    field(row, "section").value = "";
    field(row, "section").focus();
    tell();
  }

  function remove(row) {
    const gone = document.createElement("input");
    gone.type = "hidden";
    gone.name = row.querySelector("[data-line]").name.replace(/[^-]+$/, "removed");
    gone.value = "1";
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.replaceWith(gone);
    (next?.querySelector?.("[data-remove-line]") ?? box.querySelector("[data-add-line]")).focus();
    tell();
  }

  // The rows keep their places in the form; what they say changes places.
  function move(row, by) {
    const list = all();
    const other = list[list.indexOf(row) + by];
    if (!other) return;
    const here = document.activeElement;
    for (const mine of row.querySelectorAll("[data-line]")) {
      const its = field(other, mine.dataset.line);
      const key = mine.type === "checkbox" ? "checked" : "value";
      [mine[key], its[key]] = [its[key], mine[key]];
    }
    const [mine, its] = [row, other].map((each) => each.querySelector("details"));
    [mine.open, its.open] = [its.open, mine.open];
    mark();
    (here?.dataset.line ? field(other, here.dataset.line) : other.querySelector(`[data-move="${by}"]`) ?? other).focus();
    tell();
  }

  function mark() {
    let above = "";
    for (const row of all()) {
      row.classList.toggle("begins", field(row, "section").value !== above);
      above = field(row, "section").value;
    }
  }

  // A section that is renamed takes the lines below along.
  function rename(input) {
    const list = all();
    const before = input.dataset.before ?? "";
    for (const row of list.slice(list.indexOf(input.closest("[data-line-row]")) + 1)) {
      if (field(row, "section").value !== before || row.classList.contains("begins")) break;
      field(row, "section").value = input.value;
    }
    input.dataset.before = input.value;
  }

  function next(input) {
    const list = all();
    const below = list[list.indexOf(input.closest("[data-line-row]")) + 1];
    if (below) field(below, input.dataset.line).focus();
    else addLine();
  }

  all().forEach(enlist);
  box.addEventListener("focusin", ({ target }) => {
    if (target.dataset.line === "section") target.dataset.before = target.value;
  });
  box.addEventListener("input", ({ target }) => {
    if (target.dataset.line === "section") rename(target);
  });
  box.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.dataset.line) return;
    if (event.key === "Enter" && input.matches("input:not([type=checkbox])") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      next(input);
    } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      move(input.closest("[data-line-row]"), event.key === "ArrowUp" ? -1 : 1);
    }
  });
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-line], [data-add-section], [data-remove-line], [data-move]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-line-row]");
    if (button.matches("[data-add-line]")) addLine();
    else if (button.matches("[data-add-section]")) addSection();
    else if (button.matches("[data-move]")) move(row, Number(button.dataset.move));
    else remove(row);
  });
}
