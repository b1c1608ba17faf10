import type { Block, SlackPost } from '../emulators/slack-api.ts';
import { slackApp, team } from '../emulators/slack-seed.ts';
import type { Fields } from './block-kit/problems.ts';
import { type BlockElement, withBlockIds } from './blocks.ts';

/** Who acts, where, and the two handles Slack gives the app for its answer. */
export type Occasion = {
  user: { id: string; name: string };
  channel: { id: string; name: string };
  triggerId: string;
  responseUrl: string;
};

/** The form Slack posts for a slash command: https://api.slack.com/interactivity/slash-commands */
export function slashCommandForm(command: string, text: string, occasion: Occasion): URLSearchParams {
  return new URLSearchParams({
    team_id: team.id,
    team_domain: team.domain,
    channel_id: occasion.channel.id,
    channel_name: occasion.channel.name,
    user_id: occasion.user.id,
    user_name: occasion.user.name,
    command,
    text,
    api_app_id: slackApp.appId,
    is_enterprise_install: 'false',
    response_url: occasion.responseUrl,
    trigger_id: occasion.triggerId,
  });
}

/** The message a click happened on. An ephemeral message is not repeated in the payload. */
export type ClickedMessage = { ts: string; isEphemeral: boolean; post: SlackPost };

export type Click = {
  message: ClickedMessage;
  element: BlockElement;
  blockId: string;
  /** The element's value as `choiceOf` gives it. */
  choice: Fields;
  /** `state.values` of the message. */
  values: Fields;
};

/** The payload of a click or a choice in a message: https://api.slack.com/reference/interaction-payloads/block-actions */
export function blockActionsPayload(click: Click, occasion: Occasion): Fields {
  const { message } = click;
  const container = {
    type: 'message',
    message_ts: message.ts,
    channel_id: occasion.channel.id,
    is_ephemeral: message.isEphemeral,
  };
  return {
    type: 'block_actions',
    ...commonFields(occasion),
    container,
    channel: occasion.channel,
    ...(message.isEphemeral ? {} : { message: messageInPayload(message.post) }),
    state: { values: click.values },
    response_url: occasion.responseUrl,
    actions: [actionOf(click)],
  };
}

/** What every interaction payload carries. */
export function commonFields({ user, triggerId }: Pick<Occasion, 'user' | 'triggerId'>): Fields {
  const { id, name } = user;
  return {
    user: { id, username: name, name, team_id: team.id },
    api_app_id: slackApp.appId,
    token: 'local-verification-token',
    trigger_id: triggerId,
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** The payload of a message's shortcut: https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export function messageActionPayload(callbackId: string, message: ClickedMessage, occasion: Occasion): Fields {
  return {
    type: 'message_action',
    ...commonFields(occasion),
    callback_id: callbackId,
    action_ts: secondsNow(),
    message_ts: message.ts,
    channel: occasion.channel,
    message: messageInPayload(message.post),
    response_url: occasion.responseUrl,
  };
}

/** The payload of a global shortcut, which has neither channel nor response_url. */
export function shortcutPayload(callbackId: string, occasion: Pick<Occasion, 'user' | 'triggerId'>): Fields {
  return { type: 'shortcut', ...commonFields(occasion), callback_id: callbackId, action_ts: secondsNow() };
}

function messageInPayload(post: SlackPost): Fields {
  const isOwn = post.user === slackApp.botUserId || post.subtype === 'bot_message' || post.blocks !== undefined;
  return {
    ...post,
    ...(isOwn ? { bot_id: slackApp.botId, app_id: slackApp.appId } : {}),
    team: team.id,
    ...(post.blocks ? { blocks: withBlockIds(post.blocks as Block[]) } : {}),
  };
}

/** One entry of `actions`. */
export function actionOf({ element, blockId, choice }: Pick<Click, 'element' | 'blockId' | 'choice'>): Fields {
  const named = { type: element.type, action_id: element.action_id, block_id: blockId };
  const { style, text, value } = element;
  const told =
    element.type === 'button'
      ? { text, ...(value === undefined ? {} : { value }), ...(style ? { style } : {}) }
      : choice;
  return { ...named, ...told, action_ts: secondsNow() };
}

/** Now, as Slack writes the time of an act. */
export function secondsNow(): string {
  return (Date.now() / 1000).toFixed(6);
}
