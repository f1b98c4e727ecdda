// The arrows move from day to day, beyond the edge into the next month or week; a click on an empty place of a day adds there.
const STEP = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const days = [...document.querySelectorAll("[data-day]")];
const inWeek = document.querySelector(".week") !== null;

document.addEventListener("keydown", (event) => {
  const day = event.target.closest("[data-day]");
  const by = STEP[event.key];
  if (!day || !by || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("[popover]")) return;
  if (inWeek && Math.abs(by) === 7) return; // the page scrolls
  const next = days[days.indexOf(day) + by];
  const way = document.querySelector(by < 0 ? ".ways [rel=prev]" : ".ways [rel=next]");
  event.preventDefault();
  if (next) dateOf(next).focus();
  else if (way) location.assign(`${way.href}#${dayAfter(day, by)}`);
});

document.addEventListener("click", (event) => {
  const day = event.target.closest("[data-day]");
  if (!day || event.target.closest("a, button, [popover]") || String(getSelection())) return;
  day.querySelector("[data-new-on]")?.click();
});

const dateOf = (day) => day.querySelector(".date");

function dayAfter(day, by) {
  const on = new Date(`${day.dataset.day}T12:00Z`);
  on.setUTCDate(on.getUTCDate() + by);
  return `day-${on.toISOString().slice(0, 10)}`;
}
