import type { Block } from '../emulators/slack-api.ts';

/** A clickable or selectable part of a block. */
export type BlockElement = { type: string; action_id?: string; [field: string]: unknown };

/** A text object of Block Kit. */
export type TextObject = { type: 'plain_text' | 'mrkdwn'; text: string; emoji?: boolean; verbatim?: boolean };

/** Slack names blocks that came without a `block_id`; the names here depend on the position only. */
export function withBlockIds(blocks: readonly Block[]): Block[] {
  return blocks.map((block, index) => ({ ...block, block_id: block.block_id ?? `block${index}` }));
}

/** Finds the element that carries `actionId`, and the block it stands in; `blockId` tells several of them apart. */
export function findElement(
  blocks: readonly Block[],
  actionId: string,
  blockId: string | null,
): { blockId: string; element: BlockElement } | null {
  for (const block of withBlockIds(blocks)) {
    if (blockId !== null && block.block_id !== blockId) continue;
    const element = elementsOf(block).find((candidate) => candidate.action_id === actionId);
    if (element && block.block_id) return { blockId: block.block_id, element };
  }
  return null;
}

/** Every element of a block that a person may act upon. */
export function elementsOf(block: Block): BlockElement[] {
  const children = Array.isArray(block.child_blocks) ? (block.child_blocks as Block[]) : [];
  const cards = block.type === 'carousel' && Array.isArray(block.elements) ? (block.elements as Block[]) : [];
  return [block.elements, block.accessory, block.element, block.actions, [...children, ...cards].flatMap(elementsOf)]
    .flat()
    .filter((part): part is BlockElement => typeof part === 'object' && part !== null && 'type' in part);
}
