import type { WaitingPost } from '../../db/announcements-waiting.ts';
import { plain } from '../mrkdwn.ts';
import { type KnownBlock, paragraph } from './block.ts';
import { type Button, buttonRow } from './buttons.ts';

export const APPROVE_ACTIONS = { approve: 'announcement.approve', reject: 'announcement.reject' } as const;

/** Posts that need approval, each with its buttons. */
export function waitingBlocks(posts: readonly WaitingPost[], total: number): KnownBlock[] {
  const rows = posts.flatMap((post) => {
    const button = (act: keyof typeof APPROVE_ACTIONS, label: string): Button => ({
      actionId: `${APPROVE_ACTIONS[act]}:${post.id}`,
      label,
      value: post.publicId,
    });
    const text = `*${plain(post.title, 150)}* for <#${post.channelId}>`;
    return [paragraph(text), buttonRow([button('approve', 'Approve'), button('reject', 'Reject')])];
  });
  return total > posts.length ? [...rows, paragraph(`and ${total - posts.length} more to approve`)] : rows;
}
