import { slackApp, team } from '../emulators/slack-seed.ts';
import type { Fields } from './block-kit/problems.ts';
import { actionOf, type Click, commonFields, type Occasion } from './payloads.ts';
import type { View } from './view.ts';

type Who = Pick<Occasion, 'user' | 'triggerId'>;

/** A click or choice in a modal or App Home: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function viewActionsPayload(
  view: View,
  click: Pick<Click, 'element' | 'blockId' | 'choice' | 'values'>,
  who: Who,
): Fields {
  return {
    type: 'block_actions',
    ...commonFields(who),
    container: { type: 'view', view_id: view.id },
    view: withState(view, click.values),
    actions: [actionOf(click)],
  };
}

export type ResponseUrl = { block_id: string; action_id: string; channel_id: string; response_url: string };

/** A submitted modal: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function viewSubmissionPayload(view: View, values: Fields, who: Who, responseUrls: ResponseUrl[]): Fields {
  return {
    type: 'view_submission',
    ...commonFields(who),
    view: withState(view, values),
    response_urls: responseUrls,
  };
}

/** A modal that somebody closed. */
export function viewClosedPayload(view: View, isCleared: boolean, { user }: Pick<Who, 'user'>): Fields {
  const { trigger_id: _none, ...common } = commonFields({ user, triggerId: '' });
  return { type: 'view_closed', ...common, view, is_cleared: isCleared };
}

/** What somebody types into an external select: https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload */
export function suggestionPayload(
  view: View,
  asked: { blockId: string; actionId: string; value: string },
  { user }: Pick<Who, 'user'>,
): Fields {
  const { trigger_id: _none, ...common } = commonFields({ user, triggerId: '' });
  return {
    type: 'block_suggestion',
    ...common,
    container: { type: 'view', view_id: view.id },
    view,
    block_id: asked.blockId,
    action_id: asked.actionId,
    value: asked.value,
  };
}

/** An event as the Events API wraps it: https://docs.slack.dev/apis/events-api */
export function eventEnvelope(eventId: string, event: Fields, botUserId: string): Fields {
  return {
    token: 'local-verification-token',
    team_id: team.id,
    api_app_id: slackApp.appId,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: botUserId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  };
}

function withState(view: View, values: Fields): View {
  return { ...view, state: { values } };
}
