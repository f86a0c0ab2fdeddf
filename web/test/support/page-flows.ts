/** What people do on the customer's page. */
import type { Page } from "playwright-core";
import { PHONE } from "./chain.ts";

export const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole("heading", { name, level: 1, exact: true }).waitFor();

const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole("button", { name }).click();

export async function storeOnPage(page: Page, locker: number): Promise<void> {
  await page.getByRole("link", { name: /^Store/ }).click();
  await press(page, `Locker ${locker} free`);
  await page.getByLabel("Your phone number").fill(PHONE);
  await press(page, `Open locker ${locker}`);
}

export async function collectOnPage(page: Page, locker: number, pin: string): Promise<void> {
  await page.getByRole("link", { name: /^Collect/ }).click();
  await press(page, new RegExp(`^Locker ${locker} `));
  await page.getByLabel("Your phone number").fill(PHONE);
  await page.getByLabel("PIN", { exact: true }).fill(pin);
  await press(page, `Open locker ${locker}`);
}

export const finish = (page: Page): Promise<void> => press(page, /^Finish/);
