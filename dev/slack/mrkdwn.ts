import { emojiFor } from './emoji.ts';

/** A run of text in a line. Texts are decoded: ready to be shown, and to be escaped by whoever draws them. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { kind: 'link'; url: string; label: string }
  | { kind: 'user' | 'channel' | 'group'; id: string; label: string | null }
  | { kind: 'broadcast'; name: string }
  | { kind: 'date'; unix: number; format: string; fallback: string }
  | { kind: 'emoji'; name: string; glyph: string }
  | { kind: 'break' };

export type Paragraph = { kind: 'lines' | 'quote'; children: Inline[] } | { kind: 'pre'; text: string };

/** Escapes text so that Slack shows it as it stands: https://api.slack.com/reference/surfaces/formatting#escaping */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Reads Slack's mrkdwn. Entities are decoded once, after the control sequences were cut out,
 * so that escaped text such as `&lt;!channel&gt;` stays inert as it does in Slack.
 */
export function parseMrkdwn(text: string): Paragraph[] {
  return text.split(/(```[\s\S]*?```)/).flatMap((part): Paragraph[] => {
    if (part === '') return [];
    if (part.startsWith('```') && part.endsWith('```') && part.length > 6) {
      return [{ kind: 'pre', text: decodeEntities(part.slice(3, -3).replace(/^\n|\n$/g, '')) }];
    }
    return parseLines(part.replace(/^\n|\n$/g, ''));
  });
}

const quoteMark = /^(?:>|&gt;) ?/;

function parseLines(text: string): Paragraph[] {
  const paragraphs: { kind: 'lines' | 'quote'; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const kind = quoteMark.test(line) ? 'quote' : 'lines';
    const content = kind === 'quote' ? line.replace(quoteMark, '') : line;
    const last = paragraphs.at(-1);
    if (last?.kind === kind) last.lines.push(content);
    else paragraphs.push({ kind, lines: [content] });
  }
  return paragraphs.map(({ kind, lines }) => ({
    kind,
    children: lines.flatMap((line, index): Inline[] => [
      ...(index > 0 ? [{ kind: 'break' } as const] : []),
      ...parseInline(line),
    ]),
  }));
}

/** One alternative per kind of run, tried in this order at each place. A style needs a non-word character on both sides. */
const run =
  /<([^<>\n]+)>|`([^`\n]+)`|:([a-z0-9_+'-]+):|(?<![\p{L}\p{N}])([*_~])(?=\S)((?:<[^<>\n]*>|(?!\4)[^\n<])+?)(?<=\S)\4(?![\p{L}\p{N}])|(https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"])/gu;

const styles = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

function parseInline(text: string): Inline[] {
  const runs: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(run)) {
    if (match.index > end) runs.push(plain(text.slice(end, match.index)));
    runs.push(inlineOf(match));
    end = match.index + match[0].length;
  }
  if (end < text.length) runs.push(plain(text.slice(end)));
  return runs;
}

function inlineOf(match: RegExpExecArray): Inline {
  const [whole, control, code, emoji, mark, styled, bareUrl] = match;
  if (control !== undefined) return parseControl(control);
  if (code !== undefined) return { kind: 'code', text: decodeEntities(code) };
  if (mark !== undefined && styled !== undefined) {
    return { kind: styles[mark as keyof typeof styles], children: parseInline(styled) };
  }
  if (bareUrl !== undefined) return { kind: 'link', url: decodeEntities(bareUrl), label: decodeEntities(bareUrl) };
  const glyph = emoji === undefined ? null : emojiFor(emoji);
  return glyph === null ? plain(whole) : { kind: 'emoji', name: emoji ?? '', glyph };
}

/** What stands between angle brackets: a mention, a date, or a link. */
function parseControl(control: string): Inline {
  const [target = '', ...rest] = control.split('|');
  const label = rest.length > 0 ? decodeEntities(rest.join('|')) : null;
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1), label };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), label };
  const date = /^!date\^(\d+)\^([^^]+)/.exec(target);
  if (date) return { kind: 'date', unix: Number(date[1]), format: date[2] ?? '', fallback: label ?? '' };
  if (target.startsWith('!subteam^')) return { kind: 'group', id: target.slice('!subteam^'.length), label };
  if (target.startsWith('!')) return { kind: 'broadcast', name: target.slice(1) };
  const url = decodeEntities(target);
  return { kind: 'link', url, label: label ?? url };
}

function plain(text: string): Inline {
  return { kind: 'text', text: decodeEntities(text) };
}

function decodeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
