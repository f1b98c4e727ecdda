// A click beside the words of a row or a card opens it too, unless somebody is selecting text.
document.addEventListener("click", (event) => {
  const row = event.target.closest(".list tbody tr, [data-row]");
  if (!row || event.target.closest("a, button, input, label, select, [popover]") || String(getSelection())) return;
  const link = row.querySelector(".main a, .title");
  if (!link) return;
  if (event.ctrlKey || event.metaKey) window.open(link.href);
  else link.click();
});

// The box in the head ticks them all.
document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.matches("thead .check-cell input")) {
    for (const each of box.closest("table").querySelectorAll("tbody .check-cell input")) each.checked = box.checked;
  }
  if (box.closest(".check-cell")) count(box.closest("form, .tickable"));
});

// With the shift key, all between this box and the one before become like it.
let last = null;
document.addEventListener("click", (event) => {
  const box = event.target.closest("tbody .check-cell input");
  if (!box) return;
  const boxes = [...box.closest("table").querySelectorAll("tbody .check-cell input")];
  const ends = [boxes.indexOf(last), boxes.indexOf(box)].sort((one, other) => one - other);
  if (event.shiftKey && ends[0] >= 0) {
    for (const each of boxes.slice(ends[0], ends[1])) each.checked = box.checked;
  }
  last = box;
});

function count(table) {
  const shown = table?.querySelector(".selection [data-count]");
  if (shown) shown.textContent = table.querySelectorAll("tbody .check-cell input:checked").length;
}

// Whoever comes back finds the boxes as they left them.
addEventListener("pageshow", () => document.querySelectorAll(".tickable").forEach(count));
