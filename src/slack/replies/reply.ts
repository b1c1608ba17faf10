import type { KnownBlock } from '../blocks/block.ts';

/** An answer that only the person who typed sees. */
export type Reply = { text: string; blocks?: KnownBlock[] };
