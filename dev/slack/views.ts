import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Block } from '../emulators/slack-api.ts';
import { slackApp, team } from '../emulators/slack-seed.ts';
import { checkView, type Refusal } from './block-kit/check-surface.ts';
import { type Fields, isFields } from './block-kit/problems.ts';
import { withBlockIds } from './blocks.ts';

/** A modal or an App Home tab as Slack hands it to apps. `blocks` all carry a block_id. */
export type View = Fields & {
  id: string;
  type: 'modal' | 'home';
  hash: string;
  blocks: Block[];
  root_view_id: string;
  previous_view_id: string | null;
  external_id: string;
  notify_on_close: boolean;
};

/** Where somebody was when a modal was opened, for `default_to_current_conversation`. */
type Origin = { userId: string; channelId: string | null };
type Trigger = Origin & { at: number };
type Answer = { ok: true; view: View } | { ok: false; error: string; response_metadata?: { messages: string[] } };

/** https://docs.slack.dev/surfaces/modals: a trigger_id lives three seconds, and a stack holds three views. */
const triggerLifeMs = 3000;
const tallestStack = 3;

export type Views = ReturnType<typeof openViews>;

/**
 * Keeps everybody's open modals and App Home tabs, which the emulator does not show. Tabs survive a restart in the file
 * at `path`; open modals do not, as they do not survive a reload of Slack. `onChange` hears of everything seen.
 */
