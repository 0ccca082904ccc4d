// The whole way in a real browser: sign in by role, register, case, moves, report, figure, records; at desk and phone
// width, with JavaScript and without. Fails on a page that scrolls sideways, on an error in the console, and on
// serious findings of axe. MINHBACH names the binary, CHROMIUM the browser; SHOTS=<dir> keeps pictures of the pages.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = createRequire(import.meta.url)("axe-core").source;
const binary = process.env.MINHBACH ?? "target/debug/minhbach";
const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const shots = process.env.SHOTS;
const READY_SECONDS_MAX = 240;

const problems = [];
const fail = (where, what) => {
  problems.push(`${where}: ${what}`);
  console.error(`FAILED ${where}: ${what}`);
};

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function startServer(port, data) {
  const args = ["demo", "--scale", "0.003", "--no-open", "--port", String(port), "--data", data];
  const child = spawn(binary, args, { stdio: ["ignore", "ignore", "pipe"] });
  let told = "";
  child.stderr.on("data", (bytes) => { told = (told + bytes).slice(-4000); });
  const base = `http://127.0.0.1:${port}`;
  const end = Date.now() + READY_SECONDS_MAX * 1000;
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${told}`);
    const health = await fetch(`${base}/health`).then((answer) => answer.json()).catch(() => null);
    if (health?.ready) return { child, base };
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  child.kill();
  throw new Error(`not ready after ${READY_SECONDS_MAX} s: ${told}`);
}

async function stopServer(child) {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
  if (child.exitCode === null && child.signalCode === null) await ended;
  clearTimeout(force);
}

// One walker: a browser of some width, with or without JavaScript.
class Walker {
  constructor(context, base, name, scripted) {
    Object.assign(this, { context, base, name, scripted });
  }

  async begin() {
    this.page = await this.context.newPage();
    this.page.on("console", (line) => { if (line.type() === "error" && !/status of 4\d\d/.test(line.text())) fail(this.name, `console: ${line.text()}`); });
    this.page.on("pageerror", (error) => fail(this.name, `script: ${error.message}`));
  }

  async look(label) {
    const where = `${this.name} ${label}`;
    const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) fail(where, `scrolls sideways by ${wide} px`);
    if (shots) await this.page.screenshot({ path: join(shots, `${this.name}-${label}.png`), fullPage: true });
    if (!this.scripted) return;
    await this.page.evaluate(axe);
    const found = await this.page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const one of found.violations.filter((v) => v.impact === "serious" || v.impact === "critical")) {
      fail(where, `axe ${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
    }
  }

  async go(path) {
    const answer = await this.page.goto(this.base + path);
    if (!answer.ok()) fail(this.name, `${path}: ${answer.status()}`);
  }

  // Signs in by the first role that begins like this; answers whose it is.
  async enter(role) {
    await this.context.clearCookies();
    await this.go("/dang-nhap");
    const button = this.page.locator(`button[name=role][value^="${role}"]`).first();
    const person = await button.getAttribute("value");
    await button.click();
    await this.page.waitForURL(`${this.base}/`);
    return person;
  }

  async says(text) {
    const body = await this.page.locator("main").innerText();
    if (!body.includes(text)) fail(this.name, `${this.page.url()} does not say “${text}”`);
  }

  // The form of a move: opened when it is closed, filled, sent.
  async move(label, values = {}) {
    const box = this.page.locator("details.move", { has: this.page.locator("summary", { hasText: label }) }).first();
    if (!(await box.evaluate((element) => element.open))) await box.locator("summary").click();
    for (const [name, value] of Object.entries(values)) {
      const field = box.locator(`[name="${name}"]`).first();
      const tag = await field.evaluate((element) => element.tagName);
      if (tag === "SELECT") await field.selectOption(value);
      else if ((await field.getAttribute("type")) === "file") await field.setInputFiles(value);
      else await field.fill(value);
    }
    await box.locator("button[type=submit]").click();
  }
}

async function clerk(walker, mark) {
  await walker.enter("clerk-");
  await walker.look("home-clerk");
  await walker.page.locator(".head-actions a").first().click();
  await walker.look("opening-form");
  const { page } = walker;
  // Sent empty, the form comes back and says what is missing.
  await page.locator("form.long-form button[type=submit]").click();
  await walker.says("Cần sửa");
  await walker.look("opening-refused");
  await page.locator('[name="f.agency"]').selectOption("ubnd");
  await page.locator('[name="f.subject"]').fill(`Về việc phân bổ kinh phí phòng chống rét ${mark}`);
  await page.locator('[name="f.sender"]').fill("Bộ Tài chính");
  await page.locator('[name="f.sender_number"]').fill("17/BTC-NSNN");
  await page.locator("form.long-form button[type=submit]").click();
  await walker.says("Đã ghi sổ cái, vị trí");
  await walker.says("Đã vào sổ");
  await walker.look("case-registered");
  await walker.move("Trình");
  await walker.says("Đã trình");
  return page.url().replace(walker.base, "");
}

