import { randomBytes } from 'node:crypto';
import { team } from '../emulators/slack-seed.ts';

/** Where somebody was when they did what a trigger_id stands for, for `default_to_current_conversation`. */
export type Origin = { userId: string; channelId: string | null };

/** https://docs.slack.dev/surfaces/modals: a trigger_id lives three seconds. */
const triggerLifeMs = 3000;

/** Keeps the trigger_ids that were given out. Each opens one modal. */
export function createTriggers() {
  const triggers = new Map<string, Origin & { at: number }>();
  return {
    /** A trigger_id for what this person just did. */
    issue(origin: Origin): string {
      const id = `${Date.now()}.${team.id.slice(1)}.${randomBytes(16).toString('hex')}`;
      triggers.set(id, { ...origin, at: Date.now() });
      return id;
    },
    /** Where it comes from, once; later and afterwards Slack's code for the refusal. */
    take(id: unknown): Origin | string {
      const trigger = triggers.get(String(id));
      if (!trigger) return 'exchanged_trigger_id';
      triggers.delete(String(id));
      return Date.now() - trigger.at > triggerLifeMs ? 'expired_trigger_id' : trigger;
    },
  };
}