export function openViews(path: string, onChange: () => void) {
  const triggers = new Map<string, Trigger>();
  const stacks = new Map<string, { views: View[]; channelId: string | null }>();
  const homes = new Map<string, View>(existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : []);

  function saveHomes(): void {
    writeFileSync(`${path}.new`, JSON.stringify([...homes]), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  function takeTrigger(id: unknown): Trigger | string {
    const trigger = triggers.get(String(id));
    if (!trigger) return 'exchanged_trigger_id';
    triggers.delete(String(id));
    return Date.now() - trigger.at > triggerLifeMs ? 'expired_trigger_id' : trigger;
  }

  function stackOf(userId: string): View[] {
    return stacks.get(userId)?.views ?? [];
  }

  function findModal(match: (view: View) => boolean): { userId: string; index: number; view: View } | null {
    for (const [userId, { views }] of stacks) {
      const index = views.findIndex(match);
      const view = views[index];
      if (view) return { userId, index, view };
    }
    return null;
  }

  function openModal(fields: Fields, isPush: boolean): Answer {
    const trigger = takeTrigger(fields.trigger_id);
    if (typeof trigger === 'string') return { ok: false, error: trigger };
    const given = parsed(fields.view);
    const refusal = checkView(given, 'modal');
    if (refusal || !isFields(given)) return refused(refusal);
    const under = isPush ? stackOf(trigger.userId) : [];
    if (under.length >= tallestStack) return { ok: false, error: 'push_limit_reached' };
    const view = makeView(given, under.at(-1) ?? null);
    const channelId = isPush ? (stacks.get(trigger.userId)?.channelId ?? null) : trigger.channelId;
    stacks.set(trigger.userId, { views: [...under, view], channelId });
    onChange();
    return { ok: true, view };
  }

  function update(fields: Fields): Answer {
    const given = parsed(fields.view);
    const found = findModal(({ id, external_id: external }) =>
      fields.view_id ? id === fields.view_id : external !== '' && external === fields.external_id,
    );
    if (!found) return { ok: false, error: 'not_found' };
    if (fields.hash && fields.hash !== found.view.hash) return { ok: false, error: 'hash_conflict' };
    const refusal = checkView(given, 'modal');
    if (refusal || !isFields(given)) return refused(refusal);
    return { ok: true, view: replaceTop(found, given) };
  }

  function replaceTop(found: { userId: string; index: number; view: View }, given: Fields): View {
    const { id, root_view_id, previous_view_id } = found.view;
    const view = { ...makeView(given, null), id, root_view_id, previous_view_id };
    stackOf(found.userId)[found.index] = view;
    onChange();
    return view;
  }

  function publish(fields: Fields): Answer {
    const userId = String(fields.user_id ?? '');
    const given = parsed(fields.view);
    const before = homes.get(userId);
    if (fields.hash && fields.hash !== before?.hash) return { ok: false, error: 'hash_conflict' };
    const refusal = checkView(given, 'home');
    if (refusal || !isFields(given)) return refused(refusal);
    const view = makeView(given, null);
    if (before) Object.assign(view, { id: before.id, root_view_id: before.id });
    homes.set(userId, view);
    saveHomes();
    onChange();
    return { ok: true, view };
  }

  return {
    /** A trigger_id for what this person just did. */
    issueTrigger(origin: Origin): string {
      const id = `${Date.now()}.${team.id.slice(1)}.${randomBytes(16).toString('hex')}`;
      triggers.set(id, { ...origin, at: Date.now() });
      return id;
    },
    /** The modal somebody sees, and those under it, lowest first. */
    stackOf,
    channelOf: (userId: string): string | null => stacks.get(userId)?.channelId ?? null,
    homeOf: (userId: string): View | null => homes.get(userId) ?? null,
    /** Answers a `views.*` method; null for any other. */
    answer(method: string, fields: Fields): Answer | null {
      if (method === 'views.open') return openModal(fields, false);
      if (method === 'views.push') return openModal(fields, true);
      if (method === 'views.update') return update(fields);
      if (method === 'views.publish') return publish(fields);
      return null;
    },
    /** Does what a `response_action` asks. Returns what Slack would object to, or null. */
    respond(userId: string, viewId: string, action: 'update' | 'push', given: unknown): Refusal | null {
      const refusal = checkView(given, 'modal');
      if (refusal || !isFields(given)) return refusal;
      const found = findModal(({ id }) => id === viewId);
      if (!found) return { error: 'not_found', messages: [] };
      if (action === 'update') replaceTop(found, given);
      else stackOf(userId).push(makeView(given, found.view));
      onChange();
      return null;
    },
    /** Takes the top view away, or all of them; hands back those that went, the top one first. */
    close(userId: string, scope: 'top' | 'all'): View[] {
      const stack = stackOf(userId);
      const gone = stack.splice(scope === 'top' ? -1 : 0).reverse();
      onChange();
      return gone;
    },
  };
}

function refused(refusal: Refusal | null): Answer {
  const { error, messages } = refusal ?? { error: 'invalid_arguments', messages: [] };
  return { ok: false, error, ...(messages.length > 0 ? { response_metadata: { messages } } : {}) };
}

/** A view arrives as an object in JSON bodies and as a JSON string in forms. */
function parsed(view: unknown): unknown {
  if (typeof view !== 'string') return view;
  try {
    return JSON.parse(view);
  } catch {
    return null;
  }
}

function makeView(given: Fields, under: View | null): View {
  const id = `V${randomBytes(5).toString('hex').toUpperCase()}`;
  return {
    id,
    team_id: team.id,
    type: given.type === 'home' ? 'home' : 'modal',
    blocks: withBlockIds(given.blocks as Block[]),
    private_metadata: String(given.private_metadata ?? ''),
    callback_id: String(given.callback_id ?? ''),
    state: { values: {} },
    hash: `${(Date.now() / 1000).toFixed(0)}.${randomBytes(4).toString('hex')}`,
    title: given.title ?? null,
    clear_on_close: given.clear_on_close === true,
    notify_on_close: given.notify_on_close === true,
    close: given.close ?? null,
    submit: given.submit ?? null,
    submit_disabled: given.submit_disabled === true,
    previous_view_id: under?.id ?? null,
    root_view_id: under?.root_view_id ?? id,
    app_id: slackApp.appId,
    external_id: String(given.external_id ?? ''),
    app_installed_team_id: team.id,
    bot_id: slackApp.botId,
  };
}
