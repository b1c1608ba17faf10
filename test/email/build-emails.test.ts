import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { buildEmails } from '../../scripts/build-emails.ts';

const ROOT = join(import.meta.dirname, '../..');
const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** A copy of emails/ in a folder of its own, with one file changed. */
function copyWith(file: string, change: (text: string) => string): string {
  const root = mkdtempSync(join(tmpdir(), 'newsdesk-emails-'));
  made.push(root);
  cpSync(join(ROOT, 'emails'), join(root, 'emails'), { recursive: true });
  const path = join(root, 'emails', file);
  const text = readFileSync(path, 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  writeFileSync(path, changed);
  return root;
}

test('two builds give the same bytes, and the tree holds the newest', async () => {
  const first = await buildEmails(ROOT);
  expect(await buildEmails(ROOT)).toBe(first);
  expect(readFileSync(join(ROOT, 'src/email/templates.generated.ts'), 'utf8')).toBe(first);
});

test.each([
  {
    fault: 'an attribute MJML does not know',
    file: 'partials/footer.mjml',
    change: (text: string) => text.replace('css-class="foot"', 'css-class="foot" colour="red"'),
    error: /Line 1 of emails\/partials\/footer\.mjml.*colour/,
  },
  {
    fault: 'a tag in the wrong place',
    file: 'digest/index.mjml',
    change: (text: string) => text.replace('<mj-section ', '<mj-text>x</mj-text><mj-section '),
    error: /emails\/digest\/index\.mjml.*mj-text cannot be used inside mj-body/s,
  },
  {
    fault: 'an include from outside emails/',
    file: 'confirm/index.mjml',
    change: (text: string) => text.replace('../partials/footer.mjml', '../../../../etc/hostname'),
    error: /emails\/confirm\/index\.mjml:\d+ may only include a file of emails\//,
  },
  {
    fault: 'an include that is not there',
    file: 'confirm/index.mjml',
    change: (text: string) => text.replace('../partials/footer.mjml', '../partials/feet.mjml'),
    error: /emails\/confirm\/index\.mjml: includes a file that is not there/,
  },
  {
    fault: 'a part from outside emails/',
    file: 'alert/index.txt',
    change: (text: string) => text.replace('../partials/footer.txt', '../../../../etc/hostname'),
    error: /emails\/alert\/index\.txt:\d+ may only include a file of emails\//,
  },
  {
    fault: 'three braces',
    file: 'partials/footer.mjml',
    change: (text: string) => text.replace('{{siteName}}', '{{{siteName}}}'),
    error: /emails\/partials\/footer\.mjml:\d+ uses a mustache tag that skips escaping/,
  },
  {
    fault: 'an ampersand tag in a string',
    file: 'digest/zh-Hans.json',
    change: (text: string) => text.replace('{{siteName}}的', '{{& siteName}}的'),
    error: /emails\/digest\/zh-Hans\.json:\d+ uses a mustache tag that skips escaping/,
  },
  {
    fault: 'a string nobody wrote',
    file: 'partials/company.mustache',
    change: (text: string) => text.replace('[[rss]]', '[[podcast]]'),
    error: /emails\/partials\/company\.mustache:\d+ asks for \[\[podcast\]\]/,
  },
  {
    fault: 'a locale that lacks a string',
    file: 'welcome/zh-Hans.json',
    change: (text: string) => text.replace('"button"', '"knob"'),
    error: /emails\/welcome\/zh-Hans\.json lacks "button", which en\.json has/,
  },
  {
    fault: 'a locale that drops a value',
    file: 'partials/zh-Hans.json',
    change: (text: string) => text.replace('（{{outlet}}）', ''),
    error: /emails\/partials\/zh-Hans\.json: "readAtOutlet" has other \{\{tags\}\} than in en\.json/,
  },
  {
    fault: 'a section that is never closed',
    file: 'alert/index.txt',
    change: (text: string) => text.replace('{{/lead}}', ''),
    error: /emails\/alert \(text, en\): Unclosed section "lead"/,
  },
])('$fault stops the build and says where', async ({ file, change, error }) => {
  await expect(buildEmails(copyWith(file, change))).rejects.toThrow(error);
});
