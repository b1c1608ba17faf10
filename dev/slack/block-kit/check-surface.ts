import { checkBlocks } from './check-block.ts';
import { checkString, checkText, checkUnique, type Fields, isFields, type Problems, refuse } from './problems.ts';

/** Slack's "no" to a call: its error code and, for Block Kit, one line for each problem. */
export type Refusal = { error: string; messages: string[] };

/** Slack refuses a message at about this many characters of blocks: https://github.com/slackapi/bolt-js/issues/2509 */
const LONGEST_MESSAGE = 13_200;

/** Checks a message as chat.postMessage would; null where Slack would take it. */
export function checkMessage(fields: Fields): Refusal | null {
  const { text = '', blocks } = fields;
  const hasBlocks = Array.isArray(blocks) && blocks.length > 0;
  if (blocks !== undefined && blocks !== null && !Array.isArray(blocks))
    return { error: 'invalid_blocks_format', messages: [] };
  if (!hasBlocks && String(text) === '' && fields.attachments === undefined) return { error: 'no_text', messages: [] };
  if (String(text).length > 40_000) return { error: 'msg_too_long', messages: [] };
  if (!hasBlocks) return null;
  const problems: Problems = [];
  checkBlocks(problems, blocks, '/blocks', 'message');
  checkCount(problems, blocks, 'data_visualization', 2);
  checkCount(problems, blocks, 'table', 1);
  if (problems.length > 0) return { error: 'invalid_blocks', messages: problems };
  return charactersOf(blocks) > LONGEST_MESSAGE ? { error: 'msg_blocks_too_long', messages: [] } : null;
}

/** Checks a view as views.open and views.publish would; null where Slack would take it. */
export function checkView(view: unknown, type: 'modal' | 'home'): Refusal | null {
  if (!isFields(view)) return { error: 'invalid_arguments', messages: ['[ERROR] missing required field: view'] };
  const problems: Problems = [];
  if (view.type !== type) refuse(problems, '/view/type', `must be ${type}`);
  checkBlocks(problems, view.blocks, '/view/blocks', type);
  checkString(problems, view.private_metadata, '/view/private_metadata', { max: 3000, isOptional: true });
  checkString(problems, view.callback_id, '/view/callback_id', { max: 255, isOptional: true });
  checkString(problems, view.external_id, '/view/external_id', { max: 255, isOptional: true });
  if (type === 'modal') checkModal(problems, view);
  else checkCount(problems, view.blocks, 'data_visualization', 2);
  return problems.length > 0 ? { error: 'invalid_arguments', messages: problems } : null;
}

function checkModal(problems: Problems, view: Fields): undefined {
  checkText(problems, view.title, '/view/title', { max: 24, isPlain: true });
  checkText(problems, view.submit, '/view/submit', { max: 24, isPlain: true, isOptional: true });
  checkText(problems, view.close, '/view/close', { max: 24, isPlain: true, isOptional: true });
  const blocks = Array.isArray(view.blocks) ? view.blocks : [];
  const inputs = blocks.filter((block) => isFields(block) && block.type === 'input');
  if (inputs.length > 0 && view.submit === undefined)
    refuse(problems, '/view/submit', 'is required where blocks contain an input block');
  checkUnique(
    problems,
    inputs.map((block) => block.block_id),
    '/view/blocks',
    'block_id',
  );
}

function checkCount(problems: Problems, blocks: unknown, type: string, max: number): undefined {
  const found = Array.isArray(blocks) ? blocks.filter((block) => isFields(block) && block.type === type) : [];
  if (found.length > max) refuse(problems, '/blocks', `no more than ${max} blocks of type ${type} allowed`);
}

/** All text of a message's blocks, without the JSON around it. */
function charactersOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce((sum: number, entry) => sum + charactersOf(entry), 0);
  if (!isFields(value)) return 0;
  const counted = Object.entries(value).filter(([key]) => key === 'text' || typeof value[key] === 'object');
  return counted.reduce((sum, [, entry]) => sum + charactersOf(entry), 0);
}
