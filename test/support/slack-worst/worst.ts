import { checkMessage, checkView } from '../../../dev/slack/block-kit/check-surface.ts';
import { paragraph } from '../../../src/slack/blocks/block.ts';

/** What outside text may be at its worst: one text everywhere, how many there are of everything, and what is absent. */
export type Worst = {
  name: string;
  text: string;
  /** A web address as long as the web has them. */
  url: string;
  /** How many there are where nothing else limits them. */
  many: number;
  /** `value`, or null where all is absent that may be. */
  maybe<T>(value: T): T | null;
};

/** The longest that still stands in a link. */
const LINKED_URL = `https://press.example.org/${'a&'.repeat(170)}`;
const LONG_URL = `https://press.example.org/${'a%20'.repeat(480)}`;

function worst(name: string, text: string, rest: { url?: string; many?: number; isBare?: boolean } = {}): Worst {
  const { isBare = false, many = 100, url = LONG_URL } = rest;
  return { name, text, url, many, maybe: (value) => (isBare ? null : value) };
}

export const PLAIN = worst('a plain word', 'Tideland', { url: 'https://press.example.org/tides', many: 3 });
export const WORST: readonly Worst[] = [
  worst('mentions, links and entities twice', '<!channel> <https://evil.example|x> &amp;amp; <@UEVIL> <#CEVIL|x>'),
  worst('3,001 characters that format', '*'.repeat(3_001)),
  worst('3,001 characters that are escaped', '<'.repeat(3_001)),
  worst('right to left', '\u202eمرحبا\u202e <!here> '.repeat(100)),
  worst('3,001 characters of Chinese', '来凯医药'.repeat(751)),
  worst('the longest link', '&'.repeat(300), { url: LINKED_URL }),
  worst('an address that breaks out', 'x', { url: `https://press.example.org/|<!channel>${'|'.repeat(1_900)}` }),
  worst('nothing at all', '', { url: '', many: 0, isBare: true }),
  PLAIN,
];

/** What a builder made: a whole message, a view, or a part that stands in one. */
export type Drawn =
  | { message: { text: string; blocks?: unknown[] | undefined } }
  | { text: string }
  | { blocks: readonly unknown[]; on?: 'message' | 'home' }
  | { inputs: readonly unknown[] }
  | { modal: unknown };

/** Where our own words lead; a name behind anything else came from outside. */
const OURS =
  /^<(?:@U(?:ANA|BEN|EVE|VIEW|VERA|NOBODY|BOT)\d*|#C(?:NEWS|OTHER|REVIEW1)\w*|!date\^\d+\^[^<>|]*\|[^<>|]*|https?:\/\/(?:press\d*\.example\.org|news\.example\.com|slack\.com)[^<>|\s]*(?:\|[^<>|]*)?|mailto:[^<>|\s]*\|[^<>|]*)>$/;

/** What Slack would refuse of what was drawn, or would read as a mention, link or command that is not ours. */
export function troubleWith(drawn: Drawn): string[] {
  return [...refusals(drawn), ...liveTexts(drawn).flatMap(alive)];
}

function refusals(drawn: Drawn): string[] {
  const refusal = refusalOf(drawn);
  const told = refusal ? [`${refusal.error} ${refusal.messages.slice(0, 3).join(' ')}`] : [];
  if (!('message' in drawn)) return told;
  const { text } = drawn.message;
  if (text.trim() === '') told.push('a message without a text for notifications');
  // Slack cuts what is longer (https://docs.slack.dev/reference/methods/chat.postMessage).
  if (text.length > 4_000) told.push(`a text of ${text.length} characters`);
  return told;
}

function refusalOf(drawn: Drawn) {
  if ('message' in drawn) return checkMessage(drawn.message);
  if ('modal' in drawn) return checkView(drawn.modal, 'modal');
  if ('inputs' in drawn) return checkView({ ...A_FORM, blocks: drawn.inputs }, 'modal');
  if ('text' in drawn) return drawn.text === '' ? null : checkMessage({ text: 'x', blocks: [paragraph(drawn.text)] });
  return drawn.on === 'home'
    ? checkView({ type: 'home', blocks: drawn.blocks }, 'home')
    : checkMessage({ text: 'x', blocks: drawn.blocks });
}

const A_FORM = {
  type: 'modal',
  title: { type: 'plain_text', text: 'A form' },
  submit: { type: 'plain_text', text: 'Save' },
};

/** Every text that Slack reads for mentions and links. */
function liveTexts(drawn: Drawn): string[] {
  const top = 'message' in drawn ? [drawn.message.text] : 'text' in drawn ? [drawn.text] : [];
  return [...top, ...mrkdwnIn(drawn)];
}

function mrkdwnIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'type' in node && node.type === 'mrkdwn' && 'text' in node ? [String(node.text)] : [];
  return [...own, ...Object.values(node).flatMap(mrkdwnIn)];
}

function alive(text: string): string[] {
  const bare = text.replace(/<[^<>]*>/g, (found) => (OURS.test(found) ? '' : found));
  const found = /<[^<>]{0,60}/.exec(bare)?.[0] ?? /&(?!amp;|lt;|gt;)[^\s]{0,10}/.exec(bare)?.[0];
  return found === undefined ? [] : [`live: ${found}`];
}

/** Whether a word from outside that somebody sees also stands in the text that is read aloud. */
export function isComplete({ message }: { message: { text: string; blocks?: unknown[] | undefined } }): boolean {
  return !JSON.stringify(message.blocks ?? []).includes(PLAIN.text) || message.text.includes(PLAIN.text);
}
