// Draws the courses of the catalogue with bpmn-js, the viewer of others: every file must be read without a warning and
// every shape and way must be drawn inside its picture.
//
//   MINHBACH=…/minhbach CHROMIUM=…/chromium node bpmn.mjs        SHOTS=DIR keeps a picture of each

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const viewer = join(dirname(require.resolve("bpmn-js/package.json")), "dist", "bpmn-viewer.production.min.js");
const shots = process.env.SHOTS;
const folder = mkdtempSync(join(tmpdir(), "minhbach-bpmn-"));
const problems = [];

execFileSync(process.env.MINHBACH, ["export", "bpmn", "--into", folder]);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1600 } });
  await page.setContent('<!doctype html><div id="canvas" style="height: 1560px"></div>');
  await page.addScriptTag({ path: viewer });
  for (const name of readdirSync(folder)) {
    const drawn = await page.evaluate(async (xml) => {
      window.viewer?.destroy();
      window.viewer = new BpmnJS({ container: "#canvas" });
      try {
        const { warnings } = await window.viewer.importXML(xml);
        window.viewer.get("canvas").zoom("fit-viewport");
        const all = window.viewer.get("elementRegistry").filter((element) => element.type !== "label");
        const count = (kind) => all.filter((element) => element.type.startsWith(kind)).length;
        const outside = all.filter((e) => (e.waypoints ?? [e]).some((p) => p.x < 0 || p.y < 0)).map((e) => e.id);
        return { warnings: warnings.map((w) => w.message), tasks: count("bpmn:UserTask"), flows: count("bpmn:SequenceFlow"), outside };
      } catch (error) {
        return { warnings: [error.message], tasks: 0, flows: 0, outside: [] };
      }
    }, readFileSync(join(folder, name), "utf8"));
    const xml = readFileSync(join(folder, name), "utf8");
    const wanted = (tag) => xml.split(`<bpmn:${tag} `).length - 1;
    for (const warning of drawn.warnings) problems.push(`${name}: ${warning}`);
    if (drawn.tasks !== wanted("userTask")) problems.push(`${name}: ${drawn.tasks} tasks drawn of ${wanted("userTask")}`);
    if (drawn.flows !== wanted("sequenceFlow")) problems.push(`${name}: ${drawn.flows} ways drawn of ${wanted("sequenceFlow")}`);
    for (const id of drawn.outside) problems.push(`${name}: ${id} lies outside`);
    if (shots) {
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `bpmn-${name}.png`) });
    }
  }
  if (readdirSync(folder).length === 0) problems.push("nothing was exported");
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? "bpmn: nothing to complain of" : `bpmn: ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
