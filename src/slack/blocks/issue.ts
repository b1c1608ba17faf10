import type { Issue } from '../../db/desk/overview.ts';

/** How a newsletter stands, in words. */
export const STANDS: Readonly<Record<Issue['state'], string>> = {
  draft: 'Draft',
  holding: 'Approved, not left yet',
  sending: 'On its way',
  paused: 'Paused',
  finished: 'Sent',
};

/** What a newsletter is called among staff, as it was written. */
export function issueTitle({ subject }: Issue): string {
  return Object.values(subject).find(Boolean) ?? 'Newsletter';
}
