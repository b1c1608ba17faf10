import type { webApi } from '@slack/bolt';

/** Whether somebody administers the workspace, as Slack says; no when Slack does not answer. */
export async function isWorkspaceAdmin(client: webApi.WebClient, userId: string): Promise<boolean> {
  try {
    const { user } = await client.users.info({ user: userId });
    return user?.is_admin === true || user?.is_owner === true;
  } catch {
    // Without an answer nobody is given the newsroom.
    return false;
  }
}
