// Notes: Ctrl and Enter send what is being written.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form.new-note");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});

// Files: sent as soon as they are chosen, or dropped anywhere on the page while their tab is open.
const MEGABYTE = 1024 * 1024;
const MOST_FILES = 100;

document.addEventListener("change", (event) => {
  const form = event.target.closest?.(".add-files");
  if (form && event.target.files?.length) send(form, [...event.target.files]);
});

function zone(event) {
  if (!event.dataTransfer?.types.includes("Files") || document.querySelector("dialog[open]")) return null;
  return document.querySelector("[data-drop-files]");
}

document.addEventListener("dragover", (event) => {
  const tab = zone(event);
  if (!tab) return;
  event.preventDefault();
  tab.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => {
  // Only when the pointer leaves the window is there nothing that it enters.
  if (!event.relatedTarget) document.querySelector(".dropping")?.classList.remove("dropping");
});
document.addEventListener("drop", (event) => {
  const tab = zone(event);
  if (!tab) return;
  event.preventDefault();
  tab.classList.remove("dropping");
  // A folder looks like a file that cannot be read.
  const items = [...event.dataTransfer.items].filter((item) => item.kind === "file" && !item.webkitGetAsEntry?.()?.isDirectory);
  const files = items.map((item) => item.getAsFile()).filter(Boolean);
  const form = tab.querySelector(".add-files");
  if (files.length && !form.hasAttribute("aria-busy")) send(form, files);
});

// What is too large is not sent: its name alone is, so that the answer says what became of every file.
function send(form, files) {
  const fits = new DataTransfer();
  let room = (form.dataset.most - 1) * MEGABYTE;
  for (const file of files) {
    if (file.size > form.dataset.largest * MEGABYTE) leaveOut(form, "too_large", file);
    else if (file.size > room || fits.files.length === MOST_FILES) leaveOut(form, "too_much", file);
    else {
      room -= file.size;
      fits.items.add(file);
    }
  }
  form.querySelector("[type=file]").files = fits.files;
  form.setAttribute("aria-busy", "true");
  form.requestSubmit();
}

function leaveOut(form, why, file) {
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: why, value: file.name }));
}

document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = event.target.matches?.(".add-files") && event.target.querySelector("progress");
  if (!bar || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.value = event.detail.loaded / event.detail.total;
});
// When nothing came through, the same form can be tried again.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.(".add-files");
  if (!form || event.detail.successful) return;
  form.removeAttribute("aria-busy");
  form.querySelectorAll("[name=too_large], [name=too_much]").forEach((field) => field.remove());
  form.querySelector("[type=file]").value = "";
  form.querySelector("progress").hidden = true;
});
