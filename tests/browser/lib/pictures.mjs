// Pictures of the pages for docs/screenshots, at desktop and phone width, from a demonstration that runs:
//   BASE=http://127.0.0.1:8080 node tests/browser/lib/pictures.mjs docs/screenshots
// Run by hand after a page has changed; people look at them, no test compares them. CHROMIUM names the browser.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const base = process.env.BASE ?? "http://127.0.0.1:8080";
const folder = process.argv[2] ?? "docs/screenshots";
const widths = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };

// Who looks, at which address, and what the picture is called. A second address is the first link of that kind on the page.
const pictures = [
  ["chairman", "/", "home-chairman"],
  ["chairman", "/dieu-hanh", "leaders-board"],
  ["chief", "/", "home-chief-of-office"],
  ["chief", "/viec-cua-toi", "my-work"],
  ["chief", "/thong-bao", "notices"],
  ["chief", "/so/task", "register-of-tasks"],
  ["chief", "/so/task?xem=bang", "register-as-board"],
  ["chief", "/so/task?xem=lich&ngay=2023-12-15", "register-as-calendar"],
  ["chief", "/so/task?tinh-trang=qua-han&xep=han", "case-page", "table.list a.row-link"],
  ["chief", "/so/dossier", "dossier-page", "table.list a.row-link"],
  ["chief", "/tim?q=du+toan", "search"],
  ["chief", "/don-doc", "urging"],
  ["chief", "/ket-luan", "conclusions-of-a-meeting"],
  ["chief", "/bao-cao/nam/2023", "annual-report"],
  ["chief", "/bao-cao/bieu/ii06a?ky=2023", "form-ii06a"],
  ["chief", "/bao-cao/bieu/tasks?ky=2023", "tasks-by-unit"],
  ["chief", "/bao-cao/nam/2023", "records-behind-a-figure", "main a[href*='/so-lieu/']"],
  ["chief", "/bao-cao/phat-hanh", "issued-reports"],
  ["chief", "/quy-trinh", "process-map"],
  ["clerk", "/", "home-clerk"],
  ["clerk", "/so/incoming_document/moi/register", "form-registering-a-document"],
  ["one-stop", "/", "home-one-stop-officer"],
  ["centre-director", "/", "home-centre-director"],
  ["focal-stc", "/", "home-focal-point"],
  ["admin", "/quan-tri", "administration"],
  ["admin", "/quan-tri/nguoi", "administration-people"],
  ["admin", "/quan-tri/don-vi", "administration-units"],
  ["admin", "/quan-tri/lich", "administration-days-off"],
  ["admin", "/quan-tri/danh-muc", "catalogue"],
  ["admin", "/quan-tri/danh-muc/task", "catalogue-of-tasks"],
  ["admin", "/quan-tri/tinh-trang", "health"],
  ["admin", "/quan-tri/su-co", "what-is-wrong"],
  ["admin", "/quan-tri/chuyen-du-lieu", "moving-in"],
];

async function signIn(page, role) {
  await page.context().clearCookies();
  await page.goto(`${base}/dang-nhap`);
  await page.locator(`button[name=role][value^="${role}"]`).first().click();
  await page.waitForURL(`${base}/`);
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const [width, viewport] of Object.entries(widths)) {
  const context = await browser.newContext({ viewport, locale: "vi-VN", reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${base}/dang-nhap`);
  await page.screenshot({ path: join(folder, `sign-in-${width}.png`) });
  let who = "";
  for (const [role, path, name, link] of pictures) {
    if (role !== who) await signIn(page, role);
    who = role;
    let answer = await page.goto(base + path);
    if (link) answer = await page.goto(await page.locator(link).first().evaluate((element) => element.href));
    if (answer.ok()) await page.screenshot({ path: join(folder, `${name}-${width}.png`) });
    else console.error(`${name}: ${path} answers ${answer.status()}`);
  }
  await context.close();
}
await browser.close();
