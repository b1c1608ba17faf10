import type { MemberStanding } from '../services/desk/members.ts';
import { createWebClient } from './web-client.ts';

/**
 * Asks users.info about a member (https://docs.slack.dev/reference/methods/users.info). Only somebody whom Slack calls
 * deleted has left: a code such as user_not_found also comes for a token of another workspace, and must cost nobody a role.
 */
export async function examineMember(
  { token, apiUrl }: { token: () => Promise<string>; apiUrl: string | null },
  userId: string,
): Promise<MemberStanding> {
  try {
    const { user } = await createWebClient(await token(), apiUrl).users.info({ user: userId });
    if (user?.id !== userId) return 'unknown';
    return user.deleted === true ? 'left' : 'here';
  } catch {
    // Refused, not connected or not reached: nothing is known.
    return 'unknown';
  }
}