async function leader(walker, document) {
  await walker.enter("chief");
  await walker.look("home-chief");
  await walker.go(document);
  await walker.look("case-to-assign");
  await walker.move("Chuyển giải quyết", { "f.opinion": "Phòng Kinh tế - Tài chính tham mưu trong tuần.", lead: "vp-kt" });
  await walker.says("Đã chuyển giải quyết");
}

async function taskAllTheWay(walker, mark) {
  const { page } = walker;
  const unit = (await walker.enter("focal-")).replace("focal-", "");
  await walker.enter("specialist-");
  await walker.go("/so/task/moi/assign");
  await walker.look("task-form");
  await page.locator('[name="f.subject"]').fill(`Rà soát trụ sở dôi dư ${mark}`);
  await page.locator('[name="f.authority"]').selectOption("chairman");
  await page.locator('[name="f.source_kind"]').selectOption("conclusion");
  await page.locator(`input[name="lead"][value="${unit}"]`).check();
  await page.locator('[name="due"]').fill("2024-02-29");
  await page.locator("form.long-form button[type=submit]").click();
  await walker.says("hạn 29/02/2024");
  await page.locator("details.derivation summary").click();
  await walker.look("task");
  const task = page.url().replace(walker.base, "");
  await walker.enter("focal-");
  await walker.go(task);
  await walker.move("Tiếp nhận");
  await walker.says("Đã tiếp nhận");
  await walker.move("Báo cáo hoàn thành", { "f.result": "Đã rà soát 12 trụ sở." });
  await walker.says("Xin gắn văn bản chứng minh");
  await walker.look("task-refused");
  const file = { name: "Báo cáo.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n") };
  await walker.move("Báo cáo hoàn thành", { proof_file: file });
  await walker.says("Đã báo cáo hoàn thành");
  await walker.page.locator(".preview > summary").first().click();
  await walker.page.locator(".readers > summary").click();
  await walker.look("task-reported");
  await walker.move("Cho ý kiến", { text: "Nhờ @Trần Văn Không xem" });
  await walker.says("Không có ai tên “Trần Văn Không”");
  await walker.look("mention-refused");
  await walker.move("Cho ý kiến", { text: "Xin @chief xem" });
  await walker.says("Nhắc đến");
  return task;
}

async function reports(walker) {
  const { page } = walker;
  await walker.enter("chief");
  await walker.go("/so/task?tinh-trang=dang-mo&xep=han&chieu=tang");
  await walker.look("register");
  await page.locator("a.row-link").first().click();
  await walker.look("case-open");
  await walker.go("/bao-cao/nam/2023");
  await walker.look("annual");
  const figure = page.locator(".figures a").first();
  const value = (await figure.innerText()).trim();
  await figure.click();
  const count = (await page.locator(".count b").innerText()).trim();
  if (count !== `${value} bản ghi`) fail(walker.name, `the figure says ${value}, its list ${count}`);
  await walker.look("records");
  await page.locator("a.row-link").first().click();
  await page.locator("h1").waitFor();
  for (const [label, path] of [
    ["ii06a", "/bao-cao/bieu/ii06a?ky=2023"],
    ["tasks-by-unit", "/bao-cao/bieu/tasks?ky=2023-12"],
    ["search", "/tim?q=ngan%20sach"],
    ["dossiers", "/so/dossier"],
    ["process", "/quy-trinh"],
  ]) {
    await walker.go(path);
    await walker.look(label);
  }
  if (walker.scripted) {
    await page.keyboard.press("/");
    if ((await page.evaluate(() => document.activeElement?.id)) !== "search") fail(walker.name, "“/” does not lead to the search");
  }
  if (page.viewportSize().width < 600) {
    await page.locator(".menu-button").click();
    if (!(await page.locator("#registers").isVisible())) fail(walker.name, "the menu does not open");
    await walker.look("menu");
  }
}

async function walk(browser, base, width, scripted) {
  const name = `${width}-${scripted ? "js" : "nojs"}`;
  const viewport = { width, height: width < 600 ? 844 : 860 };
  const context = await browser.newContext({ viewport, javaScriptEnabled: scripted, locale: "vi-VN", reducedMotion: shots ? "reduce" : "no-preference" });
  context.setDefaultTimeout(20_000);
  const walker = new Walker(context, base, name, scripted);
  try {
    await walker.begin();
    await walker.go("/dang-nhap");
    await walker.look("door");
    const document = await clerk(walker, name);
    await leader(walker, document);
    await taskAllTheWay(walker, name);
    await reports(walker);
  } catch (error) {
    fail(name, `${error.message.split("\n")[0]} at ${walker.page?.url()}`);
  } finally {
    await context.close();
  }
  console.log(`${name}: walked`);
}

const data = mkdtempSync(join(tmpdir(), "minhbach-walk-"));
if (shots) mkdirSync(shots, { recursive: true });
const running = process.env.BASE ? null : await startServer(await freePort(), join(data, "data"));
const base = process.env.BASE ?? running.base;
const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
try {
  for (const [width, scripted] of [[1280, true], [390, true], [1280, false], [390, false]]) {
    await walk(browser, base, width, scripted);
  }
} finally {
  await browser.close();
  if (running) await stopServer(running.child);
  rmSync(data, { recursive: true, force: true });
}
console.log(problems.length === 0 ? "walk: nothing to complain of" : `walk: ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
