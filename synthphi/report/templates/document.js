"use strict";
// Every element of a value has its number in data-v; a box that stands for several values has all of theirs.
(() => {
  const about = document.getElementById("about");
  const hint = [...about.childNodes];
  const numbers = element => element.dataset.v.split(" ");
  const of = (list, within = "") => list.flatMap(n => [...document.querySelectorAll(`${within} [data-v~="${n}"]`)]);
  let kept = null;

  const piece = (name, ...children) => {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  };

  const tell = list => {
    const cells = [...document.getElementById(`v${list[0]}`).cells];
    const [value, label, phi, owner] = cells.map(cell => cell.textContent.trim().replace(/\s+/g, " "));
    const facts = piece("p", piece("b", value), piece("span", piece("b", label)), piece("span", phi),
      piece("span", `owner: ${owner}`),
      piece("span", "surface: ", ...cells[4].cloneNode(true).childNodes));
    facts.className = "facts";
    about.replaceChildren(facts, cells[5].firstElementChild.cloneNode(true));
    if (list.length > 1) {
      const more = piece("p", `This box stands for ${list.length} values.`);
      more.className = "soft";
      about.append(more);
    }
  };

  const light = list => {
    document.querySelectorAll(".on").forEach(element => element.classList.remove("on"));
    if (list) {
      of(list).forEach(element => element.classList.add("on"));
      tell(list);
    } else {
      about.replaceChildren(...hint);
    }
  };

  // Bring an element into sight within its pane, without moving the page.
  const reveal = element => {
    const pane = element.closest(".pane");
    const inner = element.getBoundingClientRect(), outer = pane.getBoundingClientRect();
    if (pane.scrollHeight <= pane.clientHeight + 1 || getComputedStyle(pane).overflowY === "visible") return;
    if (inner.top < outer.top + 20 || inner.bottom > outer.bottom - 120) {
      pane.scrollBy({top: inner.top - outer.top - outer.height / 3});
    }
  };
  const revealOthers = element => {
    const own = element.closest(".pane");
    for (const id of ["pages", "text"]) {
      const other = of(numbers(element), `#${id}`)[0];
      if (other && other.closest(".pane") !== own) reveal(other);
    }
  };

  const target = event => event.target.closest("[data-v]");
  document.addEventListener("pointerover", event => { const at = target(event); if (at) light(numbers(at)); });
  document.addEventListener("pointerout", event => { if (target(event)) light(kept); });
  document.addEventListener("focusin", event => {
    const at = target(event);
    if (!at) return;
    light(numbers(at));
    if (event.target.matches(":focus-visible")) revealOthers(at);
  });
  document.addEventListener("focusout", event => { if (target(event)) light(kept); });
  document.addEventListener("click", event => {
    const at = target(event);
    if (!at) {
      if (!event.target.closest("#about")) light(kept = null);
      return;
    }
    light(kept = numbers(at));
    if (at.closest(".pane")) event.preventDefault();
    if (at.closest(".pane") || event.target.closest("a")) revealOthers(at);
  });
  document.addEventListener("keydown", event => { if (event.key === "Escape") light(kept = null); });
})();
