// Checking a reading: a task and its words in the source light up together, and words selected in
// the source can be put into a form. Everything can be done without this script as well.
(function () {
  "use strict";
  const source = document.querySelector("[data-source]");
  if (!source) return;

  // What the pointer is on and what the keyboard is on are both lit.
  const lit = { pointer: null, keyboard: null };
  function nameOf(target) {
    const part = target && target.closest && target.closest("[data-task], [data-card]");
    return part ? part.dataset.task || part.dataset.card : null;
  }
  function light(device, name) {
    lit[device] = name;
    for (const part of document.querySelectorAll("[data-task], [data-card]")) {
      const own = part.dataset.task || part.dataset.card;
      part.classList.toggle("is-chosen", own === lit.pointer || own === lit.keyboard);
    }
  }
  document.addEventListener("mouseover", function (event) {
    const name = nameOf(event.target);
    if (name !== lit.pointer) light("pointer", name);
  });
  document.addEventListener("focusin", function (event) {
    light("keyboard", nameOf(event.target));
  });

  function somethingSelected() {
    const selection = document.getSelection();
    return selection && !selection.isCollapsed && source.contains(selection.anchorNode);
  }
  source.addEventListener("click", function (event) {
    const words = event.target.closest("mark[data-task]");
    const sign = words && document.getElementById("s-" + words.dataset.task);
    if (!sign || somethingSelected()) return;
    sign.focus({ preventScroll: true });
    sign.click();
  });

  // Places count Unicode code points, as the server does, not the browser's UTF-16 units.
  function placeOf(node, offset) {
    const range = document.createRange();
    range.setStart(source, 0);
    range.setEnd(node, offset);
    const first = source.querySelector("[data-start]");
    return Number(first.dataset.start) + Array.from(range.toString()).length;
  }
  const buttons = document.querySelectorAll("[data-use]");
  let selected = null;
  document.addEventListener("selectionchange", function () {
    if (!somethingSelected()) return;
    const range = document.getSelection().getRangeAt(0);
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
})();
