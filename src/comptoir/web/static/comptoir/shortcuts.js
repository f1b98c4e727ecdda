// Keys for people whose hands stay on the keyboard. They keep still while somebody types or a dialog is open.
const PLACES = { t: "/today/", c: "/contacts/", o: "/companies/", i: "/invoices/", s: "/subscriptions/", e: "/segments/", r: "/reminders/", f: "/follow-ups/", d: "/deals/", q: "/quotations/" };
// When "g" was pressed. Not 0, which is the moment the page came: a letter alone would lead away just after it.
const NEVER = -Infinity;
let going = NEVER;
// What the keys go through: the rows of a list, the cards of a board.
const ROW = ".list tbody tr, [data-row]";
const LINK = ".main a, .title";

const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (typing(event.target) || document.querySelector("dialog[open], [popover]:popover-open")) return;
  if (event.timeStamp - going < 1500 && PLACES[event.key]) return go(event, PLACES[event.key]);
  going = event.key === "g" ? event.timeStamp : NEVER;
  const act = KEYS[event.key];
  if (act) act(event);
});

const KEYS = {
  "/": (event) => press(event, document.getElementById("find"), write),
  f: (event) => press(event, document.getElementById("list-find"), write),
  "?": (event) => press(event, document.getElementById("shortcuts"), (list) => list.showModal()),
  n: (event) => press(event, document.querySelector("[data-new]"), (link) => link.click()),
  j: (event) => step(event, 1),
  k: (event) => step(event, -1),
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((place) => [place, (event) => tab(event, place)])),
  x: (event) => press(event, here()?.querySelector(".check-cell input"), (box) => box.click()),
  ".": (event) => press(event, dots(), (button) => button.click()),
};

function go(event, url) {
  going = NEVER;
  // Only where the navigation leads: on a plan without subscriptions there is no such page.
  press(event, document.querySelector(`nav a[href="${url}"]`), () => location.assign(url));
}

function tab(event, place) {
  press(event, document.querySelectorAll("main .tabs a")[place - 1], (link) => link.click());
}

function write(field) {
  field.focus();
  field.select();
}

function press(event, element, act) {
  if (!element) return;
  event.preventDefault();
  act(element);
}

function rows() {
  return [...document.querySelectorAll(ROW)].filter((row) => row.querySelector(LINK));
}

function here() {
  return document.activeElement.closest?.(ROW);
}

function dots() {
  return (here() || document).querySelector("[data-more]");
}

function step(event, by) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(here());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
  press(event, next.querySelector(LINK), (link) => (link.focus(), link.scrollIntoView({ block: "nearest" })));
}
