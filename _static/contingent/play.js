// How does the browser show the server's screens and bring back what its member chose?
// docs/protocol.md describes the messages; every number on a screen comes from the server.
(function () {
  "use strict";

  const ANSWER_WITHIN = 10000, PING_EVERY = 15000, AGAIN_AFTER = 1000, SAVED_FOR = 3000;
  const ELSEWHERE = 4409, UNKNOWN = 4404, REPLACED = 4429;
  const RETRY = ["again", "too_fast"];

  const code = document.getElementById("screen").dataset.code;
  const banner = document.getElementById("connection");
  const told = document.getElementById("banner");
  const store = "contingent." + code;
  const tab = Array.from(crypto.getRandomValues(new Uint8Array(6)), (b) => b.toString(16)).join("");

  let socket = null, counter = 0, failures = 0, silences = 0, wasLost = false;
  let shown = "", deadline = null, absent = false;
  let answerTimer = null, againTimer = null;

  // The choice that is on its way; it outlives a reload, and is sent until it is acknowledged.
  let pending = JSON.parse(sessionStorage.getItem(store) || "null");

  function keep(message) {
    pending = message;
    if (message) sessionStorage.setItem(store, JSON.stringify(message));
    else sessionStorage.removeItem(store);
  }

  function send(message) {
    if (!socket || socket.readyState !== WebSocket.OPEN) return;
    socket.send(JSON.stringify(message));
    if (!answerTimer) answerTimer = setTimeout(unanswered, ANSWER_WITHIN);
  }

  function ask(what) {
    counter += 1;
    send({ do: what, id: tab + "-" + counter });
  }

  function unanswered() {
    answerTimer = null;
    silences += 1;
    if (silences > 1) location.reload();
    else if (socket) drop(socket);
  }

  function connect() {
    const address = new URL("/game/" + code, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const mine = new WebSocket(address);
    socket = mine;
    mine.onmessage = (event) => { if (socket === mine) receive(JSON.parse(event.data)); };
    mine.onclose = (event) => { if (socket === mine) closed(event.code); };
    mine.onopen = () => { if (pending) send(pending); };
  }

  function drop(old) {
    socket = null;
    old.close();
    closed(0);
  }

  function closed(reason) {
    clearTimeout(answerTimer);
    answerTimer = null;
    socket = null;
    say(banner.dataset.lost);
    wasLost = true;
    if (reason === UNKNOWN || reason === REPLACED) return;
    failures += 1;
    const wait = Math.min(8000, 250 * 2 ** failures) * (0.5 + Math.random());
    setTimeout(reason === ELSEWHERE ? () => location.reload() : connect, wait);
  }

  function say(text) {
    banner.textContent = text;
    banner.hidden = !text;
  }

  function receive(frame) {
    failures = 0;
    silences = 0;
    clearTimeout(answerTimer);
    answerTimer = null;
    frame.acks.forEach(settle);
    if (frame.screen !== null) {
      absent = frame.absent;
      deadline = frame.seconds === null ? null : performance.now() + 1000 * frame.seconds;
      if (told.textContent !== frame.banner) told.textContent = frame.banner;
      told.hidden = !frame.banner;
      show(frame.screen);
    }
    if (wasLost && !pending) {
      wasLost = false;
      say(banner.dataset.saved);
      setTimeout(() => { if (!wasLost) say(""); }, SAVED_FOR);
    }
  }

  function settle(ack) {
    if (!pending || ack.id !== pending.id) return;
    if (RETRY.includes(ack.refused)) {
      clearTimeout(againTimer);
      againTimer = setTimeout(() => { if (pending) send(pending); }, AGAIN_AFTER);
      return;
    }
    // What was refused stays to be mended, before what has been typed since.
    const kept = pending.do === "say" && ack.refused !== null && pending.fields.text;
    const line = kept && document.getElementById("text");
    if (line) line.value = (kept + " " + line.value).trim();
    keep(null);
    freeze(false);
  }

  function show(html) {
    if (html === shown) return;
    shown = html;
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const before = document.getElementById("screen"), after = holder.content.firstElementChild;
    const same = ["stage", "round", "part"].every((key) => before.dataset[key] === after.dataset[key]);
    const writing = same && document.activeElement && document.activeElement.id === "text";
    if (same) carry(before, after);
    if (same) patch(before, after);
    else before.replaceWith(after);
    const screen = document.getElementById("screen");
    freeze(pending !== null);
    tick();
    toEnd(screen);
    const alarmed = screen.querySelector("[role=alert]") !== null;
    if (writing || (same && !alarmed)) return;
    screen.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  // A redrawn screen of the same moment keeps what its member has typed so far.
  function carry(before, after) {
    before.querySelectorAll(":is(input, select)[name]").forEach((old) => {
      const chosen = old.type === "radio";
      const value = chosen ? '[value="' + CSS.escape(old.value) + '"]' : "";
      const input = after.querySelector('[name="' + CSS.escape(old.name) + '"]' + value);
      if (input && chosen) input.checked = old.checked;
      else if (input) input.value = old.value;
    });
    const folds = after.querySelectorAll("details");
    before.querySelectorAll("details").forEach((old, place) => {
      if (folds[place] && old.open) folds[place].open = true;
    });
  }

  // What has not changed stays in place: taking the input away closes the keyboard of a phone, and
  // a log that is put there anew is not read out.
  function patch(old, now) {
    if (old.isEqualNode(now)) return;
    const alike = old.nodeType === 1 && old.nodeName === now.nodeName && old.id === now.id;
    if (!alike) return old.replaceWith(now);
    for (const one of Array.from(old.attributes)) {
      if (!now.hasAttribute(one.name)) old.removeAttribute(one.name);
    }
    for (const one of now.attributes) old.setAttribute(one.name, one.value);
    patchAll(old, Array.from(old.childNodes), Array.from(now.childNodes));
  }

  function patchAll(parent, olds, nows) {
    let next = null;
    while (olds.length && nows.length && olds[0].isEqualNode(nows[0])) { olds.shift(); nows.shift(); }
    while (olds.length && nows.length && olds.at(-1).isEqualNode(nows.at(-1))) {
      next = olds.pop();
      nows.pop();
    }
    if (olds.length === nows.length) return olds.forEach((one, place) => patch(one, nows[place]));
    const held = olds.findIndex((one) => one.contains(document.activeElement) || one.id === "lines");
    const same = held < 0 ? -1 : nows.findIndex((one) => namesake(one, olds[held]));
    if (same < 0) {
      nows.forEach((one) => parent.insertBefore(one, next));
      olds.forEach((one) => one.remove());
      return;
    }
    nows.slice(0, same).forEach((one) => parent.insertBefore(one, olds[held]));
    nows.slice(same + 1).reverse().forEach((one) => olds[held].after(one));
    olds.forEach((one, place) => { if (place !== held) one.remove(); });
    patch(olds[held], nows[same]);
  }

  function namesake(one, other) {
    return one.nodeName === other.nodeName && one.id === other.id && one.className === other.className;
  }

  function toEnd(screen) {
    const lines = screen.querySelector("#lines");
    if (lines && document.activeElement !== lines) lines.scrollTop = lines.scrollHeight;
  }

  // Whoever writes goes on writing while a line is on its way.
  function freeze(on) {
    const idle = on && pending !== null && pending.do === "say";
    document.querySelectorAll("#screen form :is(input, button, select)").forEach((one) => {
      one.disabled = on && !idle;
    });
  }

  function tick() {
    const left = deadline === null ? null : Math.max(0, Math.ceil((deadline - performance.now()) / 1000));
    const text = left === null ? "" : Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
    document.querySelectorAll("[data-clock]").forEach((one) => { one.textContent = text; });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target, what = form.dataset.do;
    if (!what) return;
    event.preventDefault();
    if (what === "leave") {
      freeze(true);
      document.getElementById("leave").submit();
      return;
    }
    const fields = Object.fromEntries(new FormData(form));
    const nothing = what === "say" && !fields.likes && !fields.text.trim() && !fields.cites;
    if (pending || nothing) return;
    const screen = document.getElementById("screen");
    counter += 1;
    keep({
      do: what,
      id: tab + "-" + counter,
      round: Number(screen.dataset.round),
      part: Number(screen.dataset.part),
      fields: fields,
    });
    if (what === "say") form.reset();
    freeze(true);
    send(pending);
  });

  // Sending a line leaves the keyboard of a phone open for the next one.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest(".send")) event.preventDefault();
  });

  // Messages in the session's language instead of the browser's.
  document.addEventListener("invalid", (event) => {
    const text = event.target.dataset.message;
    if (text) event.target.setCustomValidity(text);
  }, true);
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form) form.querySelectorAll("[data-message]").forEach((one) => one.setCustomValidity(""));
  });

  // Whoever the computer has replaced is back with the first touch.
  ["pointerdown", "keydown"].forEach((name) => document.addEventListener(name, () => {
    if (!absent) return;
    absent = false;
    ask("sync");
  }));

  window.addEventListener("offline", () => { if (socket) drop(socket); });
  window.addEventListener("online", () => { failures = 0; });
  window.addEventListener("pageshow", (event) => { if (event.persisted && !socket) connect(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") ask("ping");
  });

  setInterval(tick, 500);
  setInterval(() => ask("ping"), PING_EVERY);
  connect();
})();
