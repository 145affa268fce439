// When does the waiting room let people in? As soon as the server says so, over its socket.
(function () {
  "use strict";

  const AGAIN_AFTER = 2000;

  function listen() {
    const address = new URL(document.getElementById("room").dataset.socket, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    socket.onmessage = (event) => { if (!JSON.parse(event.data).error) location.reload(); };
    socket.onclose = later;
  }

  function later() {
    setTimeout(back, AGAIN_AFTER * (1 + Math.random()));
  }

  // The session may have begun while nobody listened; a page is asked for only of a server that is there.
  async function back() {
    try {
      await fetch("/static/contingent/room.js", { cache: "no-store" });
      location.reload();
    } catch (error) {
      later();
    }
  }

  listen();
})();
