import { AppError } from '../../domain/errors.ts';
import type { Context } from '../../services/context.ts';
import { listOwners, NotAllowedError } from '../../services/desk/staff-role.ts';
import { message } from '../blocks/block.ts';
import { escapedWithin, escapeMrkdwn } from '../mrkdwn.ts';
import type { Reply } from './reply.ts';

/** A paragraph holds 3,000 characters. */
const LONGEST = 2_800;

/** What a person sees of a failure: the message of an expected one, a reference for one that is our fault, and whom to give it to. */
export async function failureReply(ctx: Context, error: unknown): Promise<Reply> {
  if (error instanceof AppError && error.code !== 'internal') {
    // The message is ours and may use code marks; what it quotes from outside is escaped with it.
    const ask = error instanceof NotAllowedError ? askWhom(error) : '';
    const told = withoutFields(error);
    const escaped = escapeMrkdwn(told);
    return message(`${escaped.length <= LONGEST ? escaped : escapedWithin(told, LONGEST)}${ask}`);
  }
  const reference = ctx.ids.publicId().slice(0, 6).toUpperCase();
  ctx.log.error('slack.command_failed', error, { reference });
  const owners = mentions(await ownersOf(ctx));
  const tell = owners === '' ? '' : ` If it happens again, tell ${owners} that reference.`;
  return message(
    `Something went wrong on my side (ref ${reference}). Look at \`/newsdesk status\` to see whether it was done before you try again.${tell}`,
  );
}

/** None where the failure keeps us from reading them too. */
async function ownersOf(ctx: Context): Promise<string[]> {
  return listOwners(ctx).catch((error: unknown) => {
    ctx.log.error('slack.command_failed', error);
    return [];
  });
}

/** Beside a command no field stands that could be named: what is wrong with it is said in its place. */
function withoutFields({ fields, message }: AppError): string {
  return message.replace(/^Please correct: [^.]+\./, () => Object.values(fields).join(' '));
}

/** "Ask <@U1> or <@U2> to make you one." */
function askWhom({ ask, what }: NotAllowedError): string {
  const known = mentions(ask);
  return known === '' ? '' : ` Ask ${known} ${what}.`;
}

function mentions(ids: readonly string[]): string {
  return ids
    .filter((id) => /^[UW][A-Z0-9]+$/.test(id))
    .map((id) => `<@${id}>`)
    .join(' or ');
}
