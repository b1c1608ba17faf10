import type { types } from '@slack/bolt';
import { cut } from '../mrkdwn.ts';

/** A Block Kit block of the kinds Slack's types know. */
export type KnownBlock = types.KnownBlock;

/** A message: its blocks, and the same in words for notifications and screen readers. */
export type Message = { text: string; blocks: KnownBlock[] };

const HEADER_LIMIT = 150;
/** What a paragraph is filled to; Slack takes 3,000 characters. */
const FULL = 2_800;

/** mrkdwn as it is written: without `verbatim` Slack would also make links and mentions of plain words such as "@here". */
export function mrkdwn(text: string): types.MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** A paragraph of mrkdwn. */
export function paragraph(text: string): KnownBlock {
  return { type: 'section', text: mrkdwn(text) };
}

/** Lines of mrkdwn in as few paragraphs as hold them. */
export function paragraphs(lines: readonly string[]): KnownBlock[] {
  const parts: string[] = [];
  for (const line of lines) {
    const last = parts.at(-1);
    if (last === undefined || last.length + line.length >= FULL) parts.push(line);
    else parts[parts.length - 1] = `${last}\n${line}`;
  }
  return parts.map(paragraph);
}

/** A heading of plain text, cut to what Slack takes. */
export function header(text: string): KnownBlock {
  return { type: 'header', text: { type: 'plain_text', text: cut(text, HEADER_LIMIT) } };
}

/** Small print of mrkdwn. */
export function smallPrint(text: string): KnownBlock {
  return { type: 'context', elements: [mrkdwn(text)] };
}

/** A message of one paragraph of mrkdwn, with what stands below it. */
export function message(text: string, below: readonly KnownBlock[] = []): Message {
  return { text, blocks: [paragraph(text), ...below] };
}
