import { findNextIssue, type Issue } from '../../db/desk/overview.ts';
import { countActive } from '../../db/readers/subscribers.ts';
import type { Context } from '../../services/context.ts';
import { listOwners, mayDo, roleOf } from '../../services/desk/staff-role.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
import { type Button, buttonRow } from '../blocks/buttons.ts';
import { number } from '../blocks/count.ts';
import { issueTitle, STANDS } from '../blocks/issue.ts';
import { noRoleText } from '../blocks/no-role.ts';
import { localTime, plain } from '../mrkdwn.ts';
import { NEW_DIGEST_ACTION } from '../replies/digest-reply.ts';
import type { Reply } from '../replies/reply.ts';
import { waitingWords } from './status.ts';

/** Buttons of the summary that stands above help; each answers beside it. */
export const GLANCE_ACTIONS = {
  addFeed: 'glance.add_feed',
  queue: 'glance.queue',
  dashboard: 'glance.dashboard',
} as const;

/** How things stand today and the nearest acts, for one of the staff; for anybody else whom to ask for a role. */
export async function glanceReply(ctx: Context, userId: string): Promise<Reply & { blocks: KnownBlock[] }> {
  const role = await roleOf(ctx, userId);
  if (role === null) {
    const text = noRoleText(await listOwners(ctx));
    return { text, blocks: [paragraph(text), { type: 'divider' }] };
  }
  const [waits, next, { active }] = await Promise.all([waitingWords(ctx), findNextIssue(ctx.db), countActive(ctx.db)]);
  const lines = [
    `*Waits for a decision*: ${waits}`,
    `*Newsletter under way*: ${next ? issueWords(next) : 'none'}`,
    `*Readers*: ${number(active)}`,
  ];
  const edits: Button[] = mayDo(role, 'edit')
    ? [
        { actionId: GLANCE_ACTIONS.addFeed, label: 'Add a feed', value: 'add' },
        { actionId: NEW_DIGEST_ACTION, label: 'Create digest', value: 'new' },
      ]
    : [];
  const buttons = [
    { actionId: GLANCE_ACTIONS.queue, label: 'Review queue', value: 'queue' },
    ...edits,
    { actionId: GLANCE_ACTIONS.dashboard, label: 'Open dashboard', value: 'dashboard' },
  ];
  const text = lines.join('\n');
  return { text, blocks: [paragraph(text), buttonRow(buttons), { type: 'divider' }] };
}

function issueWords(issue: Issue): string {
  const { holdUntil, state } = issue;
  const leaves = state === 'holding' && holdUntil ? `, leaves ${localTime(holdUntil)}` : '';
  return `${plain(issueTitle(issue), 100)} (${STANDS[state].toLowerCase()}${leaves})`;
}
