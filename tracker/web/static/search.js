// Suggestions while a query is typed, and keys that move between results. Without this script
// the box and the links do all the same.
(function () {
  "use strict";

  const PAUSE = 150; // milliseconds without a key before the server is asked
  let boxes = 0;

  function suggestFor(box) {
    const list = document.createElement("ul");
    const told = document.createElement("span");
    const id = "suggestions-" + ++boxes;
    let items = [];
    let active = -1;
    let timer = null;
    let asking = null;

    list.id = id;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.dataset.suggestName);
    told.className = "visually-hidden";
    told.setAttribute("role", "status");
    box.after(list, told);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-haspopup", "listbox");
    box.setAttribute("aria-expanded", "false");
    box.setAttribute("aria-controls", id);

    function close() {
      clearTimeout(timer);
      if (asking) asking.abort();
      list.hidden = true;
      items = [];
      told.textContent = "";
      box.setAttribute("aria-expanded", "false");
      light(-1);
    }

    function light(place) {
      active = place;
      Array.from(list.children).forEach(function (option, number) {
        option.setAttribute("aria-selected", String(number === place));
        if (number === place) option.scrollIntoView({ block: "nearest" });
      });
      if (place < 0) box.removeAttribute("aria-activedescendant");
      else box.setAttribute("aria-activedescendant", id + "-" + place);
    }

    function option(item, number) {
      const row = document.createElement("li");
      const label = document.createElement("span");
      const note = document.createElement("span");
      row.id = id + "-" + number;
      row.setAttribute("role", "option");
      label.textContent = item.label;
      note.textContent = item.note;
      note.className = "note";
      row.append(label, note);
      row.addEventListener("mousedown", function (event) {
        event.preventDefault(); // the box keeps the focus
      });
      row.addEventListener("click", function () {
        choose(number);
      });
      return row;
    }

    function show(found) {
      items = found;
      list.replaceChildren(...found.map(option));
      list.hidden = !found.length;
      box.setAttribute("aria-expanded", String(found.length > 0));
      told.textContent = found.length ? box.dataset.suggestWords.replace("{n}", found.length) : "";
      light(-1);
    }

    function choose(number) {
      const item = items[number];
      if (item.address) {
        location.assign(item.address);
        return;
      }
      box.value = item.query;
      close();
      // A filter that still wants its value goes on being typed.
      if (item.query.endsWith(":")) ask();
      else box.form.requestSubmit();
    }

    function ask() {
      clearTimeout(timer);
      if (asking) asking.abort();
      const typed = box.value;
      if (!typed.trim()) {
        close();
        return;
      }
      timer = setTimeout(function () {
        asking = new AbortController();
        fetch(box.dataset.suggest + "?q=" + encodeURIComponent(typed), {
          signal: asking.signal,
          headers: { Accept: "application/json" },
        })
          .then(function (answer) {
            return answer.ok && !answer.redirected ? answer.json() : [];
          })
          .then(function (found) {
            if (document.activeElement === box && box.value === typed) show(found);
          })
          .catch(function () {
            // Given up for a newer question, or the server is away: the box works without.
          });
      }, PAUSE);
    }

    box.addEventListener("input", ask);
    box.addEventListener("blur", close);
    box.addEventListener("keydown", function (event) {
      if (event.isComposing) return; // the keys belong to what types the tone marks
      const last = items.length - 1;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (last < 0) ask();
        else if (event.key === "ArrowDown") light(active < last ? active + 1 : -1);
        else light(active < 0 ? last : active - 1);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        choose(active);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      }
    });
  }

  document.querySelectorAll("[data-suggest]").forEach(suggestFor);

  // Single keys can be turned off, for those whose voice or hand types them by mistake.
  const OFF = "search-keys-off";
  function off() {
    return localStorage.getItem(OFF) === "1";
  }
  document.querySelectorAll("[data-keys]").forEach(function (button) {
    function say() {
      button.textContent = off() ? button.dataset.on : button.dataset.off;
    }
    button.hidden = false;
    button.addEventListener("click", function () {
      if (off()) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
      say();
    });
    say();
  });

  function results() {
    return Array.from(document.querySelectorAll("[data-result]"));
  }
  function move(step) {
    const links = results();
    const here = links.indexOf(document.activeElement);
    const next = links[here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step];
    if (!next) return;
    next.focus();
    next.closest("article").scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const field = event.target.closest("input, textarea, select, [contenteditable]");
    if (field) return;
    const among = document.activeElement.matches("[data-result]");
    if (among && event.key === "ArrowDown") move(1);
    else if (among && event.key === "ArrowUp") move(-1);
    else if (off()) return;
    else if (event.key === "j" && results().length) move(1);
    else if (event.key === "k" && results().length) move(-1);
    else if (event.key === "/") {
      const box = document.querySelector("[data-suggest]");
      if (!box) return;
      box.focus();
      box.select();
    } else return;
    event.preventDefault();
  });
})();
