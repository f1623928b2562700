// Checking a reading: a task and its words in the source light up together, and words selected in
// the source can be put into a form. Everything can be done without this script as well.
(function () {
  "use strict";
  const source = document.querySelector("[data-source]");
  if (!source) return;

  function nameOf(target) {
    const part = target.closest && target.closest("[data-task], [data-card]");
    return part ? part.dataset.task || part.dataset.card : null;
  }
  function light(name, on) {
    for (const part of document.querySelectorAll("[data-task], [data-card]")) {
      if (nameOf(part) === name) part.classList.toggle("is-chosen", on);
    }
  }
  for (const [kind, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(kind, function (event) {
      const name = nameOf(event.target);
      if (name !== null) light(name, on);
    });
  }

  // Places count Unicode code points, as the server does, not the browser's UTF-16 units.
  function placeOf(node, offset) {
    const range = document.createRange();
    range.setStart(source, 0);
    range.setEnd(node, offset);
    return Number(source.querySelector("[data-start]").dataset.start) + Array.from(range.toString()).length;
  }
  const buttons = document.querySelectorAll("[data-use]");
  let selected = null;
  document.addEventListener("selectionchange", function () {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!source.contains(range.startContainer) || !source.contains(range.endContainer)) return;
    selected = {
      start: placeOf(range.startContainer, range.startOffset),
      end: placeOf(range.endContainer, range.endOffset),
      words: range.toString().replace(/\s+/g, " ").trim(),
    };
    for (const button of buttons) button.disabled = false;
  });
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", function () {
      if (button.dataset.use === "words") {
        const field = button.form.elements[button.dataset.into];
        field.value = (field.value.trimEnd() + "\n" + selected.words).trim();
      } else {
        for (const field of button.form.querySelectorAll("[data-fill]")) {
          field.value = selected[field.dataset.fill];
        }
      }
    });
  }
  // A marked stretch is a link; selecting inside it must not follow it.
  source.addEventListener("click", function (event) {
    const selection = document.getSelection();
    if (selection && !selection.isCollapsed && source.contains(selection.anchorNode)) event.preventDefault();
  });
})();
