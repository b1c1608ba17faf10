import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { serveGallery } from '../dev/gallery/serve.ts';
import { watchMails } from '../dev/gallery/watch.ts';
import { readArguments, runCommand } from './command.ts';

const HELP = `Usage: node scripts/take-pictures.ts [--mails]

Takes the pictures in docs/images/ anew, of a demo that began a minute before in an empty data folder (npm start, PORT names it) and of
the gallery's mails. It signs two readers up there and sends a newsletter. CHROMIUM names the browser (else /usr/bin/chromium).

  --mails   only the gallery's, which need no demo`;

const FOLDER = join(import.meta.dirname, '../docs/images');
const GALLERY_PORT = 8799;

/** Where the demo answers: the newsroom, and three ports on its Slack and mailbox. */
function demoAddresses(): { newsroom: string; local: string } {
  const port = Number(process.env.PORT || 8787);
  return { newsroom: `http://127.0.0.1:${port}`, local: `http://127.0.0.1:${port + 3}` };
}

async function openPage(browser: Browser, width: number, height: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: 'light' });
  page.setDefaultTimeout(20_000);
  return page;
}

async function takePicture(page: Page, name: string, isWhole = false): Promise<void> {
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: isWhole, animations: 'disabled' });
  console.log(`docs/images/${name}.png`);
}

/** The address of the newest mail in the local mailbox. */
async function newestMail(page: Page): Promise<string> {
  const { local } = demoAddresses();
  await page.goto(`${local}/mailbox`);
  return `${local}${await page.locator('#list a').first().getAttribute('href')}`;
}

/** Signs a reader up on the form and confirms from the newest mail. */
async function signUp(page: Page, name: string, email: string): Promise<void> {
  await page.goto(`${demoAddresses().newsroom}/subscribe`);
  await page.locator('input[name=name]').fill(name);
  await page.locator('input[name=email]').fill(email);
  // A form that is sent faster than a person writes is taken for a robot's.
  await page.waitForTimeout(4000);
  await page.getByRole('button', { name: 'Sign up for emails' }).click();
  await page.waitForTimeout(4000);
  const text = await (await page.request.get(`${await newestMail(page)}?tab=text`)).text();
  const link = /http:\/\/127\.0\.0\.1:\d+\/confirm\?t=[\w.-]+/.exec(text)?.[0];
  if (!link) throw new Error(`No confirmation for ${email} is in the mailbox. Start the demo in an empty data folder.`);
  await page.goto(link);
  await page.locator('main form button').first().click();
}

async function type(page: Page, command: string): Promise<void> {
  const line = page.getByLabel(/^Message #/);
  // Focus comes back to the page a moment after a form is closed.
  await page.waitForTimeout(1000);
  await line.fill(command);
  await line.press('Enter');
}

async function takeSlack(page: Page): Promise<void> {
  const { local } = demoAddresses();
  await page.goto(`${local}/slack`);
  await type(page, '/newsdesk digest new');
  await page.getByRole('dialog').getByRole('button', { name: 'Make draft' }).waitFor();
  await takePicture(page, 'local-newsletter');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await type(page, '/newsdesk digest send');
  await page.getByRole('button', { name: 'Undo' }).last().waitFor();
  await page.waitForTimeout(1000);
  await takePicture(page, 'local-slack');
  await page.getByRole('link', { name: 'Newsdesk' }).click();
  await page.locator('#home b, #home strong').first().waitFor();
  await takePicture(page, 'local-home');
}

async function takeMail(page: Page, picture: { name: string; path: string; width: number }): Promise<void> {
  await page.setViewportSize({ width: picture.width, height: 800 });
  await page.goto(`http://127.0.0.1:${GALLERY_PORT}/mails/${picture.path}`);
  await takePicture(page, picture.name, true);
}

async function takeMails(browser: Browser): Promise<void> {
  const mails = await watchMails(() => undefined);
  const server = await serveGallery(mails, GALLERY_PORT);
  const page = await openPage(browser, 680, 800);
  await takeMail(page, { name: 'digest-en-light', path: 'digest-en-usual?scheme=light', width: 680 });
  await takeMail(page, { name: 'alert-en-light', path: 'alert-en-usual?scheme=light', width: 375 });
  await takeMail(page, { name: 'digest-zh-dark', path: 'digest-zh-Hans-usual?scheme=dark', width: 375 });
  mails.close();
  server.close();
  server.closeAllConnections();
}

async function takeDemo(browser: Browser): Promise<void> {
  const page = await openPage(browser, 1100, 760);
  await page.goto(`${demoAddresses().newsroom}/`);
  await takePicture(page, 'newsroom');
  await signUp(page, 'Mei Lin', 'mei@example.com');
  await signUp(page, 'Ada King', 'ada@example.org');
  await takeSlack(page);
  await page.waitForTimeout(15_000);
  await page.goto(await newestMail(page));
  await page.waitForTimeout(1000);
  await takePicture(page, 'local-mailbox');
}

async function main(): Promise<void> {
  const { values } = readArguments(HELP, { options: { mails: { type: 'boolean' } } });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    chromiumSandbox: false,
  });
  try {
    if (!values.mails) await takeDemo(browser);
    await takeMails(browser);
  } finally {
    await browser.close();
  }
}

runCommand(main);
