// In the table of contributions Enter goes to the next row, and from the last one hands it in. What
// was typed survives a reload: it stays in this tab, and leaves with it.
"use strict";

const rows = [...document.querySelectorAll(".schedule input")];
const place = `table ${location.pathname}`;

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(place)) || {};
  } catch {
    return {};
  }
}

function keep() {
  try {
    sessionStorage.setItem(place, JSON.stringify(Object.fromEntries(rows.map((r) => [r.name, r.value]))));
  } catch {
    // A browser that stores nothing: the page works all the same.
  }
}

function follow(event, next) {
  if (event.key === "Enter" && next) {
    event.preventDefault();
    next.focus();
    next.select();
  }
}

const before = kept();
rows.forEach((row, number) => {
  if (!row.value && before[row.name]) row.value = before[row.name];
  row.addEventListener("input", keep);
  row.addEventListener("keydown", (event) => follow(event, rows[number + 1]));
});
