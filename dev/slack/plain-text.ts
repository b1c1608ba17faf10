import type { Block } from '../emulators/slack-api.ts';
import { elementsOf, type TextObject } from './blocks.ts';
import { formatSlackDate } from './dates.ts';
import { type Inline, parseMrkdwn } from './mrkdwn.ts';

/** Writes a message for a terminal: the blocks line by line, or the text where there are none. */
export function plainMessage(message: { text: string; blocks: readonly Block[] | null }): string {
  if (!message.blocks || message.blocks.length === 0) return plainMrkdwn(message.text);
  return message.blocks
    .map(plainBlock)
    .filter((line) => line !== '')
    .join('\n');
}

/** Reads mrkdwn down to its words. */
function plainMrkdwn(text: string): string {
  return parseMrkdwn(text)
    .map((paragraph) => (paragraph.kind === 'pre' ? paragraph.text : plainRuns(paragraph.children)))
    .join('\n');
}

function plainBlock(block: Block): string {
  const texts = [block.text, ...((block.fields as TextObject[] | undefined) ?? [])];
  const lines = texts.map((text) => plainTextObject(text));
  if (block.type === 'divider') return '---';
  if (block.type === 'image') lines.push(`[picture: ${String(block.alt_text)}]`);
  if (block.type === 'context') {
    lines.push(...((block.elements ?? []) as TextObject[]).map((element) => plainTextObject(element)));
  } else if (block.type === 'rich_text') {
    lines.push(richText(block.elements).trimEnd());
  } else {
    const labels = elementsOf(block).map((element) => plainTextObject(element.text));
    lines.push(labels.flatMap((label) => (label === '' ? [] : [`[${label}]`])).join(' '));
  }
  return lines.filter((line) => line !== '').join('\n');
}

function plainTextObject(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('text' in value)) return '';
  const { type, text } = value as TextObject;
  return type === 'mrkdwn' ? plainMrkdwn(text) : String(text);
}

function richText(value: unknown): string {
  if (Array.isArray(value)) return value.map(richText).join('');
  if (typeof value !== 'object' || value === null) return '';
  const part = value as { type?: string; text?: string; url?: string; elements?: unknown };
  if (part.elements) return `${richText(part.elements)}\n`;
  return part.text ?? part.url ?? '';
}

function plainRuns(runs: readonly Inline[]): string {
  return runs.map(plainRun).join('');
}

function plainRun(run: Inline): string {
  switch (run.kind) {
    case 'text':
    case 'code':
      return run.text;
    case 'link':
      return run.label === run.url ? run.url : `${run.label} (${run.url})`;
    case 'user':
      return `@${run.label ?? run.id}`;
    case 'channel':
      return `#${run.label ?? run.id}`;
    case 'group':
      return run.label ?? run.id;
    case 'broadcast':
      return `@${run.name}`;
    case 'date':
      return formatSlackDate(run.unix, run.format);
    case 'emoji':
      return run.glyph;
    case 'break':
      return '\n';
    default:
      return plainRuns(run.children);
  }
}
