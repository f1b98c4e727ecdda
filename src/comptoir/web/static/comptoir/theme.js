// The theme changes at once; the cookie tells the server to send it that way next time.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const theme = event.submitter.value;
  const life = theme === "auto" ? "max-age=0" : "max-age=31536000";
  document.cookie = `theme=${theme};path=/;SameSite=Lax;${life}`;
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const choice of document.querySelectorAll("[data-theme-form] [name=theme]")) {
    choice.setAttribute(choice.hasAttribute("role") ? "aria-checked" : "aria-pressed", String(choice.value === theme));
  }
}, true);
