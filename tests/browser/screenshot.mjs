// Called by render.py: takes the pictures it orders, one after the other, in one browser.
import puppeteer from "puppeteer-core";

const { shots, dark, textPercent, width } = JSON.parse(process.argv[2]);
const browser = await puppeteer.launch({ executablePath: process.env.PUPPETEER_EXECUTABLE_PATH, timeout: 60000 });
try {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 844, deviceScaleFactor: 2 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
  for (const { url, png } of shots) {
    await page.goto(url);
    // What a reading system does when the reader asks for larger text.
    await page.evaluate((percent) => { document.documentElement.style.fontSize = `${percent}%`; }, textPercent);
    await page.screenshot({ path: png, fullPage: true });
  }
} finally {
  await browser.close();
}
