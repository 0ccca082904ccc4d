// Keyboard for those who want it; every page works without this file.
// "/" or Ctrl K: search. "?": help. j, k: next and previous row. Enter opens, as links do.
// The counts of my work and of notices follow the server while the page is looked at. No state is kept.
"use strict";
(() => {
  const typing = (element) =>
    element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
  const search = () => {
    const box = document.getElementById("search");
    if (box) { box.focus(); box.select(); }
    return Boolean(box);
  };
  const step = (by) => {
    const links = [...document.querySelectorAll("a.row-link")];
    if (links.length === 0) return false;
    const now = links.indexOf(document.activeElement);
    const next = now < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(now + by, 0), links.length - 1);
    links[next].focus();
    links[next].scrollIntoView({ block: "nearest" });
    return true;
  };
  const help = () => {
    const box = document.getElementById("help");
    if (!box || !box.togglePopover) return false;
    box.togglePopover();
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return;
    if (event.ctrlKey) {
      if (event.key.toLowerCase() === "k" && search()) event.preventDefault();
      return;
    }
    if (typing(event.target)) return;
    const done = { "/": search, "?": help, j: () => step(1), k: () => step(-1) }[event.key]?.();
    if (done) event.preventDefault();
  });
  // The list of errors on top of a form takes the focus, so that a screen reader begins there.
  document.getElementById("problems")?.focus();
  const count = (href, text) => {
    const link = document.querySelector(`nav a[href="${href}"]`);
    if (!link) return;
    let box = link.querySelector(".waiting");
    if (!box) { box = document.createElement("span"); box.className = "waiting"; link.append(box); }
    box.textContent = text;
  };
  // One stream, and only of the page in front: a browser opens few connections to one server.
  let stream;
  const follow = () => {
    if (document.visibilityState !== "visible") { stream?.close(); stream = undefined; return; }
    if (stream || !window.EventSource || !document.body.classList.contains("signed-in")) return;
    stream = new EventSource("/theo-doi");
    stream.onmessage = (event) => {
      const told = JSON.parse(event.data);
      count("/viec-cua-toi", told.waiting);
      count("/thong-bao", told.unread);
    };
  };
  document.addEventListener("visibilitychange", follow);
  follow();
  document.addEventListener("click", (event) => {
    if (event.target instanceof HTMLElement && event.target.matches("[data-print]")) window.print();
  });
})();
