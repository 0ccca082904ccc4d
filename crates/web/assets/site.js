// Keyboard for those who want it; every page works without this file.
// "/" or Ctrl K: search. "?": help. j, k: next and previous row. Enter opens, as links do.
// What is typed into a form stays in this tab until it was recorded: a lost connection loses nothing.
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
  // A page that waits for something loads itself anew; without scripts the head of the page does.
  const refresh = Number(document.body.dataset.refresh);
  if (refresh > 0) setTimeout(() => location.reload(), refresh * 1000);
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
  const line = document.getElementById("line");
  const lost = () => { if (line) line.textContent = navigator.onLine ? "" : line.dataset.lost; };
  addEventListener("offline", lost);
  addEventListener("online", () => { if (line?.textContent) line.textContent = line.dataset.back; });
  // Long lists of boxes are filtered by a few letters; Enter ticks the first that fits.
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().trim();
  for (const list of document.querySelectorAll(".many[data-filter]")) {
    const ticks = [...list.querySelectorAll(".tick")];
    const count = list.closest("details").querySelector(".fold-count");
    const chosen = () => {
      const n = ticks.filter((tick) => tick.firstElementChild.checked).length;
      count.textContent = n > 0 ? `${count.dataset.chosen}: ${n}` : "";
    };
    const box = document.createElement("input");
    Object.assign(box, { type: "search", className: "many-filter", placeholder: list.dataset.filter, ariaLabel: list.dataset.filter, autocomplete: "off" });
    const filter = () => {
      const words = folded(box.value).split(/\s+/);
      for (const tick of ticks) { const text = folded(tick.textContent); tick.hidden = !words.every((word) => text.includes(word)); }
      for (const group of list.querySelectorAll(".many-group")) group.hidden = !group.querySelector(".tick:not([hidden])");
    };
    box.addEventListener("input", (event) => { event.stopPropagation(); filter(); });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      const first = box.value.trim() && ticks.find((tick) => !tick.hidden);
      if (!first) return;
      first.firstElementChild.click();
      box.value = "";
      filter();
    });
    list.prepend(box);
    list.addEventListener("change", chosen);
    chosen();
  }
  // A picture wider than the screen opens where its process begins.
  for (const begins of document.querySelectorAll(".map-begins")) {
    const [view, at] = [begins.closest(".scroll"), begins.getBoundingClientRect()];
    const middle = view.getBoundingClientRect().left + view.clientWidth / 2;
    view.scrollLeft += at.left + at.width / 2 - middle;
  }
  // A draft belongs to one person and one form; whoever signs out leaves none.
  const me = document.querySelector(".me-who b")?.textContent;
  const keyOf = (form) => `draft ${me} ${new URL(form.action).pathname}`;
  const fieldsOf = (form) => [...form.elements].filter((f) => f.name && !/^(hidden|file|password|submit|button)$/.test(f.type));
  const valueOf = (field) => field.type === "checkbox" ? field.checked : field.type === "select-multiple" ? [...field.selectedOptions].map((o) => o.value) : field.value;
  const kept = (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
  const keep = (form, sent) => {
    const values = fieldsOf(form).map((field) => [field.name, valueOf(field)]);
    try { sessionStorage.setItem(keyOf(form), JSON.stringify({ sent, values })); } catch { /* full or forbidden: nothing is kept */ }
  };
  const forms = me ? [...document.querySelectorAll('main form[method="post"]:not([data-forgets])')].filter((f) => f.querySelector("textarea, input[type=text], input[type=date]")) : [];
  if (document.querySelector(".notice-done")) {
    for (const key of Object.keys(sessionStorage)) if (kept(key)?.sent) sessionStorage.removeItem(key);
  }
  for (const form of forms) {
    const draft = kept(keyOf(form));
    const fields = fieldsOf(form);
    const differs = draft?.values?.length === fields.length && fields.some((f, i) => f.name === draft.values[i][0] && String(valueOf(f)) !== String(draft.values[i][1]));
    if (differs) {
      const offer = document.getElementById("draft").content.firstElementChild.cloneNode(true);
      offer.addEventListener("click", (event) => {
        const way = event.target.dataset?.draft;
        if (!way) return;
        if (way === "drop") sessionStorage.removeItem(keyOf(form));
        else fields.forEach((f, i) => {
          const value = draft.values[i][1];
          if (f.type === "checkbox") f.checked = value;
          else if (f.type === "select-multiple") for (const o of f.options) o.selected = value.includes(o.value);
          else f.value = value;
        });
        offer.remove();
        fields[0]?.focus();
      });
      form.prepend(offer);
      const box = form.closest("details");
      if (box) box.open = true;
    }
    form.addEventListener("input", () => keep(form, false));
    form.addEventListener("submit", (event) => {
      keep(form, true);
      if (!navigator.onLine) { event.preventDefault(); lost(); line?.scrollIntoView({ block: "nearest" }); }
    });
  }
  document.querySelector('form[action="/dang-xuat"]')?.addEventListener("submit", () => sessionStorage.clear());
  document.addEventListener("click", (event) => {
    if (event.target instanceof HTMLElement && event.target.matches("[data-print]")) window.print();
  });
})();
