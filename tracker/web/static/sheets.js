// A file may be dragged onto the whole field; without this script it is chosen as ever.
"use strict";

for (const area of document.querySelectorAll("[data-drop]")) {
  const input = document.getElementById(area.dataset.drop);
  const mark = (on) => area.classList.toggle("sheet-drop-over", on);
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  area.addEventListener("dragleave", () => mark(false));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
}
