import type { WaitingPost } from '../../db/announcements/announcements-waiting.ts';
import { plain } from '../mrkdwn.ts';
import { decisionRow } from './approval.ts';
import { type KnownBlock, paragraph } from './block.ts';

/** Posts that need approval, each with its buttons. */
export function waitingBlocks(posts: readonly WaitingPost[], total: number): KnownBlock[] {
  const rows = posts.flatMap((post) => {
    const text = `*${plain(post.title, 150)}* for <#${post.channelId}>`;
    return [paragraph(text), decisionRow(post.publicId, `:${post.id}`)];
  });
  return total > posts.length ? [...rows, paragraph(`and ${total - posts.length} more to approve`)] : rows;
}
