import { commandNames, people } from '../emulators/slack-seed.ts';
import {
  type Act,
  type DeskParts,
  isLockedOut,
  lockedOut,
  lookupsOf,
  nothing,
  type Outcome,
  prepare,
} from './acting.ts';
import { checkMessage } from './block-kit/check-surface.ts';
import { findElement } from './blocks.ts';
import { deliver, deliverPayload } from './delivery.ts';
import { choiceOf, type Raw, type RawState, stateValues } from './element-state.ts';
import { escapeMentions } from './escape-mentions.ts';
import { escapeMrkdwn } from './mrkdwn.ts';
import { blockActionsPayload, slashCommandForm } from './payloads.ts';
import type { LinkSource, PrivateMessages, ReplyLink } from './private-messages.ts';
import { type Reply, readReply } from './replies.ts';
import { createShortcutDesk } from './shortcut-desk.ts';
import { createViewDesk } from './view-desk.ts';
import { messageAt } from './workspace.ts';

export type Typed = Act & { text: string; threadTs?: string | null };
export type Pressed = Act & { ts: string; actionId: string; blockId?: string | null; value: Raw; state?: RawState };

export type Desk = ReturnType<typeof createDesk>;

/** Does what Slack does between a person's act and the app. */
export function createDesk(given: Omit<DeskParts, 'offered'>) {
  const parts: DeskParts = { ...given, offered: new Map() };
  return {
    /** Sends what a person typed: a slash command to the app, anything else to the channel. */
    type: (typed: Typed) => type(parts, typed),
    /** Presses a button or makes a choice. Resolves to null where the message or its element is gone. */
    press: (pressed: Pressed) => press(parts, pressed),
    /** Takes what the app posts to a `response_url`. Resolves to null where Slack would say "ok", else to its error. */
    takeReply: (linkId: string, fields: Record<string, unknown>) => takeReply(parts, linkId, fields),
    views: createViewDesk(parts),
    shortcuts: createShortcutDesk(parts),
    files: parts.files,
  };
}

async function type(parts: DeskParts, typed: Typed): Promise<Outcome> {
  const match = /^(\/\S+)\s*(.*)$/su.exec(typed.text.trim());
  const [, command = '', text = ''] = match ?? [];
  if (isLockedOut(typed.person)) return lockedOut(typed.person);
  if (!match) {
    const thread = typed.threadTs ? { thread_ts: typed.threadTs } : {};
    const post = { channel: typed.channelId, text: escapeMrkdwn(typed.text), ...thread };
    await parts.api.call('chat.postMessage', post, { token: people[typed.person].token });
    return nothing;
  }
  const { occasion, link } = await prepare(parts, typed, { kind: 'command' });
  if (!commandNames.includes(command)) {
    const notice = `${command} is not a command in this workspace. Known here: ${commandNames.join(', ')}`;
    return { ...nothing, linkId: link.id, notice: say(parts, link, notice) };
  }
  const words = await escapeMentions(parts.workspace, typed.person, text);
  const delivery = await deliver(parts.app, slashCommandForm(command, words, occasion));
  const failure = delivery.kind === 'failed' ? `${command} failed with the error "${delivery.code}"` : null;
  const notice = failure && say(parts, link, failure);
  const ack = delivery.kind === 'taken' ? readReply(delivery.json ?? { text: delivery.text }) : null;
  if (ack) await applyReply(parts, link, ack);
  return { delivery, ack, linkId: link.id, notice };
}

async function press(parts: DeskParts, pressed: Pressed): Promise<Outcome | null> {
  const seen = await messageAt(parts.workspace, pressed);
  const found = seen ? findElement(seen.blocks, pressed.actionId, pressed.blockId ?? null) : null;
  if (!seen || !found || isLockedOut(pressed.person)) return null;
  const source: LinkSource = { kind: seen.isPrivate ? 'private' : 'message', ts: seen.ts };
  const { occasion, link } = await prepare(parts, pressed, source);
  const message = { ts: seen.ts, isEphemeral: seen.isPrivate, post: seen.post };
  const lookups = lookupsOf(parts);
  const choice = choiceOf(found.element, pressed.value, lookups);
  const values = stateValues(seen.blocks, pressed.state ?? {}, lookups);
  const payload = blockActionsPayload({ message, ...found, choice, values }, occasion);
  return { ...nothing, delivery: await deliverPayload(parts.app, payload), linkId: link.id };
}

async function takeReply(parts: DeskParts, linkId: string, fields: Record<string, unknown>): Promise<string | null> {
  const reply = readReply(fields);
  if (!reply) return 'no_text';
  const refusal = reply.deletesOriginal ? null : checkMessage({ text: reply.text, blocks: reply.blocks ?? undefined });
  if (refusal) console.error(`Slack would refuse this answer: ${refusal.error} ${refusal.messages.join(' ')}`);
  if (refusal) return refusal.error;
  const link = parts.privateMessages.takeLink(linkId, reply);
  if (typeof link === 'string') return link;
  await applyReply(parts, link, reply);
  return null;
}

/** Shows a line of Slack's own to the person who acted, and hands it back. */
function say({ privateMessages }: DeskParts, link: ReplyLink, text: string): string {
  const { channelId, userId } = link;
  privateMessages.show({ channelId, userId, from: 'slack', text: escapeMrkdwn(text), blocks: null, linkId: null });
  return text;
}

async function applyReply(parts: DeskParts, link: ReplyLink, reply: Reply): Promise<void> {
  if (reply.deletesOriginal) return deleteOriginal(parts, link);
  if (reply.replacesOriginal && (await replaceOriginal(parts, link, reply))) return;
  const { channelId, userId, id } = link;
  const { text, blocks } = reply;
  if (reply.isInChannel)
    await parts.api.call('chat.postMessage', { channel: channelId, text, ...(blocks ? { blocks } : {}) });
  else parts.privateMessages.show({ channelId, userId, from: 'app', text, blocks, linkId: id });
}

async function deleteOriginal({ api, privateMessages }: DeskParts, link: ReplyLink): Promise<void> {
  if (link.source.kind === 'message') await api.call('chat.delete', { channel: link.channelId, ts: link.source.ts });
  const ts = originalPrivate(privateMessages, link);
  if (ts) privateMessages.remove(ts);
}

async function replaceOriginal({ api, privateMessages }: DeskParts, link: ReplyLink, reply: Reply): Promise<boolean> {
  const { text, blocks } = reply;
  if (link.source.kind === 'message') {
    await api.call('chat.update', { channel: link.channelId, ts: link.source.ts, text, ...(blocks ? { blocks } : {}) });
    return true;
  }
  const ts = originalPrivate(privateMessages, link);
  if (ts) privateMessages.replace(ts, reply);
  return ts !== null;
}

/** A command has no message of its own: what it showed last stands for it. */
function originalPrivate(privateMessages: PrivateMessages, link: ReplyLink): string | null {
  if (link.source.kind === 'private') return privateMessages.find(link.source.ts)?.ts ?? null;
  return privateMessages.lastThrough(link.id)?.ts ?? null;
}
