// The review page: a task and its words in the source light up together, and a selection in the
// source fills the fields that ask for places. Everything works without this script as well.
(function () {
  "use strict";
  const source = document.querySelector("[data-source]");
  if (!source) return;

  function light(task, on) {
    for (const part of document.querySelectorAll("[data-task], [data-card]")) {
      if ((part.dataset.task || part.dataset.card) === task) part.classList.toggle("is-chosen", on);
    }
  }
  for (const event of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(event[0], function (happened) {
      const part = happened.target.closest("[data-task], [data-card]");
      if (part) light(part.dataset.task || part.dataset.card, event[1]);
    });
  }

  // Places count Unicode code points, as the server does, not the browser's UTF-16 units.
  function placeOf(node, offset) {
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!piece || !source.contains(piece)) return null;
    const range = document.createRange();
    range.selectNodeContents(piece);
    range.setEnd(node, offset);
    return Number(piece.dataset.start) + Array.from(range.toString()).length;
  }
  let active = null;
  document.addEventListener("focusin", function (happened) {
    const form = happened.target.closest("form");
    if (form && form.querySelector("[data-fill]")) active = form;
  });
  document.addEventListener("selectionchange", function () {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const places = {
      start: placeOf(range.startContainer, range.startOffset),
      end: placeOf(range.endContainer, range.endOffset),
    };
    if (places.start === null || places.end === null) return;
    const form = active || document.querySelector("#add-task") || document;
    for (const field of form.querySelectorAll("[data-fill]")) field.value = places[field.dataset.fill];
  });
})();
