import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import type { Variant } from './variants.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The narrowest screen that WCAG 2.2 §1.4.10 asks for. */
const WIDTH = 320;
/** WCAG 2.2 §2.5.5. */
const TARGET = 44;
/** A mail is part of the mail program's page: landmarks are that page's. */
const OFF = ['region', 'landmark-one-main', 'page-has-heading-one'];

/** Runs in the page. Names what leaves the screen sideways and what is too small to touch. */
function measure(limits: { width: number; target: number }): string[] {
  const problems: string[] = [];
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > limits.width) {
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > limits.width + 0.5,
    );
    problems.push(`is ${scrollWidth} px wide at ${limits.width} px (${wide.at(-1)?.outerHTML.slice(0, 80)})`);
  }
  for (const link of document.querySelectorAll('a.t, .b a')) {
    const { height } = link.getBoundingClientRect();
    if (height < limits.target) problems.push(`has a target of ${height} px: ${link.textContent.trim()}`);
  }
  return problems;
}

type AxeResult = { id: string; impact: string | null; help: string; nodes: { html: string }[] };

/** All rules in light; in dark only the one that colours decide. */
async function runAxe(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  const rules = Object.fromEntries(OFF.map((id) => [id, { enabled: false }]));
  const options = {
    resultTypes: ['violations'],
    ...(colorScheme === 'dark' ? { runOnly: ['color-contrast'] } : { rules }),
  };
  const violations = await page.evaluate(async (given) => {
    const axe = (globalThis as unknown as { axe: { run(options: object): Promise<{ violations: AxeResult[] }> } }).axe;
    return (await axe.run(given)).violations;
  }, options);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${colorScheme}: ${id}: ${help} (${nodes.length}×: ${nodes[0]?.html.slice(0, 90)})`);
}

async function checkOne(page: Page, variant: Variant): Promise<string[]> {
  await page.setContent(variant.html, { waitUntil: 'domcontentloaded' });
  const measured = await page.evaluate(measure, { width: WIDTH, target: TARGET });
  // New content leaves the page's globals in place.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  return [...measured, ...(await runAxe(page, 'light')), ...(await runAxe(page, 'dark'))];
}

/**
 * Shows every mail on a narrow screen, in light and dark, without pictures; `onEach` is called behind each.
 * @returns problems by the variant's id; a variant without problems is not named
 */
export async function checkInBrowser(
  browser: Browser,
  variants: readonly Variant[],
  onEach: () => void,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const waiting = [...variants];
  const work = async () => {
    const context = await browser.newContext({ viewport: { width: WIDTH, height: 800 } });
    // Pictures are off, as in many mail programs, and nothing else may be asked for.
    await context.route('**/*', (route) => route.abort());
    const page = await context.newPage();
    for (let variant = waiting.shift(); variant; variant = waiting.shift()) {
      const problems = await checkOne(page, variant);
      if (problems.length > 0) found.set(variant.id, problems);
      onEach();
    }
    await context.close();
  };
  await Promise.all([work(), work()]);
  return found;
}
