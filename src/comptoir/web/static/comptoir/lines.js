// The lines of a document: rows come, go and move without the page being sent. What they come to is computed by the server.
import { offerProducts } from "./product-offers.js";

for (const box of document.querySelectorAll("[data-lines]")) {
  const form = box.closest("form");
  const rows = box.querySelector("[data-rows]");
  const total = box.querySelector("[name=lines-TOTAL_FORMS]");
  const said = box.querySelector(":scope > [data-said]");
  const tell = () => form.dispatchEvent(new CustomEvent("lines-changed"));
  const fields = (row) => [...row.querySelectorAll("input:not([type=hidden]), select")];
  const all = () => [...rows.querySelectorAll(":scope > [data-line-row]")];

  function made(template, count) {
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", count.value);
    count.value = Number(count.value) + 1;
    return holder.firstElementChild;
  }

  // Each row says where it stands, since the names of its fields stay what they are. The arrows stay out of the way of
  // the Tab key: Alt with an arrow does the same.
  function number() {
    all().forEach((row, at) => (row.querySelector("[data-line=position]").value = at + 1));
    box.querySelectorAll("[data-move]").forEach((button) => (button.tabIndex = -1));
  }

  function add(kind) {
    const row = made(box.querySelector(`[data-new-${kind}]`), total);
    // Of the line above it takes the VAT rate, which seldom changes from line to line.
    const above = all().map((each) => each.querySelector("[data-line=tax_rate]")).filter(Boolean).at(-1);
    rows.append(row);
    const rate = row.querySelector("[data-line=tax_rate]");
    if (above && rate) rate.value = above.value;
    number();
    fields(row)[0].focus();
    tell();
  }

  function gone(row, name) {
    const mark = document.createElement("input");
    mark.type = "hidden";
    mark.name = name.replace(/[^-]+$/, "removed");
    mark.value = "1";
    row.replaceWith(mark);
  }

  function remove(row) {
    const left = all(), next = left[left.indexOf(row) + 1] ?? left[left.indexOf(row) - 1];
    gone(row, row.querySelector("[data-line]").name);
    (next?.querySelector("[data-remove-line]") ?? box.querySelector("[data-add-line]")).focus();
    number();
    tell();
  }

  function move(row, by) {
    const left = all(), here = left.indexOf(row), other = left[here + by], focused = document.activeElement;
    if (!other) return;
    other[by < 0 ? "before" : "after"](row);
    number();
    focused?.focus();
    row.scrollIntoView({ block: "nearest" });
    said.textContent = box.dataset.moved.replace("{place}", here + by + 1).replace("{count}", left.length);
    tell();
  }

  function openLong(row, button) {
    const part = row.querySelector("[data-long]"), text = part.querySelector("textarea");
    part.hidden = !part.hidden && !text.value.trim(); // what is written is never hidden
    button.setAttribute("aria-expanded", String(!part.hidden));
    if (!part.hidden) text.focus();
  }

  function addDiscount() {
    const row = made(box.querySelector("[data-new-discount]"), box.querySelector("[name=discounts-TOTAL_FORMS]"));
    box.querySelector("[data-discount-rows]").append(row);
    row.querySelector("input").focus();
  }

  function removeDiscount(row) {
    gone(row, row.querySelector("input").name);
    box.querySelector("[data-add-discount]").focus();
    tell();
  }

  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const row = button?.closest("[data-line-row]");
    const does = {
      addLine: () => add("line"),
      addSection: () => add("section"),
      removeLine: () => remove(row),
      move: () => move(row, Number(button.dataset.move)),
      openLong: () => openLong(row, button),
      addDiscount,
      removeDiscount: () => removeDiscount(button.closest("[data-discount-row]")),
    };
    const name = Object.keys(button?.dataset ?? {}).find((each) => each in does);
    if (!name) return;
    event.preventDefault();
    does[name]();
  });

  box.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-line-row]");
    if (event.defaultPrevented || !row) return;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      move(row, event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Enter" && event.target === fields(row).at(-1)) {
      event.preventDefault();
      const next = all()[all().indexOf(row) + 1];
      if (next) fields(next)[0].focus();
      else add("line");
    }
  });

  offerProducts(box, tell);
  number();
}
