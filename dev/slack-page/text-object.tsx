import type { TextObject } from '../slack/blocks.ts';
import { emojiFor } from '../slack/emoji.ts';
import { MrkdwnText } from './mrkdwn-text.tsx';
import type { Names } from './names.ts';

/** Draws a text object of either kind; anything else draws nothing. */
export function TextPart({ value, names }: { value: unknown; names: Names }) {
  if (typeof value !== 'object' || value === null || !('text' in value)) return null;
  const { type, text } = value as TextObject;
  if (type === 'mrkdwn') return <MrkdwnText text={text} names={names} />;
  return <span class="m-plain">{withEmoji(String(text))}</span>;
}

/** The text of a plain_text object, names of emoji replaced; empty where there is none. */
export function plainLabel(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('text' in value)) return '';
  return withEmoji(String((value as TextObject).text));
}

function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+'-]+):/g, (whole, name: string) => emojiFor(name) ?? whole);
}
