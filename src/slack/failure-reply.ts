import { listStaff } from '../db/desk/staff.ts';
import { AppError } from '../domain/errors.ts';
import type { Context } from '../services/context.ts';
import { NotAllowedError } from '../services/desk/staff-role.ts';
import { paragraph } from './blocks/block.ts';
import type { Reply } from './commands/command.ts';
import { escapedWithin, escapeMrkdwn } from './mrkdwn.ts';

/** A paragraph holds 3,000 characters. */
const LONGEST = 2_800;

/** What a person sees of a failure: the message of an expected one, a reference for one that is our fault, and whom to give it to. */
export async function failureReply(ctx: Context, error: unknown): Promise<Reply> {
  if (error instanceof AppError && error.code !== 'internal') {
    // The message is ours and may use code marks; what it quotes from outside is escaped with it.
    const ask = error instanceof NotAllowedError ? askWhom(error.ask) : '';
    const escaped = escapeMrkdwn(error.message);
    const words = escaped.length <= LONGEST ? escaped : escapedWithin(error.message, LONGEST);
    const text = `${words}${ask}`;
    return { text, blocks: [paragraph(text)] };
  }
  const reference = ctx.ids.publicId().slice(0, 6).toUpperCase();
  ctx.log.error('slack.command_failed', error, { reference });
  const owners = mentions(await ownersOf(ctx));
  const tell = owners === '' ? '' : ` If it happens again, tell ${owners} that reference.`;
  const text = `Something went wrong on my side (ref ${reference}). Look at \`/newsdesk status\` to see whether it was done before you try again.${tell}`;
  return { text, blocks: [paragraph(text)] };
}

/** At most three owners; none where the failure keeps us from reading them too. */
async function ownersOf(ctx: Context): Promise<string[]> {
  const staff = await listStaff(ctx.db).catch((error: unknown) => {
    ctx.log.error('slack.command_failed', error);
    return [];
  });
  return staff.flatMap(({ role, slackUserId }) => (role === 'owner' ? [slackUserId] : [])).slice(0, 3);
}

/** "Ask <@U1> or <@U2> for it." */
function askWhom(ids: readonly string[]): string {
  const known = mentions(ids);
  return known === '' ? '' : ` Ask ${known} for it.`;
}

function mentions(ids: readonly string[]): string {
  return ids
    .filter((id) => /^[UW][A-Z0-9]+$/.test(id))
    .map((id) => `<@${id}>`)
    .join(' or ');
}
