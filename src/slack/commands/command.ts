import type { Context } from '../../services/context.ts';
import type { Act } from '../../services/desk/staff-role.ts';
import type { Reply } from '../replies/reply.ts';
import type { Asked } from '../views/modal.ts';

/** What a command gets: who typed it, where, the words after its own, and the way to open a modal within 3 seconds. */
export type CommandInput = Asked & { channelId: string; words: string[] };

/** One subcommand of /newsdesk. */
export type Command = {
  /** The words that name it: "feeds add". */
  name: string;
  /** What the person wants to do, for help: "I want to …". */
  wish: string;
  /** What follows its words, for help; empty for nothing. */
  usage: string;
  /** Who may type it. */
  act: Act;
  /** Null: a modal is open, and there is nothing more to say. */
  run(ctx: Context, input: CommandInput): Promise<Reply | null>;
};
