// The pages are whole without this script; it keeps one's place when the language is switched and
// opens what a link points into.
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
