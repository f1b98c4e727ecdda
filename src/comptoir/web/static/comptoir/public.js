// The totals follow the boxes of the optional lines. The server computes them, as it does for the button without scripts.
const form = document.getElementById("accept-form");
const button = document.getElementById("update-totals");
const boxes = document.querySelectorAll("[name=chosen]");
let asked = 0;

async function update() {
  const number = ++asked;
  const sums = document.getElementById("sums");
  sums.setAttribute("aria-busy", "true");
  const typed = new URLSearchParams(new FormData(form));
  typed.set("update_totals", "1");
  try {
    const answer = await fetch(form.action, { method: "POST", body: typed });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (number !== asked) return;
    sums.innerHTML = page.getElementById("sums").innerHTML;
    button.classList.remove("needed");
  } catch {
    if (number !== asked) return;
    button.classList.add("needed"); // what is shown is out of date; the button asks again
  }
  sums.removeAttribute("aria-busy");
}

if (button) for (const box of boxes) box.addEventListener("change", update);

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) return event.preventDefault();
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((each) => delete each.dataset.sent));

// What must be read first takes the focus, after the browser has gone to the form that was sent.
window.addEventListener("load", () => requestAnimationFrame(() => document.querySelector(".notice[role=alert]")?.focus()));
