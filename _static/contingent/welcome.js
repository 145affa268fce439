// Who is at the door of the room? The label is checked before anybody is sent on.
(function () {
  "use strict";

  const form = document.getElementById("welcome");
  const label = document.getElementById("participant_label");
  const query = new URLSearchParams(location.search);

  if (label) label.value = query.get("participant_label") || "";

  function tell(id) {
    ["unknown", "unanswered"].forEach((one) => {
      document.getElementById(one).hidden = one !== id;
    });
    if (label) label.setAttribute("aria-invalid", String(id === "unknown"));
  }

  async function check() {
    const answer = await fetch(location.pathname, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(Object.fromEntries(query)),
    });
    return (await answer.json()).status === "ok";
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (label) query.set("participant_label", label.value.trim());
    let known = null;
    try { known = await check(); } catch (error) { return tell("unanswered"); }
    if (!known) return tell("unknown");
    query.set("welcome_page_ok", "1");
    location.search = query.toString();
  });
})();
