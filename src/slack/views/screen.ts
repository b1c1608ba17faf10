import type { types } from '@slack/bolt';
import { webApi } from '@slack/bolt';
import { AppError } from '../../domain/errors.ts';
import { paragraph } from '../blocks/block.ts';
import { readFile } from '../read-file.ts';
import type { Reply } from '../replies/reply.ts';

/** A modal as Slack takes it. */
export type ModalView = types.ModalView;

/** Names a view that stands open. `hash` is of the version last seen; with it, an update loses to a newer version. */
export type OpenView = { viewId: string; hash: string | null };

/** What one person sees in Slack beside messages in a channel. */
export interface Screen {
  /** Opens a modal. A trigger holds for 3 seconds and once; throws AppError('unavailable') where it is too late. */
  open(triggerId: string, view: ModalView): Promise<OpenView>;
  /** Opens a modal above the one that is open; Slack holds three. */
  push(triggerId: string, view: ModalView): Promise<OpenView>;
  /** Puts a view in the place of an open one; false where it is closed, or newer than `hash`. */
  update(at: OpenView, view: ModalView): Promise<boolean>;
  /** Shows a message to one person only: in the channel, or in their direct messages where Newsdesk is not in it. */
  tell(to: { userId: string; channelId: string | null }, reply: Reply): Promise<void>;
  /** Whether Newsdesk is in a channel that is open, as Slack says. */
  isIn(channelId: string): Promise<boolean>;
  /** Says something that everybody in a channel reads; false where Slack refuses it. */
  say(channelId: string, reply: Reply): Promise<boolean>;
  /** The bytes of a file that was given in a form, at most 5 MB. Throws AppError naming `file`, or ('unavailable'). */
  readFile(fileId: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** Slack's answers to an update of a view that is closed, or that somebody or something changed meanwhile. */
const VIEW_PASSED = new Set(['not_found', 'hash_conflict']);
const TOO_LATE = new Set(['expired_trigger_id', 'trigger_expired', 'exchanged_trigger_id', 'trigger_exchanged']);
const NOT_THERE = new Set(['channel_not_found', 'not_in_channel', 'user_not_in_channel', 'is_archived', 'no_channel']);

/** The screen behind one request's client. */
export function createScreen(client: webApi.WebClient): Screen {
  return {
    open: (triggerId, view) => started(() => client.views.open({ trigger_id: triggerId, view })),
    push: (triggerId, view) => started(() => client.views.push({ trigger_id: triggerId, view })),
    async update({ viewId, hash }, view) {
      try {
        await client.views.update({ view_id: viewId, ...(hash === null ? {} : { hash }), view });
        return true;
      } catch (error) {
        if (VIEW_PASSED.has(codeOf(error))) return false;
        throw error;
      }
    },
    async tell({ userId, channelId }, { text, blocks = [] }) {
      if (channelId) {
        try {
          await client.chat.postEphemeral({ channel: channelId, user: userId, text, blocks });
          return;
        } catch (error) {
          if (!NOT_THERE.has(codeOf(error))) throw error;
        }
      }
      // Read in one's own messages, an answer has to say where it belongs.
      const head = channelId ? `About your form in <#${channelId}>:` : null;
      await client.chat.postMessage({
        channel: userId,
        text: head ? `${head} ${text}` : text,
        blocks: head && blocks.length > 0 ? [paragraph(head), ...blocks] : blocks,
        unfurl_links: false,
        unfurl_media: false,
      });
    },
    async isIn(channelId) {
      try {
        const { channel } = await client.conversations.info({ channel: channelId });
        return channel?.is_archived !== true && channel?.is_member !== false;
      } catch (error) {
        // A private channel that Newsdesk is not in looks like one that does not exist.
        if (NOT_THERE.has(codeOf(error))) return false;
        throw error;
      }
    },
    readFile: (fileId) => readFile(client, fileId),
    async say(channelId, { text, blocks = [] }) {
      try {
        await client.chat.postMessage({ channel: channelId, text, blocks, unfurl_links: false, unfurl_media: false });
        return true;
      } catch {
        // The reason shows in /newsdesk status as soon as a post meets it too.
        return false;
      }
    },
  };
}

async function started(call: () => Promise<{ view?: { id?: string; hash?: string } }>): Promise<OpenView> {
  try {
    const { view } = await call();
    return { viewId: view?.id ?? '', hash: view?.hash ?? null };
  } catch (error) {
    if (!TOO_LATE.has(codeOf(error))) throw error;
    throw new AppError('unavailable', 'Slack closed the form before I could open it. Nothing was done. Try again.', {
      cause: error,
    });
  }
}

function codeOf(error: unknown): string {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : '';
}
