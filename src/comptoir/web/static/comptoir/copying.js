// A button that copies what stands in a field. Without this file, the field is selected and copied by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.querySelector(button.dataset.copy);
  const words = button.querySelector("span");
  const before = words.textContent;
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Not over plain http, except on this very machine.
      field.select();
      document.execCommand("copy");
    }
    words.textContent = button.dataset.said;
    setTimeout(() => (words.textContent = before), 2500);
  });
}
