import { randomBytes } from 'node:crypto';
import type { Block } from '../emulators/slack-api.ts';
import { slackApp, team } from '../emulators/slack-seed.ts';
import { parseJson } from '../emulators/translate.ts';
import type { Refusal } from './block-kit/check-surface.ts';
import type { Fields } from './block-kit/problems.ts';
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

/** What a `views.*` method answers. */
export type ViewAnswer =
  | { ok: true; view: View }
  | { ok: false; error: string; response_metadata?: { messages: string[] } };

/** How a method refuses what it was given. */
export function refused(refusal: Refusal | null): Extract<ViewAnswer, { ok: false }> {
  const { error, messages } = refusal ?? { error: 'invalid_arguments', messages: [] };
  return { ok: false, error, ...(messages.length > 0 ? { response_metadata: { messages } } : {}) };
}

/** A view as it was given: an object in JSON bodies, a JSON string in forms. */
export function parsed(view: unknown): unknown {
  return typeof view === 'string' ? parseJson(view) : view;
}

/** A view as Slack hands it back, above the one `under` it. */
export function makeView(given: Fields, under: View | null): View {
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
