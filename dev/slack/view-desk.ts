import type { PersonName } from '../emulators/slack-seed.ts';
import { type DeskParts, isLockedOut, lookupsOf, prepareOutside } from './acting.ts';
import { type Fields, isFields } from './block-kit/problems.ts';
import { type BlockElement, elementsOf, findElement } from './blocks.ts';
import { type Delivery, deliverPayload } from './delivery.ts';
import { choiceOf, clientErrors, type Option, type Raw, type RawState, stateValues } from './element-state.ts';
import type { Occasion } from './payloads.ts';
import type { View } from './view.ts';
import {
  type ResponseUrl,
  suggestionPayload,
  viewActionsPayload,
  viewClosedPayload,
  viewSubmissionPayload,
} from './view-payloads.ts';
import type { Views } from './views.ts';

/** What the person sees of an act in a view: errors beside fields, and a line of Slack's own. */
export type ViewOutcome = { errors: Record<string, string>; notice: string | null };

export type ViewAct = { person: PersonName; viewId: string; state: RawState };

const done: ViewOutcome = { errors: {}, notice: null };
const troubled = 'We had some trouble connecting. Try again?';

/** Does what Slack does between a person's act in a modal or App Home and the app. */
export function createViewDesk(parts: DeskParts) {
  return {
    /** Presses a button or makes a choice in a view. Null where the view or its element is gone. */
    press: (act: ViewAct & { actionId: string; blockId: string | null; value: Raw }) => press(parts, act),
    submit: (act: ViewAct) => submit(parts, act),
    /** Leaves the top view, or the whole stack. */
    close: (person: PersonName, scope: 'top' | 'all') => close(parts, person, scope),
    /** Options for what somebody typed into an external select. */
    suggest: (act: ViewAct & { actionId: string; blockId: string; value: string }) => suggest(parts, act),
    shown: (person: PersonName) => shown(parts, person),
  };
}

async function find(
  parts: DeskParts,
  { person, viewId }: ViewAct,
): Promise<{ view: View; who: Pick<Occasion, 'user' | 'triggerId'> } | null> {
  if (isLockedOut(person)) return null;
  const who = await prepareOutside(parts, person);
  const open = [...parts.views.stackOf(who.user.id), parts.views.homeOf(who.user.id)];
  const view = open.find((candidate) => candidate?.id === viewId);
  return view ? { view, who } : null;
}

/** The modal and the App Home tab a person has before them. */
async function shown({ workspace, views }: DeskParts, person: PersonName) {
  if (isLockedOut(person)) return { modal: null, depth: 0, home: null, channelId: null };
  const { id } = await workspace.person(person);
  const stack = views.stackOf(id);
  return { modal: stack.at(-1) ?? null, depth: stack.length, home: views.homeOf(id), channelId: views.channelOf(id) };
}

async function press(
  parts: DeskParts,
  act: ViewAct & { actionId: string; blockId: string | null; value: Raw },
): Promise<ViewOutcome | null> {
  const found = await find(parts, act);
  const place = found && findElement(found.view.blocks, act.actionId, act.blockId);
  if (!found || !place) return null;
  const lookups = lookupsOf(parts);
  const choice = choiceOf(place.element, act.value, lookups);
  const values = stateValues(found.view.blocks, act.state, lookups);
  const payload = viewActionsPayload(found.view, { ...place, choice, values }, found.who);
  const delivery = await deliverPayload(parts.app, payload);
  return delivery.kind === 'failed' ? { ...done, notice: troubled } : done;
}

async function submit(parts: DeskParts, act: ViewAct): Promise<ViewOutcome | null> {
  const found = await find(parts, act);
  if (!found) return null;
  const { view, who } = found;
  const values = stateValues(view.blocks, act.state, lookupsOf(parts));
  const errors = clientErrors(view.blocks, values);
  if (Object.keys(errors).length > 0) return { errors, notice: null };
  const urls = responseUrls(parts, view, values, who.user.id);
  const delivery = await deliverPayload(parts.app, viewSubmissionPayload(view, values, who, urls));
  return applyAnswer(parts.views, { userId: who.user.id, view, delivery });
}

/** https://docs.slack.dev/surfaces/modals#handling_submissions */
function applyAnswer(
  views: Views,
  { userId, view, delivery }: { userId: string; view: View; delivery: Delivery },
): ViewOutcome {
  if (delivery.kind === 'failed') return { errors: {}, notice: troubled };
  const { json } = delivery;
  switch (json?.response_action) {
    case 'errors':
      return { errors: errorsOf(json.errors, view), notice: null };
    case 'update':
    case 'push': {
      const refusal = views.respond(view.id, json.response_action, json.view);
      if (refusal) console.error(`Slack would refuse the view: ${refusal.error} ${refusal.messages.join(' ')}`);
      return refusal ? { errors: {}, notice: troubled } : done;
    }
    case 'clear':
      views.close(userId, 'all');
      return done;
    default:
      if (delivery.text.trim() !== '' && json && Object.keys(json).length > 0) return { errors: {}, notice: troubled };
      views.close(userId, view.clear_on_close === true ? 'all' : 'top');
      return done;
  }
}

/** Errors stand beside input blocks; Slack drops the submission where one names another block. */
function errorsOf(given: unknown, view: View): Record<string, string> {
  const errors = isFields(given) ? given : {};
  const inputs = new Set(view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id));
  const known = Object.entries(errors).filter(([blockId]) => inputs.has(blockId));
  if (known.length < Object.keys(errors).length) console.error('errors name a block that is no input:', errors);
  return Object.fromEntries(known.map(([blockId, text]) => [blockId, String(text)]));
}

function responseUrls(parts: DeskParts, view: View, values: Fields, userId: string): ResponseUrl[] {
  return view.blocks.flatMap((block) =>
    elementsOf(block).flatMap((element: BlockElement) => {
      const inBlock = values[String(block.block_id)];
      const held = isFields(inBlock) ? inBlock[String(element.action_id)] : null;
      if (element.response_url_enabled !== true || !isFields(held)) return [];
      const channel = held.selected_conversation ?? held.selected_channel;
      if (typeof channel !== 'string') return [];
      const link = parts.privateMessages.openLink(channel, userId, { kind: 'command' });
      const response_url = `${parts.pagesUrl}/response/${link.id}`;
      return [
        { block_id: String(block.block_id), action_id: String(element.action_id), channel_id: channel, response_url },
      ];
    }),
  );
}

async function close(parts: DeskParts, person: PersonName, scope: 'top' | 'all'): Promise<void> {
  const { user } = await prepareOutside(parts, person);
  for (const view of parts.views.close(user.id, scope)) {
    if (view.notify_on_close) await deliverPayload(parts.app, viewClosedPayload(view, scope === 'all', { user }));
  }
}

async function suggest(
  parts: DeskParts,
  act: ViewAct & { actionId: string; blockId: string; value: string },
): Promise<Option[]> {
  const found = await find(parts, act);
  if (!found) return [];
  const delivery = await deliverPayload(parts.app, suggestionPayload(found.view, act, found.who));
  const json = delivery.kind === 'taken' ? delivery.json : null;
  const groups = (json?.option_groups ?? []) as { options: Option[] }[];
  const options = [...((json?.options ?? []) as Option[]), ...groups.flatMap((group) => group.options)].slice(0, 100);
  for (const option of options) parts.offered.set(option.value, option);
  return options;
}
