// The pages are whole without this script; it keeps one's place when the language is switched,
// opens what a link points into, and filters the dictionary.
"use strict";

const change = document.querySelector("[data-keep-place]");
change.addEventListener("click", () => { change.hash = location.hash; });

function openTarget() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  if (target) target.scrollIntoView();
}
addEventListener("hashchange", openTarget);
openTarget();

const search = document.getElementById("search");
if (search) {
  const tables = [...document.querySelectorAll("details.dictionary")];
  const said = document.getElementById("found");
  const rows = tables.map((table) => [table, table.querySelector("summary").textContent.toLowerCase(),
    [...table.querySelectorAll("tbody tr")].map((row) => [row, row.textContent.toLowerCase()])]);
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (text) => words.every((word) => text.includes(word));
    let found = 0;
    for (const [table, name, columns] of rows) {
      const whole = words.length && fits(name);
      let some = false;
      for (const [row, text] of columns) {
        row.hidden = words.length > 0 && !whole && !fits(name + " " + text);
        if (!row.hidden) { some = true; found += 1; }
      }
      table.hidden = words.length > 0 && !some;
      table.open = words.length > 0 && some && !whole;
    }
    said.textContent = words.length ? said.dataset.text.replace("{n}", found) : "";
  });
}
