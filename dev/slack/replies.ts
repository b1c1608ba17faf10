import type { Block } from '../emulators/slack-api.ts';
import { parseJson } from '../emulators/translate.ts';

/** A message the app answers with: in an acknowledgement or through a `response_url`. */
export type Reply = {
  text: string;
  blocks: Block[] | null;
  isInChannel: boolean;
  replacesOriginal: boolean;
  deletesOriginal: boolean;
};

/** Reads an answer's fields. Returns null where there is nothing to show. */
export function readReply(fields: Record<string, unknown>): Reply | null {
  const text = typeof fields.text === 'string' ? fields.text : '';
  const blocks = readBlocks(fields.blocks);
  const deletesOriginal = isTrue(fields.delete_original);
  if (text === '' && !blocks && !deletesOriginal) return null;
  return {
    text,
    blocks,
    isInChannel: fields.response_type === 'in_channel',
    replacesOriginal: isTrue(fields.replace_original),
    deletesOriginal,
  };
}

/** Blocks arrive as an array in JSON bodies and as a JSON string in forms. */
export function readBlocks(value: unknown): Block[] | null {
  const parsed = typeof value === 'string' ? parseJson(value) : value;
  return Array.isArray(parsed) && parsed.length > 0 ? (parsed as Block[]) : null;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
