// What is proved and what is destroyed, in a real browser: a receipt and what /xac-minh says of it, of a changed one and of
// rubbish; the opening of a case; erasing a case by law. Each page is looked at by axe; at desk and phone width, and once
// without JavaScript.

import { readFile } from "node:fs/promises";
import { fail, walker, walks } from "./lib/house.mjs";

const VERIFY = "/xac-minh";
const LIST = "/quan-tri/xoa-theo-luat";

// The proof of a receipt, as it is saved from the page of the first dossier that has one.
async function savedReceipt(one) {
  await one.enter("one-stop");
  await one.go("/so/dossier");
  const cases = await one.page.locator('main a[href^="/ho-so/"]').evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const href of new Set(cases.map((path) => path.split(/[?#]/)[0]))) {
    await one.go(href);
    const link = one.page.locator('a[href*="/giay-tiep-nhan/"]').first();
    if ((await link.count()) === 0) continue;
    await one.look("dossier");
    for (let again = 0; again < 60; again += 1) {
      const answer = await one.context.request.get(`${one.base}${href}/giay-tiep-nhan/json`);
      if (answer.ok()) return { href, proof: await answer.text() };
      await one.page.waitForTimeout(500);
    }
  }
  throw new Error("no dossier has a receipt");
}

// What the page says of a file that is dropped on it; whoever asks is not signed in.
async function verify(one, label, buffer, says) {
  await one.context.clearCookies();
  await one.go(VERIFY);
  if (label === "genuine") await one.look("verify-empty");
  await one.page.locator('main input[type="file"]').setInputFiles({ name: "giay-tiep-nhan.json", mimeType: "application/json", buffer });
  await one.page.locator('main form button[type="submit"]').first().click();
  await one.says(says);
  const genuine = (await one.page.locator("main").innerText()).includes("Giấy thật");
  if (genuine !== (label === "genuine")) fail(one.name, `a ${label} receipt is${genuine ? "" : " not"} said to be genuine`);
  await one.look(`verify-${label}`);
}

async function receipts(one) {
  const { href, proof } = await savedReceipt(one);
  const said = JSON.parse(proof);
  await verify(one, "genuine", Buffer.from(proof), "Giấy thật");
  await one.says(said.number);
  await verify(one, "forged", Buffer.from(JSON.stringify({ ...said, number: `${said.number}9` })), "Giấy không đúng với nhật ký");
  await verify(one, "rubbish", Buffer.from("không phải giấy tiếp nhận"), "Không đọc được tệp");
  return { href, said };
}

async function opening(one, href) {
  const { page } = one;
  await one.enter("chief");
  await one.go(href);
  const way = page.locator("details.move", { hasText: "Giao bản mở" });
  await way.locator("summary").click();
  await one.look("case-ways");
  await way.locator("a").click();
  await one.says("Bản mở không có");
  await one.look("opening");
  const send = page.locator("form.long-form button[type=submit]");
  await send.click();
  await one.says("Xin ghi cơ quan, người nhận");
  await one.look("opening-refused");
  await page.locator('[name="to"]').fill("Thanh tra tỉnh");
  await page.locator('[name="why"]').fill("Kế hoạch thanh tra 12/KH-TTr");
  const [file] = await Promise.all([page.waitForEvent("download"), send.click()]);
  const saved = JSON.parse(await readFile(await file.path(), "utf8"));
  if (saved.given?.to !== "Thanh tra tỉnh" || !saved.events?.length) fail(one.name, "the opening that was saved is none");
  await one.go(`${href}/ban-mo`);
  await one.says("Đã giao, mới nhất trước");
  await one.look("opening-given");
}

// The number of a dossier that is over and not erased yet: only such a one may be.
async function dossierThatIsOver(one) {
  await one.enter("one-stop");
  await one.go("/so/dossier?buoc=returned");
  const rows = await one.page.locator("table tbody tr").evaluateAll((all) => all.map((row) => row.innerText));
  const number = rows.filter((row) => !row.includes("đã xóa")).map((row) => row.match(/H56[^\s]*-\d{6}-\d+/)?.[0]).find(Boolean);
  if (!number) throw new Error("no dossier is over");
  return number;
}

// Names a case by its number, by keyboard.
async function ask(page, number, leads) {
  await page.locator('main [name="so"]').fill(number);
  await page.keyboard.press("Enter");
  await page.waitForURL(leads);
}

async function erasing(one) {
  const { page } = one;
  const number = await dossierThatIsOver(one);
  await one.enter("admin");
  await one.go(LIST);
  await one.look("erased-none");
  await ask(page, "000/KHONG-CO", /so=/);
  await one.says("Không có hồ sơ nào mang số");
  await one.look("erasing-not-found");
  await ask(page, number, /\/xoa$/);
  await one.says("Sẽ mất hẳn");
  await one.look("erasing");
  const address = page.url().replace(one.base, "").replace(/\/xoa$/, "");
  const send = page.locator("form.long-form button[type=submit]");
  await send.click();
  await one.says("Số gõ lại chưa đúng");
  await one.look("erasing-refused");
  await page.locator('[name="van-ban"]').fill("Quyết định 45/QĐ-VP ngày 02/01/2024");
  await page.locator('[name="can-cu"]').fill("Điều 14 Luật 91/2025/QH15, theo yêu cầu của chủ thể dữ liệu");
  await page.locator('[name="go-lai"]').fill(number);
  await send.click();
  await one.says("Đã ghi sổ cái");
  await one.says(number);
  await one.look("erased");
  await one.go(`${LIST}/viet-lai`);
  await one.look("rewrite");
  await one.enter("one-stop");
  await one.go(address);
  await one.says("(đã xóa theo pháp luật)");
  await one.look("case-erased");
}

await walks("evidence", async (browser, base) => {
  for (const [width, scripted] of [[1280, true], [390, true], [1280, false]]) {
    await walker(browser, base, { name: `evidence ${width}${scripted ? "" : " plain"}`, width, scripted }, async (one) => {
      const { href } = await receipts(one);
      await opening(one, href);
      await erasing(one);
    });
  }
});
