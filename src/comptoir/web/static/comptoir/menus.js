// The three dots: arrows move, letters jump, Escape and Tab close, the focus comes back to the button.
const items = (menu) => [...menu.querySelectorAll("[role^=menuitem]")].filter((item) => item.checkVisibility());
const buttonOf = (menu) => document.querySelector(`[popovertarget="${menu.id}"]`);
const anchored = CSS.supports("position-area", "block-end");

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.(".menu[popover]")) return;
  const open = event.newState === "open";
  buttonOf(menu)?.setAttribute("aria-expanded", String(open));
  if (open) items(menu)[0]?.focus();
}, true);

document.addEventListener("beforetoggle", (event) => {
  const menu = event.target;
  if (anchored || !menu.matches?.(".menu[popover]") || event.newState !== "open") return;
  const box = buttonOf(menu).getBoundingClientRect();
  menu.style.setProperty("--y", `${Math.min(box.bottom + 4, innerHeight - 240)}px`);
  menu.style.setProperty("--x", `${Math.max(8, box.right - 240)}px`);
  menu.classList.add("placed");
}, true);

document.addEventListener("keydown", (event) => {
  const button = event.target.closest?.("[popovertarget][aria-haspopup=menu]");
  if (button && event.key === "ArrowDown") {
    event.preventDefault();
    const menu = document.getElementById(button.getAttribute("popovertarget"));
    if (menu.matches(":popover-open")) items(menu)[0]?.focus();
    else menu.showPopover({ source: button });
    return;
  }
  const menu = event.target.closest?.(".menu[role=menu]");
  if (!menu) return;
  const all = items(menu);
  const here = all.indexOf(document.activeElement);
  const go = { ArrowDown: here + 1, ArrowRight: here + 1, ArrowUp: here - 1, ArrowLeft: here - 1, Home: 0, End: -1 }[event.key];
  if (go !== undefined) {
    event.preventDefault();
    all.at(go % all.length)?.focus();
  } else if (event.key === "Tab") {
    menu.hidePopover();
  } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) {
    const rest = [...all.slice(here + 1), ...all.slice(0, here + 1)];
    rest.find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    event.stopPropagation();
  }
});

// Choosing an item closes its menu, also when htmx takes it from there.
document.addEventListener("click", (event) => {
  const item = event.target.closest("[role^=menuitem]");
  if (item?.hasAttribute("hx-get") || item?.hasAttribute("hx-post")) item.closest("[popover]")?.hidePopover();
});
