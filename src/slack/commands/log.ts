import { type AuditRow, findLastAct, listAudit, PASSING_ACTS } from '../../db/desk/audit.ts';
import { EVERY_FEED } from '../../db/feeds/every-feed.ts';
import type { Context } from '../../services/context.ts';
import { undoOf } from '../../services/desk/undo-act.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
import { paragraphWithButton } from '../blocks/buttons.ts';
import { personOf } from '../blocks/person.ts';
import { UNDO_ACT_ACTION, UNDO_OWN_ACT_ACTION } from '../blocks/undo.ts';
import { escapeMrkdwn, localTime, plain } from '../mrkdwn.ts';
import type { Reply } from '../replies/reply.ts';
import type { Command } from './command.ts';

const USUAL = 10;
/** A message holds 50 blocks. */
const MOST = 40;
/** And about 13,000 characters over all its blocks (https://github.com/slackapi/bolt-js/issues/2509). */
const MOST_TEXT = 12_000;
const IN_A_WINDOW = 30;
/** How far back words are looked for. */
const SEARCHED = 1_000;

/** Who did what, newest first, with Undo where nothing happened to it since; with words, only the acts that hold all of them. */
export const logCommand: Command = {
  name: 'log',
  wish: 'see who did what, and take it back',
  usage: '[how many] [@person or words]',
  act: 'read',
  run(ctx, { words }) {
    const [first = '', ...rest] = words;
    const isCount = /^\d+$/.test(first);
    const count = isCount ? Math.min(MOST, Math.max(1, Number(first))) : USUAL;
    return logReply(ctx, count, isCount ? rest : words);
  },
};

async function logReply(ctx: Context, count: number, words: readonly string[]): Promise<Reply> {
  const entries = await listAudit(ctx.db, words.length === 0 ? count : SEARCHED);
  const seen = new Set<string>();
  const rows: KnownBlock[] = [];
  let size = 0;
  for (const entry of entries) {
    const isLast = !seen.has(entry.subject);
    if (!PASSING_ACTS.has(entry.act)) seen.add(entry.subject);
    if (!holdsAll(entry, words)) continue;
    const row = logRow(entry, isLast);
    size += JSON.stringify(row).length;
    if (rows.length === count || size > MOST_TEXT) break;
    rows.push(row);
  }
  const text = headline(rows.length, entries.length, words);
  return { text, blocks: [paragraph(text), ...rows] };
}

function headline(shown: number, searched: number, words: readonly string[]): string {
  const isAll = words.length === 0;
  if (shown === 1) return isAll ? 'The last act.' : 'The last act that matches.';
  if (shown > 1) return `The last ${shown} acts${isAll ? '' : ' that match'}, newest first.`;
  if (isAll) return 'Nothing was done yet.';
  return `None of the last ${searched.toLocaleString('en')} acts matches. Name a person with @, or give words of what was done or to what, as in \`/newsdesk log feed paused\`.`;
}

/** What staff call a kind of act beside the word that stands in its line. */
const ALSO: Record<string, string> = { mailing: 'digest', reader: 'subscriber' };

/** Words are looked for in what a line says; a plural counts as its singular. */
function holdsAll(entry: AuditRow, words: readonly string[]): boolean {
  const { act, actor } = entry;
  const kind = act.slice(0, act.indexOf('.'));
  const line = [personOf(actor), actWords(entry), kind, ALSO[kind]].join(' ').replaceAll('\u2060', '');
  return words.every((word) => line.toLowerCase().includes(folded(word)));
}

function folded(word: string): string {
  return (mentionIn(word) ?? escapeMrkdwn(word).replace(/s$/i, '')).toLowerCase();
}

/** A person or channel as Slack hands it on, in the form lines have it; null for any other word. */
function mentionIn(word: string): string | null {
  const [, mark = '', id = ''] = /^<([@#])([a-z0-9]+)(?:\|[^>]*)?>$/i.exec(word) ?? [];
  return id === '' ? null : `<${mark}${id.toUpperCase()}>`;
}

/** The last acts in words only, for a window; Undo stands in the command's answer. */
export async function logLines(ctx: Context): Promise<KnownBlock[]> {
  const entries = await listAudit(ctx.db, IN_A_WINDOW);
  if (entries.length === 0) return [paragraph('Nothing was done yet.')];
  const rows = entries.map((entry) => paragraph(logLine(entry)));
  return [...rows, paragraph('`/newsdesk log` shows them with *Undo* where it is possible.')];
}

/** " The last act: …", who did what to a subject and when, for whoever came too late; empty where none is known. */
export async function lastActWords(ctx: Context, subject: string): Promise<string> {
  const entry = await findLastAct(ctx.db, subject);
  return entry ? ` The last act: ${logLine(entry)}.` : '';
}

function logLine(entry: AuditRow): string {
  return `${localTime(entry.at)} ${personOf(entry.actor)}: ${actWords(entry)}`;
}

function logRow(entry: AuditRow, isLast: boolean): KnownBlock {
  const line = logLine(entry);
  const undo = isLast ? undoOf(entry) : null;
  if (!undo) return paragraph(line);
  const value = `${entry.subject} ${entry.at}`;
  const actionId = undo.act === 'own' ? UNDO_OWN_ACT_ACTION : UNDO_ACT_ACTION;
  return paragraphWithButton(line, { actionId: `${actionId}:${entry.id}`, label: 'Undo', value });
}

/** An act in words: its name, who or what it was about, and what the audit kept of it. */
export function actWords({ act, subject, detail, name: called }: AuditRow): string {
  const [kind = '', ...rest] = act.split('.');
  const id = subject.slice(subject.indexOf(':') + 1);
  const what = rest.join(' ').replaceAll('_', ' ');
  const name = [detail.title, detail.feed, detail.name, detail.section].find((value) => typeof value === 'string');
  const after = detail.after as Record<string, unknown> | undefined;
  const of =
    kind === 'staff' && /^[UW][A-Z0-9]+$/.test(id)
      ? ` <@${id}>${roleWords(after)}`
      : nameWords(name ?? after?.name ?? called);
  const channel = detail.channel ?? after?.channelId;
  const where = typeof channel === 'string' && /^[CG][A-Z0-9]+$/.test(channel) ? ` in <#${channel}>` : '';
  const why = typeof detail.reason === 'string' ? ` (${plain(detail.reason, 120)})` : '';
  if (subject === EVERY_FEED) return everyFeedWords(what.replace('all ', ''), detail.feeds);
  if (act === 'staff.owner_claimed') return 'took the newsroom over as its owner';
  return `${KIND_WORDS[kind] ?? plain(kind, 30)} ${plain(what, 40)}${of}${where}${why}`;
}

function everyFeedWords(what: string, feeds: unknown): string {
  return `all feeds ${plain(what, 40)}${Array.isArray(feeds) ? ` (${feeds.length})` : ''}`;
}

const KIND_WORDS: Record<string, string> = {
  route: 'channel',
  announcement: 'post',
  contact: 'question',
  mailing: 'newsletter',
  staff: 'staff',
};

function nameWords(name: unknown): string {
  return typeof name === 'string' && name !== '' ? `: *${plain(name, 100)}*` : '';
}

function roleWords(after: Record<string, unknown> | undefined): string {
  return typeof after?.role === 'string' && after.state === 'active' ? `, ${plain(after.role, 20)}` : '';
}
