// The whole way in a real browser: sign in by role, register, case, moves, report, figure, records; at desk and phone
// width, with JavaScript and without. What each page must keep to is said in lib/house.mjs.

import { fail, walker, walks } from "./lib/house.mjs";

async function clerk(walker, mark) {
  await walker.enter("clerk-");
  await walker.look("home-clerk");
  await walker.page.locator("main a[href$=\"/moi/register\"]").first().click();
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
  await page.locator('select[name="lead"]').selectOption(unit);
  const coop = page.locator("details.fold", { has: page.locator('input[name="coop"]') });
  await coop.locator("summary").click();
  if (walker.scripted) {
    // A few letters without tones find the unit; Enter chooses it.
    await coop.locator(".many-filter").fill("so xay dung");
    await page.keyboard.press("Enter");
    if (!(await coop.locator('input[value="sxd"]').isChecked())) fail(walker.name, "the filter does not lead to a unit");
    await walker.look("task-form-coop");
  } else {
    await coop.locator('input[value="sxd"]').check();
  }
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

await walks("walk", async (browser, base) => {
  for (const [width, scripted] of [[1280, true], [390, true], [1280, false], [390, false]]) {
    const name = `${width}-${scripted ? "js" : "nojs"}`;
    await walker(browser, base, { name, width, scripted }, async (one) => {
      await one.go("/dang-nhap");
      await one.look("door");
      const document = await clerk(one, name);
      await leader(one, document);
      await taskAllTheWay(one, name);
      await reports(one);
    });
  }
});
