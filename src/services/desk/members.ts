/** Whether somebody still belongs to the workspace; unknown: Slack did not say. */
export type MemberStanding = 'here' | 'left' | 'unknown';

/** What the workspace says of its members. Changes nothing, and never throws for what the other side does. */
export interface Members {
  standing(slackUserId: string): Promise<MemberStanding>;
}
