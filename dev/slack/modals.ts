import { checkView, type Refusal } from './block-kit/check-surface.ts';
import { type Fields, isFields } from './block-kit/problems.ts';
import type { Origin } from './triggers.ts';
import { makeView, parsed, refused, type View, type ViewAnswer } from './view.ts';

/** Everybody's open modals, lowest first, and the channel they were opened in. */
export type Stacks = Map<string, { views: View[]; channelId: string | null }>;

type Found = { views: View[]; index: number; view: View };

/** https://docs.slack.dev/surfaces/modals: a stack holds three views. */
const tallestStack = 3;

export function stackOf(stacks: Stacks, userId: string): View[] {
  return stacks.get(userId)?.views ?? [];
}

function findModal(stacks: Stacks, match: (view: View) => boolean): Found | null {
  for (const { views } of stacks.values()) {
    const index = views.findIndex(match);
    const view = views[index];
    if (view) return { views, index, view };
  }
  return null;
}

function replace({ index, view: before, views }: Found, given: Fields): View {
  const { id, root_view_id, previous_view_id } = before;
  const view = { ...makeView(given, null), id, root_view_id, previous_view_id };
  views[index] = view;
  return view;
}

/** Answers `views.open`, and with `isPush` `views.push`, for whoever the trigger is of. */
export function openModal(stacks: Stacks, { trigger, view }: { trigger: Origin; view: unknown }, isPush: boolean) {
  const given = parsed(view);
  const refusal = checkView(given, 'modal');
  if (refusal || !isFields(given)) return refused(refusal);
  const under = isPush ? stackOf(stacks, trigger.userId) : [];
  if (under.length >= tallestStack) return refused({ error: 'push_limit_reached', messages: [] });
  const made = makeView(given, under.at(-1) ?? null);
  const channelId = isPush ? (stacks.get(trigger.userId)?.channelId ?? null) : trigger.channelId;
  stacks.set(trigger.userId, { views: [...under, made], channelId });
  return { ok: true, view: made } as const;
}

/** Answers `views.update`. */
export function updateModal(stacks: Stacks, fields: Fields): ViewAnswer {
  const given = parsed(fields.view);
  const found = findModal(stacks, ({ id, external_id: external }) =>
    fields.view_id ? id === fields.view_id : external !== '' && external === fields.external_id,
  );
  if (!found) return { ok: false, error: 'not_found' };
  if (fields.hash && fields.hash !== found.view.hash) return { ok: false, error: 'hash_conflict' };
  const refusal = checkView(given, 'modal');
  if (refusal || !isFields(given)) return refused(refusal);
  return { ok: true, view: replace(found, given) };
}

/** Does what a `response_action` asks. Returns what Slack would object to, or null. */
export function respondInModal(
  stacks: Stacks,
  viewId: string,
  { action, given }: { action: 'update' | 'push'; given: unknown },
): Refusal | null {
  const refusal = checkView(given, 'modal');
  if (refusal || !isFields(given)) return refusal;
  const found = findModal(stacks, ({ id }) => id === viewId);
  if (!found) return { error: 'not_found', messages: [] };
  if (action === 'update') replace(found, given);
  else found.views.push(makeView(given, found.view));
  return null;
}
