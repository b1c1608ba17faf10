import { listIssues, type Mailing } from '../../db/mailings/mailings.ts';
import { listSchedules } from '../../db/mailings/schedules.ts';
import type { Context } from '../../services/context.ts';
import { describeDraft } from '../../services/mailings/ask-about-drafts.ts';
import { mailingProgress } from '../../services/mailings/mailing-progress.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
import { buttonRow } from '../blocks/buttons.ts';
import { draftButtons, draftText } from '../blocks/draft.ts';
import { mailingBlocks } from '../blocks/mailing.ts';
import { scheduleText } from '../blocks/schedule.ts';
import type { Reply } from './reply.ts';

export const NEW_DIGEST_ACTION = 'digest.new';
export const SCHEDULES_ACTION = 'digest.schedules';
const SHOWN = 6;
/** A message holds about 13,000 characters over all its blocks (https://github.com/slackapi/bolt-js/issues/2509). */
const MOST_TEXT = 11_000;

/** Every newsletter that is under way, and the schedules; `above` stands on top. */
export async function digestReply(ctx: Context, above: KnownBlock[] = []): Promise<Reply> {
  const [issues, schedules] = await Promise.all([listIssues(ctx.db, SHOWN), listSchedules(ctx.db)]);
  const rows: KnownBlock[] = [];
  for (const issue of issues) {
    const row = await issueRow(ctx, issue);
    if (JSON.stringify([...rows, ...row]).length > MOST_TEXT) break;
    rows.push(...row);
  }
  const planned = schedules.map((schedule) => `• ${scheduleText(ctx, schedule)}`);
  const text =
    issues.length === 0
      ? 'No newsletter is under way. *New* makes one of what readers have not had.'
      : `${issues.length === SHOWN ? 'The newest' : 'What is'} under way:`;
  const head = [...above, paragraph(text)];
  const plan = paragraph(
    planned.length > 0
      ? `*Schedules*\n${planned.join('\n')}`
      : 'No schedule: newsletters leave only when you send them.',
  );
  const foot = buttonRow([
    { actionId: NEW_DIGEST_ACTION, label: 'New…', value: 'new' },
    { actionId: SCHEDULES_ACTION, label: 'Schedules…', value: 'list' },
  ]);
  return { text, blocks: [...head, ...rows, { type: 'divider' }, plan, foot] };
}

async function issueRow(ctx: Context, mailing: Mailing): Promise<KnownBlock[]> {
  const suffix = `:${mailing.id}`;
  if (mailing.state === 'draft') {
    const draft = await describeDraft(ctx, mailing);
    const shown = { ...draft, titles: draft.titles.slice(0, 4) };
    return [paragraph(draftText(shown)), buttonRow(draftButtons(draft, suffix))];
  }
  return mailingBlocks(await mailingProgress(ctx, mailing), suffix);
}
