// How does the cockpit stay up to date, and how does a click become an action?
(function () {
  "use strict";

  const EVERY = 2500;
  const board = document.getElementById("board"), form = document.getElementById("act");
  const stamp = document.getElementById("stamp"), answer = document.getElementById("answer");
  const target = document.getElementById("target"), whole = document.getElementById("whole");
  const reveal = document.getElementById("reveal").dataset.reveal;
  let chosen = {}, shown = "", asking = false;

  async function look() {
    if (asking) return;
    asking = true;
    try {
      const said = await fetch(location.pathname + "/board?reveal=" + reveal, { redirect: "manual" });
      if (said.type === "opaqueredirect") { location.reload(); return; }
      if (!said.ok) throw new Error(said.status);
      const html = await said.text();
      if (html !== shown && !board.contains(document.activeElement)) put(html);
      stamp.textContent = "updated " + new Date().toLocaleTimeString();
      stamp.className = "";
    } catch (error) {
      stamp.textContent = "no answer from the server";
      stamp.className = "lost";
    } finally {
      asking = false;
    }
  }

  function put(html) {
    const scroll = board.querySelector(".scroll"), left = scroll ? scroll.scrollLeft : 0;
    shown = html;
    board.innerHTML = html;
    const after = board.querySelector(".scroll");
    if (after) after.scrollLeft = left;
    mark();
  }

  function mark() {
    board.querySelectorAll("[data-slot], [data-person]").forEach((one) => {
      const on = one.dataset.slot === chosen.slot && one.dataset.person === chosen.participant;
      one.setAttribute("aria-pressed", String(Boolean(chosen.name) && on));
    });
    target.textContent = chosen.name || target.dataset.whole;
    whole.hidden = !chosen.name;
    form.querySelectorAll("[data-not]").forEach((one) => { one.disabled = Boolean(chosen.participant); });
    form.querySelectorAll("[data-only]").forEach((one) => { one.disabled = !chosen.participant; });
  }

  board.addEventListener("click", (event) => {
    const one = event.target.closest("[data-slot], [data-person]");
    if (!one) return;
    const person = one.dataset.person;
    chosen = person
      ? { participant: person, name: one.dataset.name }
      : { slot: one.dataset.slot, name: "group " + one.dataset.slot };
    one.blur();
    mark();
  });

  whole.addEventListener("click", () => { chosen = {}; mark(); });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = new FormData(form);
    fields.set("action", event.submitter.value);
    fields.set("slot", chosen.slot || "");
    fields.set("participant", chosen.participant || "");
    event.submitter.disabled = true;
    try {
      const said = await fetch(form.getAttribute("action"), {
        method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" },
      });
      const told = said.status === 403 ? { refused: await said.text() } : await said.json();
      answer.textContent = told.said || told.refused;
      answer.className = told.said ? "said" : "refused";
      if (told.said) {
        form.elements.text.value = "";
        form.elements.sure.checked = false;
      }
    } catch (error) {
      answer.textContent = "The server did not answer; look whether it was done before you try again.";
      answer.className = "refused";
    }
    event.submitter.disabled = false;
    mark();
    look();
  });

  mark();
  look();
  setInterval(look, EVERY);
})();
