import { listRecentMailings, type Mailing } from '../../db/mailings/mailings.ts';
import { findMailingByNumber, findMailingsNamed } from '../../db/mailings/named-mailings.ts';
import { LOCALES, type Locale } from '../../domain/locale.ts';
import type { Context } from '../../services/context.ts';
import { requireRole } from '../../services/desk/staff-role.ts';
import { mailReport } from '../../services/mailings/mail-report.ts';
import { mailingTitle } from '../../services/mailings/mailing-progress.ts';
import { mailingReport } from '../../services/mailings/mailing-report.ts';
import { message } from '../blocks/block.ts';
import { counted } from '../blocks/count.ts';
import { reportText } from '../blocks/mailing-notes.ts';
import { plain } from '../mrkdwn.ts';
import type { Command, CommandInput } from './command.ts';

/** What became of a newsletter, the newest unless one is named: shown, posted here, or mailed to addresses. */
export const digestReportCommand: Command = {
  name: 'digest report',
  wish: 'see what became of a newsletter, post it, or mail it to somebody',
  usage: '[NAME | #NUMBER] [here] [ADDRESS …] [zh-Hans]',
  act: 'read',
  async run(ctx, input) {
    const asked = readWords(ctx, input.words);
    const found = await findMeant(ctx, asked.name);
    const [mailing, other] = found;
    if (!mailing) {
      return message(
        asked.name
          ? `No newsletter that was sent is named “${plain(asked.name, 80)}”. Nothing was done.`
          : 'No newsletter was sent yet.',
      );
    }
    if (other) return message(await chooseText(ctx, found));
    const text = reportText(await mailingReport(ctx, mailing));
    if (asked.addresses.length > 0) return message(`${await mailIt(ctx, input, { ...asked, mailing })}\n${text}`);
    return message(asked.isPosted ? await postIt(ctx, input, mailing) : text);
  },
};

type Asked = { name: string; addresses: string[]; isPosted: boolean; locale: Locale };

function readWords(ctx: Context, words: readonly string[]): Asked {
  const isAddress = (word: string) => word.includes('@');
  const localeOf = (word: string) => LOCALES.find((locale) => locale.toLowerCase() === word.toLowerCase());
  const rest = words.filter((word) => !isAddress(word));
  const isPosted = rest.some((word) => word.toLowerCase() === 'here');
  return {
    name: rest.filter((word) => word.toLowerCase() !== 'here' && !localeOf(word)).join(' '),
    addresses: words.filter(isAddress).map((word) => word.replace(/^mailto:/, '')),
    isPosted,
    locale: rest.map(localeOf).find((locale) => locale !== undefined) ?? ctx.config.locales[0] ?? 'en',
  };
}

/** The newest where none is named; more than one where a part of a title does not tell which. */
async function findMeant(ctx: Context, name: string): Promise<Mailing[]> {
  if (!name) return listRecentMailings(ctx.db, 1);
  const number = /^#?(\d{1,9})$/.exec(name)?.[1];
  const numbered = number ? await findMailingByNumber(ctx.db, Number(number)) : null;
  return numbered ? [numbered] : findMailingsNamed(ctx.db, name, 6);
}

async function chooseText(ctx: Context, mailings: readonly Mailing[]): Promise<string> {
  const lines = await Promise.all(
    mailings.map(async (mailing) => `• #${mailing.id} ${plain(await mailingTitle(ctx, mailing), 120)}`),
  );
  return ['More than one newsletter is named like that. Type one’s number:', ...lines].join('\n');
}

type Wish = Asked & { mailing: Mailing };

/** Figures may leave the newsroom by this, so more is asked for than to look at them. */
async function mailIt(ctx: Context, { userId }: CommandInput, { addresses, locale, mailing }: Wish): Promise<string> {
  await requireRole(ctx, { slackUserId: userId, act: 'edit', isAdmin: async () => false });
  const mailed = await mailReport(ctx, { mailing, addresses, locale, by: `slack:${userId}` });
  const known = addresses.length - mailed;
  return `${counted(mailed, 'mail is', 'mails are')} on the way.${known > 0 ? ` ${known} had it within this hour already.` : ''}`;
}

async function postIt(ctx: Context, { channelId, userId }: CommandInput, mailing: Mailing): Promise<string> {
  await requireRole(ctx, { slackUserId: userId, act: 'edit', isAdmin: async () => false });
  const outcome = await ctx.announcer.post(channelId, {
    kind: 'mailing_report',
    report: await mailingReport(ctx, mailing),
  });
  if (outcome.kind === 'posted') return `The report of #${mailing.id} stands in this channel.`;
  if (outcome.kind === 'unanswered') return 'Slack did not answer. Look whether the report stands in this channel.';
  return `Slack did not take the report (${outcome.code}). Invite Newsdesk to this channel, then try again.`;
}
