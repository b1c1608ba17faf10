import { AppError } from '../domain/errors.ts';
import type { ChannelFacts, SlackFacts } from '../services/ports.ts';
import { createWebClient } from './web-client.ts';

/** `token` finds the bot token; it throws AppError('unavailable') where no workspace is connected. */
type SlackAccount = { token: () => Promise<string>; apiUrl: string | null };

/** Asks Slack who we are there and what we may do (https://docs.slack.dev/reference/methods/auth.test). */
export async function examineSlack({ token, apiUrl }: SlackAccount): Promise<SlackFacts> {
  try {
    const answer = await createWebClient(await token(), apiUrl).auth.test();
    const scopes = answer.response_metadata?.scopes;
    return { kind: 'known', team: answer.team ?? '', botUserId: answer.user_id ?? '', scopes: scopes ?? null };
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return { kind: 'unconnected' };
    const code = errorCode(error);
    return code === null ? { kind: 'unanswered' } : { kind: 'refused', code };
  }
}

/** Whether the bot may post in a channel; a private one it is not in looks missing (conversations.info). */
export async function examineChannel({ token, apiUrl }: SlackAccount, channelId: string): Promise<ChannelFacts> {
  try {
    const { channel } = await createWebClient(await token(), apiUrl).conversations.info({ channel: channelId });
    if (channel?.is_archived) return 'archived';
    return channel?.is_member ? 'member' : 'not_member';
  } catch (error) {
    return errorCode(error) === 'channel_not_found' ? 'missing' : 'unknown';
  }
}

/** Slack's own code; null where it gave none, so that nothing is known. */
function errorCode(error: unknown): string | null {
  const code = (error as { data?: { error?: unknown } }).data?.error;
  return typeof code === 'string' ? code : null;
}
