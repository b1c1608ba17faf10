import { randomBytes } from 'node:crypto';
import { type PersonName, slackApp } from '../emulators/slack-seed.ts';
import {
  type Act,
  type DeskParts,
  isLockedOut,
  lockedOut,
  nothing,
  type Outcome,
  prepare,
  prepareOutside,
} from './acting.ts';
import { globalShortcuts, messageShortcuts } from './app-manifest.ts';
import { type Delivery, deliverEvent, deliverPayload } from './delivery.ts';
import { messageActionPayload, secondsNow, shortcutPayload } from './payloads.ts';
import { eventEnvelope } from './view-payloads.ts';
import { messageAt } from './workspace.ts';

/** Runs the app's shortcuts and tells it of events. */
export function createShortcutDesk(parts: DeskParts) {
  return {
    /** A shortcut from a message's menu. Null where the message or the shortcut is not there. */
    async onMessage(act: Act & { ts: string; callbackId: string }): Promise<Outcome | null> {
      if (isLockedOut(act.person)) return lockedOut(act.person);
      const seen = await messageAt(parts.workspace, act);
      // Slack offers no shortcuts on ephemeral messages.
      if (!seen || seen.isPrivate || !messageShortcuts.some(({ callback_id: id }) => id === act.callbackId))
        return null;
      const { occasion, link } = await prepare(parts, act, { kind: 'command' });
      const message = { ts: seen.ts, isEphemeral: false, post: seen.post };
      const delivery = await deliverPayload(parts.app, messageActionPayload(act.callbackId, message, occasion));
      return { ...nothing, delivery, linkId: link.id };
    },
    /** A global shortcut. Null where there is none of that name. */
    async global(person: PersonName, callbackId: string): Promise<Outcome | null> {
      if (!globalShortcuts.some(({ callback_id: id }) => id === callbackId)) return null;
      if (isLockedOut(person)) return lockedOut(person);
      const who = await prepareOutside(parts, person);
      return { ...nothing, delivery: await deliverPayload(parts.app, shortcutPayload(callbackId, who)) };
    },
    /** Tells the app that somebody opened its Home tab. */
    async openHome(person: PersonName): Promise<Delivery | null> {
      if (isLockedOut(person)) return null;
      const { id } = await parts.workspace.person(person);
      const home = parts.views.homeOf(id);
      const event = {
        type: 'app_home_opened',
        user: id,
        channel: `D${id.slice(1)}`,
        tab: 'home',
        event_ts: secondsNow(),
        ...(home ? { view: home } : {}),
      };
      return deliverEvent(parts.app, eventEnvelope(newEventId(), event, slackApp.botUserId));
    },
    /** Tells the app of any event of the workspace, for trying what cannot happen on the local page. */
    tell: (event: Record<string, unknown>): Promise<Delivery> =>
      deliverEvent(parts.app, eventEnvelope(newEventId(), { event_ts: secondsNow(), ...event }, slackApp.botUserId)),
  };
}

function newEventId(): string {
  return `Ev${randomBytes(5).toString('hex').toUpperCase()}`;
}
