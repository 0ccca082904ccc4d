// One walk for each role of the door: its first screen, every page that its navigation names, and the role's own work done by
// keyboard alone. Each page is looked at by axe once, in light and dark, and at 320 px (a desk screen at 400 %).

import { fail, walker, walks } from "./lib/house.mjs";

// What each role does by keyboard: the address of its work, and the steps there.
const WORK = {
  clerk: registersADocument,
  specialist: assignsATask,
  focal: receivesATask,
};

const kindOf = (person) => person.replace(/-[^-]*$/, "").replace(/-.*$/, "");

// Walks on with Tab until the element is reached; a person without a mouse has no other way.
async function tabTo(page, locator, what) {
  const handle = await locator.first().elementHandle();
  if (!handle) throw new Error(`there is no ${what}`);
  for (let step = 0; step < 250; step += 1) {
    await page.keyboard.press("Tab");
    if (await handle.evaluate((element) => element === document.activeElement)) {
      const seen = await handle.evaluate((element) => {
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        return { ring: style.outlineStyle !== "none" || style.boxShadow !== "none", shown: box.width > 0 && box.height > 0 };
      });
      if (!seen.ring || !seen.shown) throw new Error(`the focus cannot be seen on ${what}`);
      return;
    }
  }
  throw new Error(`Tab does not lead to ${what}`);
}

// Types into the field of this name, as a keyboard does; a choice by its value's first letters would differ by language, so
// arrow keys walk it.
async function type(page, name, value) {
  const field = page.locator(`form.long-form [name="${name}"], details.move[open] [name="${name}"]`);
  await tabTo(page, field, name);
  const tag = await field.first().evaluate((element) => element.tagName);
  if (tag !== "SELECT") return page.keyboard.type(value);
  for (let step = 0; step < 80; step += 1) {
    if ((await field.first().inputValue()) === value) return undefined;
    await page.keyboard.press("ArrowDown");
  }
  throw new Error(`arrow keys do not lead to ${value} in ${name}`);
}

async function press(page, locator, what) {
  await tabTo(page, locator, what);
  await page.keyboard.press("Enter");
}

async function registersADocument(one) {
  const { page } = one;
  await one.go("/");
  await press(page, page.locator("main a[href$=\"/moi/register\"]"), "the button that begins a document");
  await page.waitForURL(/\/moi\//);
  await type(page, "f.agency", "ubnd");
  await type(page, "f.subject", "Về việc kiểm tra công tác lưu trữ");
  await type(page, "f.sender", "Sở Nội vụ");
  await type(page, "f.sender_number", "21/SNV-VTLT");
  await press(page, page.locator("form.long-form button[type=submit]"), "the button that records");
  await page.waitForURL(/\/ho-so\//);
  await one.says("Đã vào sổ");
}

async function assignsATask(one) {
  const { page } = one;
  await one.go("/so/task/moi/assign");
  await type(page, "f.subject", "Rà soát thủ tục bằng bàn phím");
  await type(page, "f.source_kind", "conclusion");
  await type(page, "f.authority", "chairman");
  await type(page, "lead", "stc");
  await type(page, "due", "02292024");
  await press(page, page.locator("form.long-form button[type=submit]"), "the button that assigns");
  await page.waitForURL(/\/ho-so\//);
  await one.says("hạn 29/02/2024");
}

async function receivesATask(one) {
  const { page } = one;
  await one.go("/viec-cua-toi");
  const quick = page.locator(".quick button");
  if ((await quick.count()) === 0) return;
  // The page that answers has the same address: only its loading tells the two apart.
  const answered = page.waitForEvent("load");
  await press(page, quick, "a move in one click");
  await answered;
  await one.says("Đã ghi sổ cái");
}

// Every page that the navigation of this person names; each is looked at once in the whole walk.
const seen = new Set();
async function everyPage(one, person) {
  const paths = await one.page.locator("nav.side a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const path of ["/", ...paths]) {
    await one.go(path);
    const heading = (await one.page.locator("h1").first().innerText()).trim();
    if (heading === "") fail(one.name, `${path} has no heading`);
    const key = path === "/" ? `/ of ${person}` : path;
    if (seen.has(`${one.name.split(" ")[0]} ${key}`)) continue;
    seen.add(`${one.name.split(" ")[0]} ${key}`);
    await one.look(path === "/" ? `home-${person}` : path.replaceAll(/[^a-z0-9]+/gi, "-").replace(/^-/, ""));
  }
}

await walks("roles", async (browser, base) => {
  let people = [];
  await walker(browser, base, { name: "door", width: 1280 }, async (one) => {
    await one.go("/dang-nhap");
    people = await one.page.locator("button[name=role]").evaluateAll((buttons) => buttons.map((button) => button.value));
    if (people.length < 15) fail("door", `only ${people.length} roles`);
  });
  for (const person of people) {
    await walker(browser, base, { name: `desk ${person}`, width: 1280 }, async (one) => {
      await one.enter(person);
      await everyPage(one, person);
      const work = WORK[kindOf(person)];
      if (work) await work(one);
    });
    await walker(browser, base, { name: `narrow ${person}`, width: 320, colorScheme: "dark" }, async (one) => {
      await one.enter(person);
      await everyPage(one, person);
    });
  }
  await walker(browser, base, { name: "contrast", width: 1280, contrast: "more", forcedColors: "active" }, async (one) => {
    await one.enter(people[0]);
    await everyPage(one, people[0]);
  });
});
