/** The ways that many tests walk. */
import type { Page } from "playwright-core";
import { follow, heading, press } from "./browser.ts";
import { PIN } from "./scripted-site.ts";

export const PHONE = "079 123 45 67";

export async function store(page: Page, locker = 3): Promise<void> {
  await follow(page, /^Store/);
  await press(page, `Locker ${locker} free`);
  await page.getByLabel("Your phone number").fill(PHONE);
  await press(page, `Open locker ${locker}`);
}

export async function stored(page: Page, locker = 3): Promise<void> {
  await store(page, locker);
  await heading(page, `Locker ${locker} is open`);
}

export async function toPin(page: Page, locker = 3): Promise<void> {
  await follow(page, /^Collect/);
  await press(page, new RegExp(`^Locker ${locker} `));
  await page.getByLabel("Your phone number").fill(PHONE);
}

export async function tryPin(page: Page, pin: string = PIN, locker = 3): Promise<void> {
  await page.getByLabel("PIN", { exact: true }).fill(pin);
  await press(page, `Open locker ${locker}`);
}
