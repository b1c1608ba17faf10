import { afterAll, beforeAll, expect, test } from 'vitest';
import { SHORTCUTS } from '../../src/slack/shortcut-names.ts';
import { someFeed } from '../support/slack-acts/press-feeds.ts';
import { drafted, forMail } from '../support/slack-acts/press-mailings.ts';
import { type Desk, deliver, fill, openDesk, type Step, signed, step, usedShortcut } from '../support/slack-desk.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

let workspace: Awaited<ReturnType<typeof openWorkspace>>;
beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());

const create: Step = async (desk) => deliver(desk, signed(desk, usedShortcut(desk, SHORTCUTS.createDigest, null)));
const OTHER = 'https://b.example.org/feed.xml';

function homes({ workspace: { calls } }: Desk): string[] {
  return calls.flatMap(({ fields, method }) => (method === 'views.publish' ? [fields.view ?? ''] : []));
}

/** What is done from the Home tab, what the tab says then, and what it did not show before. */
const CASES: readonly { form: string; steps: readonly Step[]; notice: string; shows: string }[] = [
  {
    form: 'Share in Slack',
    steps: ['home', 'press home.announce', fill({ channels: ['CNEWS'] })],
    notice: '*One*: It goes out in 1 channel now',
    shows: 'Undo works for 10 minutes',
  },
  {
    form: 'Create digest',
    steps: [forMail, 'home', 'press home.digest', fill({ 'subject-en': 'The month' })],
    notice: 'The draft is made. Nothing was sent.',
    shows: 'The month',
  },
  {
    form: 'Edit…',
    steps: [...drafted, 'home', 'press home.edit_digest', fill({ 'subject-en': 'The year' })],
    notice: 'Saved. Nothing was sent.',
    shows: 'The year',
  },
  {
    form: 'Send…',
    steps: [...drafted, 'home', 'press home.send_digest', 'submit'],
    notice: 'pproved',
    shows: 'home.undo_mailing',
  },
  {
    form: 'Settings',
    steps: ['home', 'press home.settings', fill({ section: 'sender' }), fill({ mailReplyTo: 'desk@example.com' })],
    notice: '*Sender and review* is saved.',
    shows: 'is saved',
  },
  {
    form: 'Add a feed',
    steps: [someFeed, 'home', 'press home.add_feed', fill({ url: OTHER }), fill({ channel: 'COTHER' })],
    notice: 'is followed.',
    shows: '"channel_id":"COTHER"',
  },
];

test.each(CASES)('the Home tab tells the outcome of $form', async ({ notice, shows, steps }) => {
  const desk = await openDesk(workspace);
  for (const one of steps) await step(desk, one);
  const [before, after] = homes(desk).slice(-2);
  expect(homes(desk)).toHaveLength(2);
  expect(before).not.toContain(shows);
  expect(after).toContain(notice);
  expect(after).toContain(shows);
});

test.each<[string, readonly Step[]]>([
  ['in a channel', ['type announce One', fill({ channels: ['CNEWS'] })]],
  ['by a shortcut', [forMail, create, fill({ 'subject-en': 'The month' })]],
])('a form that was opened %s leaves the Home tab alone, which somebody may be pressing', async (_, steps) => {
  const desk = await openDesk(workspace);
  for (const one of ['home', ...steps]) await step(desk, one);
  expect(homes(desk)).toHaveLength(1);
});
