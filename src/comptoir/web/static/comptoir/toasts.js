// A toast stays eight seconds, longer while the pointer or the focus is on it.
const STAYS = 8000;
const region = document.getElementById("toasts");

function begin(toast) {
  let timer = null;
  const stop = () => clearTimeout(timer);
  const start = () => {
    stop();
    // One with a button waits longer: reading and deciding take their time.
    timer = setTimeout(() => toast.remove(), toast.querySelector("form") ? STAYS * 2 : STAYS);
  };
  toast.addEventListener("pointerenter", stop);
  toast.addEventListener("pointerleave", start);
  toast.addEventListener("focusin", stop);
  toast.addEventListener("focusout", start);
  start();
}

export function say(kind) {
  region?.append(document.getElementById(`toast-${kind}`).content.cloneNode(true));
}

if (region) {
  region.querySelectorAll(".toast").forEach(begin);
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node.matches?.(".toast")) begin(node);
  }).observe(region, { childList: true });
  document.addEventListener("click", (event) => event.target.closest("[data-close-toast]")?.closest(".toast").remove());
  // A refusal names its own place; it is shown there.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([403, 413].includes(event.detail.xhr.status) && event.detail.xhr.getResponseHeader("HX-Retarget")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:responseError", () => say("failed"));
  document.addEventListener("htmx:sendError", () => say("unreachable"));
}
