// A button that copies what a field holds; without scripts the field is selected by hand.
const SAID = 2500;

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const words = button.querySelector("[data-words]");
  const before = words.textContent;
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // on a page without TLS the clipboard is closed to scripts
    }
    words.textContent = button.dataset.copied;
    setTimeout(() => (words.textContent = before), SAID);
  });
}
