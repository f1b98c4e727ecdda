// The board: a deal is dragged, or moved with the keys. Either way a button is pressed that its three dots hold anyway.
const board = document.querySelector("[data-board]");
const ends = document.querySelector("[data-ends]");

const cardOf = (element) => element.closest?.(".deal-card");
const columnOf = (element) => element.closest?.("[data-phase]");
const columns = () => [...board.querySelectorAll("[data-phase]")];
const titlesOf = (column) => [...column.querySelectorAll(".deal-card .title")];
const buttonTo = (card, phase) => card.querySelector(`button[name=phase][value="${phase}"]`);

if (board) {
  board.addEventListener("keydown", onKey);
  document.addEventListener("dragstart", pick);
  document.addEventListener("dragover", hover);
  document.addEventListener("drop", drop);
  document.addEventListener("dragend", letGo);
  document.addEventListener("htmx:beforeRequest", leave);
  document.addEventListener("htmx:afterRequest", arrive);
}

// --- Keys: arrows go from card to card, with Shift they take the card along ------------------------

function onKey(event) {
  const title = event.target.closest(".deal-card .title");
  if (!title || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const to = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step && event.shiftKey) take(title, step);
  else if (step) beside(title, step)?.focus();
  else if (to && !event.shiftKey) near(title, to)?.focus();
  else return;
  event.preventDefault();
}

function take(title, step) {
  const phase = columns()[columns().indexOf(columnOf(title)) + step]?.dataset.phase;
  if (phase) buttonTo(cardOf(title), phase)?.click();
}

function near(title, step) {
  const titles = titlesOf(columnOf(title));
  return titles[titles.indexOf(title) + step];
}

function beside(title, step) {
  const all = columns();
  const row = titlesOf(columnOf(title)).indexOf(title);
  for (let at = all.indexOf(columnOf(title)) + step; all[at]; at += step) {
    const titles = titlesOf(all[at]);
    if (titles.length) return titles[Math.min(row, titles.length - 1)];
  }
}

// --- Dragging --------------------------------------------------------------------------------------

let dragged = null;

function pick(event) {
  const card = cardOf(event.target);
  if (card?.draggable !== true) return;
  dragged = card;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.querySelector(".title").textContent);
  // The browser takes its picture of the card first.
  requestAnimationFrame(() => {
    card.classList.add("dragged");
    board.classList.add("dragging");
    ends.classList.add("open");
  });
}

function targetOf(event) {
  return dragged && event.target.closest?.("[data-phase], [data-end]");
}

function hover(event) {
  const target = targetOf(event);
  if (target) event.preventDefault();
  if (dragged) mark(target);
}

function mark(target) {
  for (const each of document.querySelectorAll("[data-phase].over, [data-end].over")) each.classList.toggle("over", each === target);
  target?.classList.add("over");
}

function drop(event) {
  const target = targetOf(event);
  if (!target) return;
  event.preventDefault();
  const { phase, end } = target.dataset;
  if (phase) buttonTo(dragged, phase)?.click();
  else dragged.querySelector(`[data-close-as=${end}]`).click();
}

function letGo() {
  mark(null);
  dragged?.classList.remove("dragged");
  board.classList.remove("dragging");
  ends?.classList.remove("open");
  dragged = null;
}

// --- The focus goes with the card, or to its neighbour when it left the board ------------------------

let place = null;

function leave(event) {
  if (event.detail.target !== board) return;
  const card = cardOf(event.detail.elt);
  if (place) return event.preventDefault(); // one move at a time
  const title = card.querySelector(".title");
  place = { id: title.id, column: columnOf(card), row: titlesOf(columnOf(card)).indexOf(title) };
}

function arrive(event) {
  if (event.detail.target !== board || !place) return;
  const { id, column, row } = place;
  place = null;
  if (!event.detail.successful && event.detail.xhr.status !== 409) return;
  const titles = titlesOf(column);
  (document.getElementById(id) ?? titles[Math.min(row, titles.length - 1)] ?? board.querySelector(".title"))?.focus();
}
