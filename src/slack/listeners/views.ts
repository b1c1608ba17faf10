import type { App, BlockAction, ViewResponseAction, webApi } from '@slack/bolt';
import { forgetSeen, markSeen } from '../../db/desk/slack-seen.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../../services/context.ts';
import { type Act, NotAllowedError, requireRole } from '../../services/desk/staff-role.ts';
import { paragraph } from '../blocks/block.ts';
import { publishHome } from '../home/publish.ts';
import { failureReply } from '../replies/failure-reply.ts';
import { readValues } from '../views/form-values.ts';
import { MODALS, SUGGESTIONS, VIEW_PRESSES } from '../views/index.ts';
import { type Done, failureView, type InView, messageView, type Outcome } from '../views/modal.ts';
import { refilledView, type SentView } from '../views/refill.ts';
import { createScreen, type ModalView } from '../views/screen.ts';
import { isWorkspaceAdmin } from '../workspace-admin.ts';

const MOST_OPTIONS = 100;
const OPTION_LIMIT = 75;

/** Modals: submits, closes, choices to suggest, and buttons inside them, each found by its id in one table. */
export function registerViews(app: App, ctx: Context): void {
  app.view({ type: 'view_submission', callback_id: /.*/ }, async ({ ack, body, client }) => {
    const input = inView(body, client);
    const { answer, after } = await submitted(ctx, input, client);
    await ack(answer);
    await after();
  });
  app.view({ type: 'view_closed', callback_id: /.*/ }, async ({ ack, body, client }) => {
    await ack();
    const input = inView(body, client);
    const modal = MODALS[input.view.callback_id];
    if (!modal?.close) return;
    try {
      await allow(ctx, modal.act, { userId: input.userId, client });
      await modal.close(ctx, input);
    } catch (error) {
      // Nobody is there any more to be told, and a form that its owner may not keep is no failure of ours.
      if (!(error instanceof AppError) || error.code === 'internal') throw error;
      ctx.log.info('form.not_kept', { form: input.view.callback_id, code: error.code });
    }
  });
  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: /.*/ }, async ({ ack, body, client }) => {
    // What follows a colon only makes the element new to Slack, so that its first value counts again.
    const suggest = SUGGESTIONS[body.action_id.split(':')[0] ?? ''];
    // Who has no role any more is offered nothing; their submit says why.
    const isStaff = await allow(ctx, 'read', { userId: body.user.id, client }).then(
      () => true,
      (error: unknown) => {
        if (error instanceof NotAllowedError) return false;
        throw error;
      },
    );
    const found = suggest && isStaff ? await suggest(ctx, body.value.slice(0, 200)) : [];
    const options = found.slice(0, MOST_OPTIONS).map(({ text, value }) => ({
      text: { type: 'plain_text' as const, text: text.slice(0, OPTION_LIMIT) || '…' },
      value: value.slice(0, OPTION_LIMIT),
    }));
    await ack({ options });
  });
  for (const actionId of Object.keys(VIEW_PRESSES)) registerPress(app, ctx, actionId);
}

type PressArgs = { body: BlockAction; client: webApi.WebClient };

function registerPress(app: App, ctx: Context, actionId: string): void {
  app.action<BlockAction>(actionId, async ({ ack, body, client }) => {
    await ack();
    await pressed(ctx, actionId, { body, client });
  });
}

async function pressed(ctx: Context, actionId: string, { body, client }: PressArgs): Promise<void> {
  const press = VIEW_PRESSES[actionId];
  const [action] = body.actions;
  if (!press || !body.view || !action) return;
  const input = inView({ ...body, view: body.view }, client);
  try {
    await allow(ctx, press.act, { userId: input.userId, client });
    await press.run(ctx, { ...input, value: pressedValue(action) });
  } catch (error) {
    await input.screen.push(input.triggerId, await failureView(ctx, input.view.title.text, error));
  }
}

function pressedValue(action: object): string {
  if ('value' in action && typeof action.value === 'string') return action.value;
  const option = 'selected_option' in action ? action.selected_option : null;
  return option && typeof option === 'object' && 'value' in option ? String(option.value) : '';
}

type ViewBody = { user: { id: string }; view: object; trigger_id?: string };

function inView(body: ViewBody, client: webApi.WebClient): InView {
  const view = body.view as SentView;
  return {
    userId: body.user.id,
    values: readValues(view.state?.values ?? {}),
    note: view.private_metadata,
    view,
    triggerId: body.trigger_id ?? '',
    screen: createScreen(client),
  };
}

