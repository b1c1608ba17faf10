import type { SlackApi, SlackChannel } from '../emulators/slack-api.ts';
import { type PersonName, people } from '../emulators/slack-seed.ts';
import type { Fields } from './block-kit/problems.ts';
import type { AppAddress, Delivery } from './delivery.ts';
import type { Lookups, Option } from './element-state.ts';
import type { Files } from './files.ts';
import type { Occasion } from './payloads.ts';
import type { LinkSource, PrivateMessages, ReplyLink } from './private-messages.ts';
import type { Reply } from './replies.ts';
import type { Views } from './views.ts';
import type { Workspace } from './workspace.ts';

export type DeskParts = {
  app: AppAddress;
  api: SlackApi;
  workspace: Workspace;
  privateMessages: PrivateMessages;
  views: Views;
  files: Files;
  /** Options that external selects were offered, by value. */
  offered: Map<string, Option>;
  /** Where the app's answers come in, without a trailing slash. */
  pagesUrl: string;
};

/**
 * What came of an act: the app's acknowledgement, the link through which more may follow,
 * and what Slack itself had to say (mrkdwn).
 */
export type Outcome = { delivery: Delivery | null; ack: Reply | null; linkId: string | null; notice: string | null };

export const nothing: Outcome = { delivery: null, ack: null, linkId: null, notice: null };

export type Act = { person: PersonName; channelId: string };

/** Prepares what Slack hands an app on an act in a channel: who, where, a trigger_id and a response_url. */
export async function prepare(
  parts: DeskParts,
  act: Act,
  source: LinkSource,
): Promise<{ occasion: Occasion; link: ReplyLink; channel: SlackChannel }> {
  const user = await parts.workspace.person(act.person);
  const channel = await parts.workspace.channel(act.person, act.channelId);
  if (!channel) throw new Error(`${act.person} is in no channel ${act.channelId}`);
  const link = parts.privateMessages.openLink(channel.id, user.id, source);
  const occasion: Occasion = {
    user: { id: user.id, name: user.name },
    channel: { id: channel.id, name: channel.name },
    triggerId: parts.views.issueTrigger({ userId: user.id, channelId: channel.id }),
    responseUrl: `${parts.pagesUrl}/response/${link.id}`,
  };
  return { occasion, link, channel };
}

/** The same for an act outside channels: in a modal, in App Home, from the shortcuts menu. */
export async function prepareOutside(
  parts: DeskParts,
  person: PersonName,
): Promise<Pick<Occasion, 'user' | 'triggerId'>> {
  const user = await parts.workspace.person(person);
  const channelId = parts.views.channelOf(user.id);
  const triggerId = parts.views.issueTrigger({ userId: user.id, channelId });
  return { user: { id: user.id, name: user.name }, triggerId };
}

/** Where values of fields are looked up that the app did not write into the view itself. */
export function lookupsOf({ files, offered }: DeskParts): Lookups {
  return {
    option: (value) => offered.get(value) ?? null,
    file: (id): Fields | null => files.find(id),
  };
}

/** Slack takes nothing from an account that was deactivated. */
export function isLockedOut(person: PersonName): boolean {
  return people[person].isDeactivated;
}

/** What Slack itself would say to such a person. */
export function lockedOut(person: PersonName): Outcome {
  return { ...nothing, notice: `${people[person].realName} can no longer sign in.` };
}
