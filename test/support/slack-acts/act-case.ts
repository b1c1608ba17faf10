import type { Step } from '../slack-desk.ts';

/** One act, done twice by Ana after a viewer tried, with what comes of it and nothing besides. */
export type ActCase = {
  /** What happened before, so that the button, form or text is about something real. */
  given: readonly Step[];
  /** Of a menu, how the choice begins. */
  choice?: string;
  /** Rows that the act writes; see changesBetween. */
  does: readonly string[];
  /** Rows that the same press writes when it comes again; nothing where absent. */
  again?: readonly string[];
  /** The form that it opens. */
  opens?: string;
  /** Words that somebody reads then. */
  says?: RegExp;
  /** What leaves for Slack or the mail provider in the two ticks after it, once though it was pressed twice. */
  sends?: readonly string[];
};
