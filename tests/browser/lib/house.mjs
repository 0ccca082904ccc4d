// What every walk needs: a demonstration on a free port, and a walker who looks at each page as a person would: nothing
// scrolls sideways, nothing breaks in the console, axe finds nothing. MINHBACH names the binary, CHROMIUM the browser;
// SHOTS=<dir> keeps pictures; BASE=<address> walks through a server that runs already. Not here: where to walk.

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
export const shots = process.env.SHOTS;
const READY_SECONDS_MAX = 240;

export const problems = [];
export const fail = (where, what) => {
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
export class Walker {
  constructor(context, base, name, scripted) {
    Object.assign(this, { context, base, name, scripted });
  }

  async begin() {
    this.page = await this.context.newPage();
    this.page.on("console", (line) => { if (line.type() === "error" && !/status of 4\d\d/.test(line.text())) fail(this.name, `console: ${line.text()}`); });
    // A page that a slow machine shows before its transition begins is shown without one; that is no fault of a script.
    this.page.on("pageerror", (error) => { if (!/^Transition was (aborted|skipped)/.test(error.message)) fail(this.name, `script: ${error.message}`); });
  }

  async look(label) {
    const where = `${this.name} ${label}`;
    const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) fail(where, `scrolls sideways by ${wide} px`);
    if (shots) await this.page.screenshot({ path: join(shots, `${this.name}-${label}.png`), fullPage: true });
    if (!this.scripted) return;
    await this.page.evaluate(axe);
    const found = await this.page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const one of found.violations) {
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

// Runs walks in one browser over one demonstration, tells what was found and ends the process accordingly.
export async function walks(name, each) {
  const data = mkdtempSync(join(tmpdir(), "minhbach-walk-"));
  if (shots) mkdirSync(shots, { recursive: true });
  const running = process.env.BASE ? null : await startServer(await freePort(), join(data, "data"));
  const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
  try {
    await each(browser, process.env.BASE ?? running.base);
  } finally {
    await browser.close();
    if (running) await stopServer(running.child);
    rmSync(data, { recursive: true, force: true });
  }
  console.log(problems.length === 0 ? `${name}: nothing to complain of` : `${name}: ${problems.length} problems`);
  process.exit(problems.length === 0 ? 0 : 1);
}

// A walker of some width, with or without JavaScript, for one walk; what breaks it off is a problem of that walk.
export async function walker(browser, base, { name, width, scripted = true, ...more }, walk) {
  const viewport = { width, height: width < 600 ? 844 : 860 };
  const context = await browser.newContext({ viewport, javaScriptEnabled: scripted, locale: "vi-VN", reducedMotion: shots ? "reduce" : "no-preference", ...more });
  context.setDefaultTimeout(20_000);
  const one = new Walker(context, base, name, scripted);
  try {
    await one.begin();
    await walk(one);
  } catch (error) {
    fail(name, `${error.message.split("\n")[0]} at ${one.page?.url()}`);
  } finally {
    await context.close();
  }
  console.log(`${name}: walked`);
}
