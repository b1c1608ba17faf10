import type * as z from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../../services/context.ts';
import type { Act } from '../../services/desk/staff-role.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
import { failureReply } from '../replies/failure-reply.ts';
import type { FormValues } from './form-values.ts';
import type { SentView } from './refill.ts';
import type { ModalView, Screen } from './screen.ts';

/** Who asks for a form, where, and with what it is opened. `channelId`: null from anywhere, FROM_HOME from the Home tab. */
export type Asked = { userId: string; channelId: string | null; triggerId: string; screen: Screen };

/** Who submitted, closed or pressed in a modal, and what stands in it. `note` is its private_metadata, see `readNote`. */
export type InView = {
  userId: string;
  values: FormValues;
  note: string;
  view: SentView;
  triggerId: string;
  screen: Screen;
};

/**
 * What a submit leads to. errors: by block id, shown beside the fields. closed: the modal goes. shown: a view in its
 * place. pushed: one above it. `after` runs once Slack has its answer, as does whatever calls Slack. working: slower than
 * Slack's 3 seconds: `text` stands there meanwhile, then the view that `work` returns, and the Home tab anew where it has a
 * `homeNotice`; where `work` throws AppError, the form comes back filled, with each message of `fields` above its field.
 */
export type Outcome =
  | { kind: 'errors'; errors: Record<string, string> }
  /** `homeNotice`: the person's Home tab is drawn anew with this on it. */
  | { kind: 'closed'; homeNotice?: string | null; after?(): Promise<void> }
  | { kind: 'shown' | 'pushed'; view: ModalView; after?(): Promise<void> }
  | { kind: 'working'; text: string; work(): Promise<ModalView | Done> };

/** How slow work ended: the view, and what the person's Home tab says; null: the tab stays. */
export type Done = { view: ModalView; homeNotice: string | null };

/** Where a form was opened that was not opened in a channel; null: by a shortcut, from anywhere. */
export const FROM_HOME = '';

/** An end that also redraws the Home tab where the form was opened from there. */
export function doneFrom(channelId: string | null, view: ModalView, said: string): Done {
  return { view, homeNotice: channelId === FROM_HOME ? said : null };
}

/** One modal: who may submit it, and what that does. An AppError thrown by `submit` shows beside the fields it names. */
export type Modal = {
  act: Act;
  submit(ctx: Context, input: InView): Promise<Outcome>;
  /** What happens when it is closed without a submit; needs `notify_on_close` in the view. */
  close?(ctx: Context, input: InView): Promise<void>;
};

/** What an external select offers for what somebody typed; at most 100 are shown. */
export type Suggest = (ctx: Context, typed: string) => Promise<{ text: string; value: string }[]>;

/** A press of a button or choice inside a modal. `value` is the button's, or the chosen option's. */
export type ViewPress = {
  act: Act;
  run(ctx: Context, input: InView & { value: string }): Promise<void>;
};

/** Slack cuts a title at 24 characters (https://docs.slack.dev/reference/views/modal-views). */
const TITLE_LIMIT = 24;
const NOTE_LIMIT = 3_000;

/** A modal without a form: it says something and can be closed. */
export function messageView(title: string, blocks: KnownBlock[], close = 'Close'): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: title.slice(0, TITLE_LIMIT) },
    close: { type: 'plain_text', text: close },
    blocks,
  };
}

/** A modal with a form. `note` comes back with the submit as JSON; ids only. */
export function formView(form: {
  callbackId: string;
  title: string;
  submit: string;
  close?: string;
  note?: unknown;
  isDraftKept?: boolean;
  blocks: ModalView['blocks'];
}): ModalView {
  const note = JSON.stringify(form.note ?? {});
  if (note.length > NOTE_LIMIT) throw new AppError('internal', 'A form carries too much to be opened.');
  return {
    type: 'modal',
    callback_id: form.callbackId,
    private_metadata: note,
    title: { type: 'plain_text', text: form.title.slice(0, TITLE_LIMIT) },
    submit: { type: 'plain_text', text: form.submit.slice(0, TITLE_LIMIT) },
    close: { type: 'plain_text', text: form.close ?? 'Cancel' },
    ...(form.isDraftKept ? { notify_on_close: true } : {}),
    blocks: form.blocks,
  };
}

/** The note of a form, checked. Throws AppError('conflict') for one that this version does not understand. */
export function readNote<T>(shape: z.ZodType<T>, note: string): T {
  try {
    return shape.parse(JSON.parse(note));
  } catch (error) {
    throw new AppError('conflict', 'This form is from an older version. Nothing was done. Open it again.', {
      cause: error,
    });
  }
}

/**
 * Opens a modal at once with a line that says it is loading, and puts what `build` makes in its place: Slack waits three
 * seconds for a modal, which a database or a feed may take. A failure of `build` is shown in the modal.
 */
export async function openModal(
  ctx: Context,
  to: { screen: Screen; triggerId: string; title: string },
  build: () => Promise<ModalView>,
): Promise<void> {
  const loading = messageView(to.title, [paragraph(':hourglass_flowing_sand: Loading…')], 'Cancel');
  const open = await to.screen.open(to.triggerId, loading);
  const view = await build().catch((error: unknown) => failureView(ctx, to.title, error));
  await to.screen.update(open, view);
}

/** A failure in a modal's own words. */
export async function failureView(ctx: Context, title: string, error: unknown): Promise<ModalView> {
  const { text, blocks } = await failureReply(ctx, error);
  return messageView(title, blocks ?? [paragraph(text)]);
}
