import type { Refusal } from './block-kit/check-surface.ts';
import type { Fields } from './block-kit/problems.ts';
import { openHomeTabs } from './home-tabs.ts';
import { openModal, respondInModal, type Stacks, stackOf, updateModal } from './modals.ts';
import { createTriggers } from './triggers.ts';
import type { View, ViewAnswer } from './view.ts';

export type Views = ReturnType<typeof openViews>;

/**
 * Keeps everybody's open modals and App Home tabs, which the emulator does not show. Tabs survive a restart in the file
 * at `path`; open modals do not, as they do not survive a reload of Slack. `onChange` hears of everything seen.
 */
export function openViews(path: string, onChange: () => void) {
  const triggers = createTriggers();
  const homes = openHomeTabs(path, onChange);
  const stacks: Stacks = new Map();

  function heard<T>(outcome: T): T {
    onChange();
    return outcome;
  }

  function open(fields: Fields, isPush: boolean): ViewAnswer {
    const trigger = triggers.take(fields.trigger_id);
    if (typeof trigger === 'string') return { ok: false, error: trigger };
    return heard(openModal(stacks, { trigger, view: fields.view }, isPush));
  }

  return {
    /** A trigger_id for what a person just did. */
    issueTrigger: triggers.issue,
    /** The modal somebody sees, and those under it, lowest first. */
    stackOf: (userId: string): View[] => stackOf(stacks, userId),
    channelOf: (userId: string): string | null => stacks.get(userId)?.channelId ?? null,
    homeOf: homes.of,
    /** Answers a `views.*` method; null for any other. */
    answer(method: string, fields: Fields): ViewAnswer | null {
      if (method === 'views.open') return open(fields, false);
      if (method === 'views.push') return open(fields, true);
      if (method === 'views.update') return heard(updateModal(stacks, fields));
      return method === 'views.publish' ? homes.publish(fields) : null;
    },
    /** Does what a `response_action` asks. Returns what Slack would object to, or null. */
    respond: (viewId: string, action: 'update' | 'push', given: unknown): Refusal | null =>
      heard(respondInModal(stacks, viewId, { action, given })),
    /** Takes the top view away, or all of them; hands back those that went, the top one first. */
    close: (userId: string, scope: 'top' | 'all'): View[] =>
      heard(
        stackOf(stacks, userId)
          .splice(scope === 'top' ? -1 : 0)
          .reverse(),
      ),
  };
}
