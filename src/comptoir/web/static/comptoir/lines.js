// The lines of a document: rows come and go without the page being sent. What they come to is computed by the server.
for (const box of document.querySelectorAll("[data-lines]")) {
  const form = box.closest("form");
  const rows = box.querySelector("[data-rows]");
  const template = box.querySelector("template");
  const total = box.querySelector("[name$=-TOTAL_FORMS]");
  const tell = () => form.dispatchEvent(new CustomEvent("lines-changed"));

  function add() {
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
    total.value = Number(total.value) + 1;
    const row = holder.firstElementChild;
    rows.append(row);
    // Of the row above it takes the VAT rate, which seldom changes from line to line.
    const above = row.previousElementSibling?.querySelector("[data-line=tax_rate]");
    if (above) row.querySelector("[data-line=tax_rate]").value = above.value;
    row.querySelector("input").focus();
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

  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-line], [data-remove-line]");
    if (!button) return;
    event.preventDefault();
    if (button.matches("[data-add-line]")) add();
    else remove(button.closest("[data-line-row]"));
  });
}
