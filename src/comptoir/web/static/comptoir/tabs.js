// The tabs of a page: arrows lead from one to the next, and on a narrow screen the chosen one is in view.
const MOVES = { ArrowRight: 1, ArrowLeft: -1 };

document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.(".tabs a");
  if (!tab || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = [...tab.closest(".tabs").querySelectorAll("a")];
  const to = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : all.indexOf(tab) + MOVES[event.key];
  if (!all[to]) return;
  event.preventDefault();
  all[to].focus();
});

function show(tab) {
  const nav = tab.closest(".tabs");
  const [inner, outer] = [tab.getBoundingClientRect(), nav.getBoundingClientRect()];
  if (inner.left < outer.left || inner.right > outer.right) nav.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
}

const showChosen = () => document.querySelectorAll(".tabs [aria-current]").forEach(show);
showChosen();
document.addEventListener("htmx:afterSettle", showChosen);