async function allow(ctx: Context, act: Act, who: { userId: string; client: webApi.WebClient }): Promise<void> {
  const isAdmin = () => isWorkspaceAdmin(who.client, who.userId);
  await requireRole(ctx, { slackUserId: who.userId, act, isAdmin });
}

type Submission = { answer?: ViewResponseAction; after(): Promise<void> };
const NOTHING = async () => undefined;

/**
 * Runs one submit. Slack may send it twice, and people press twice: the version of the form that was submitted is noted,
 * acts once, and is forgotten again where it came to nothing.
 */
async function submitted(ctx: Context, input: InView, client: webApi.WebClient): Promise<Submission> {
  const { view } = input;
  const title = view.title.text;
  const modal = MODALS[view.callback_id];
  const keys = [`v:${view.id}:${view.hash}`];
  try {
    if (!modal) throw new AppError('conflict', 'This form is from an older version. Nothing was done. Open it again.');
    await allow(ctx, modal.act, { userId: input.userId, client });
    if (!(await markSeen(ctx.db, keys, ctx.now())))
      return { answer: { response_action: 'update', view: again(title) }, after: NOTHING };
  } catch (error) {
    return { answer: { response_action: 'push', view: await failureView(ctx, title, error) }, after: NOTHING };
  }
  try {
    const outcome = await modal.submit(ctx, input);
    if (outcome.kind === 'errors' || outcome.kind === 'pushed') await forgetSeen(ctx.db, keys);
    return toSubmission(ctx, input, { outcome, keys, client });
  } catch (error) {
    await forgetSeen(ctx.db, keys);
    const errors = fieldErrors(view, error);
    if (Object.keys(errors).length > 0) return { answer: { response_action: 'errors', errors }, after: NOTHING };
    return { answer: { response_action: 'push', view: await failureView(ctx, title, error) }, after: NOTHING };
  }
}

function again(title: string) {
  return messageView(title, [
    paragraph('This form was sent a moment ago and is done or on its way. You can close it.'),
  ]);
}

function toSubmission(
  ctx: Context,
  input: InView,
  { outcome, keys, client }: { outcome: Outcome; keys: string[]; client: webApi.WebClient },
): Submission {
  switch (outcome.kind) {
    case 'errors':
      return { answer: { response_action: 'errors', errors: outcome.errors }, after: NOTHING };
    case 'closed': {
      const { after = NOTHING, homeNotice: notice = null } = outcome;
      const drawHome = () => publishHome(ctx, client, { userId: input.userId, notice });
      return { answer: { response_action: 'clear' }, after: notice === null ? after : () => after().then(drawHome) };
    }
    case 'shown':
      return { answer: { response_action: 'update', view: outcome.view }, after: outcome.after ?? NOTHING };
    case 'pushed':
      return { answer: { response_action: 'push', view: outcome.view }, after: outcome.after ?? NOTHING };
    case 'working': {
      const working = messageView(input.view.title.text, [paragraph(`:hourglass_flowing_sand: ${outcome.text}`)]);
      const after = () => finish(ctx, input, { work: outcome.work, keys, client });
      return { answer: { response_action: 'update', view: working }, after };
    }
  }
}

type Work = { work: () => Promise<ModalView | Done>; keys: string[]; client: webApi.WebClient };

/** Ends slow work: its view, or the form again with what went wrong. Whoever closed the modal meanwhile is told of a failure. */
async function finish(ctx: Context, input: InView, { work, keys, client }: Work): Promise<void> {
  const { screen, view, userId } = input;
  // The working view that stands there now has a hash of its own, which nobody told us.
  const at = { viewId: view.id, hash: null };
  try {
    const end = await work();
    const { homeNotice: notice, view: shown } = 'view' in end ? end : { view: end, homeNotice: null };
    await screen.update(at, shown);
    if (notice !== null) await publishHome(ctx, client, { userId, notice });
  } catch (error) {
    await forgetSeen(ctx.db, keys);
    const { text } = await failureReply(ctx, error);
    const named = error instanceof AppError ? error.fields : {};
    const errors = Object.keys(named).length > 0 ? named : { form: text };
    if (!(await screen.update(at, refilledView(view, errors))))
      await screen.tell({ userId, channelId: null }, { text });
  }
}

/** The messages of an error that name inputs of this form. */
function fieldErrors(view: SentView, error: unknown): Record<string, string> {
  if (!(error instanceof AppError)) return {};
  const inputs = new Set(
    (view.blocks as { type?: string; block_id?: string }[])
      .filter(({ type }) => type === 'input')
      .map(({ block_id: id }) => id),
  );
  return Object.fromEntries(Object.entries(error.fields).filter(([field]) => inputs.has(field)));
}
