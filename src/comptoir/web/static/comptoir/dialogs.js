// The dialog opens when a part is swapped into it and gives the focus back where it came from.
const dialog = document.getElementById("dialog");
let opener = null;

if (dialog) {
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target !== dialog || dialog.open) return;
    opener = event.detail.elt;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== dialog) return;
    if (!dialog.firstElementChild) dialog.close();
    else if (!dialog.open) dialog.showModal();
    const start = dialog.querySelector(".notice[tabindex], [autofocus]");
    if (start) start.focus();
  });
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.replaceChildren();
    // A menu item that opened the dialog is hidden by now: its menu's button takes the focus.
    const menu = opener?.closest("[popover]");
    const home = menu ? document.querySelector(`[popovertarget="${menu.id}"]`) : opener;
    home?.focus();
    opener = null;
  });
  if (dialog.firstElementChild) dialog.showModal();
}

// A click on the veil around a dialog that nothing was typed into closes it.
for (const each of document.querySelectorAll("dialog")) {
  each.addEventListener("pointerdown", (event) => {
    if (event.target !== each || each.querySelector("form[method=post]")) return;
    const box = each.getBoundingClientRect();
    const inside = event.clientX > box.left && event.clientX < box.right && event.clientY > box.top && event.clientY < box.bottom;
    if (!inside) each.close();
  });
}

// An error summary takes the focus when its page arrives.
document.querySelector(".notice.error[tabindex]")?.focus();

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-again")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
