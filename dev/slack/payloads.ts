import type { Block, SlackPost } from '../emulators/slack-api.ts';
import { slackApp, team } from '../emulators/slack-seed.ts';
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

export type Click = { message: ClickedMessage; element: BlockElement; blockId: string; value: string | null };

/** The payload of a click or a choice in a message: https://api.slack.com/reference/interaction-payloads/block-actions */
export function blockActionsPayload(click: Click, occasion: Occasion): Record<string, unknown> {
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
    state: { values: {} },
    response_url: occasion.responseUrl,
    actions: [{ ...actionOf(click), action_ts: secondsNow() }],
  };
}

/** What every interaction payload carries. Shortcuts, views and App Home build on it too. */
function commonFields(occasion: Occasion): Record<string, unknown> {
  const { id, name } = occasion.user;
  return {
    user: { id, username: name, name, team_id: team.id },
    api_app_id: slackApp.appId,
    trigger_id: occasion.triggerId,
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

function messageInPayload(post: SlackPost): Record<string, unknown> {
  return {
    ...post,
    bot_id: slackApp.botId,
    app_id: slackApp.appId,
    team: team.id,
    blocks: withBlockIds((post.blocks ?? []) as Block[]),
  };
}

function actionOf({ element, blockId, value }: Click): Record<string, unknown> {
  const named = { type: element.type, action_id: element.action_id, block_id: blockId };
  switch (element.type) {
    case 'button':
      return { ...named, text: element.text, value: element.value, ...(element.style ? { style: element.style } : {}) };
    case 'users_select':
      return { ...named, selected_user: value };
    case 'conversations_select':
      return { ...named, selected_conversation: value };
    case 'channels_select':
      return { ...named, selected_channel: value };
    case 'datepicker':
      return { ...named, selected_date: value };
    case 'timepicker':
      return { ...named, selected_time: value };
    default:
      return { ...named, selected_option: optionWith(element, value) };
  }
}

type Option = { value?: string; text: unknown };

function optionWith(element: BlockElement, value: string | null): Option | null {
  const groups = (element.option_groups ?? []) as { options: Option[] }[];
  const options = [...((element.options ?? []) as Option[]), ...groups.flatMap((group) => group.options)];
  return options.find((option) => option.value === value) ?? null;
}

function secondsNow(): string {
  return (Date.now() / 1000).toFixed(6);
}
