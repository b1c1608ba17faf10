import type { Context } from '../../services/context.ts';
import type { Act } from '../../services/staff-role.ts';
import type { KnownBlock } from '../blocks/block.ts';

/** What a command gets: who typed it, where, and the words after its own. */
export type CommandInput = { userId: string; channelId: string; words: string[] };

/** An answer that only the person who typed sees. */
export type Reply = { text: string; blocks?: KnownBlock[] };

/** One subcommand of /newsdesk. */
export type Command = {
  /** The words that name it: "feeds add". */
  name: string;
  /** What the person wants to do, for help: "I want to …". */
  wish: string;
  /** What follows its words, for help; empty for nothing. */
  usage: string;
  /** Null: anybody may. */
  act: Act | null;
  run(ctx: Context, input: CommandInput): Promise<Reply>;
};
