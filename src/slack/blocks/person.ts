/** A mention of the member who did something, whose name is kept as "slack:U…"; null for anybody else. */
export function mentionOf(by: string | null | undefined): string | null {
  return by?.startsWith('slack:') ? `<@${by.slice('slack:'.length)}>` : null;
}

/** Who did something, for mrkdwn: a mention of a member, else plain words. */
export function personOf(by: string | null): string {
  return mentionOf(by) ?? (by === 'api' ? 'a script' : by?.startsWith('feed:') ? 'a feed' : 'Newsdesk');
}
