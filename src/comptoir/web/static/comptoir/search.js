// The search at the top of every page: what is found is offered while one types. Enter alone leads to the page with all of it.
import { combobox } from "./combobox.js";

const field = document.getElementById("find"), list = document.getElementById("suggestions");

if (field && list) {
  const { ask } = combobox(field, list, document.getElementById("suggestions-said"), {
    url: () => field.value.trim() && `${list.dataset.url}?${new URLSearchParams({ q: field.value })}`,
    take: (option) => option.click(),
    leave: true,
  });
  field.addEventListener("click", () => list.hidden && field.value.trim() && ask());
}
