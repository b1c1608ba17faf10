import { loadSdk } from './email/resend-mailer.ts';
import type { SourceOptions } from './feeds/fetch-feed.ts';
import type { SlackHandler } from './http/routes.ts';
import type { Members } from './services/desk/members.ts';
import type { Examiner } from './services/operate/examiner.ts';
import type { Announcer, PageSource } from './services/ports.ts';
import type { botToken } from './slack/install-token.ts';

/** How Slack is reached: what finds the bot token, and where the API stands (null: at Slack's own address). */
export type SlackAccount = { token: () => ReturnType<typeof botToken>; apiUrl: string | null };

/** Answers a request from Slack; Bolt and everything it shows are loaded by the first of them. */
export const handleSlack: SlackHandler = async (ctx, request, waitUntil) =>
  (await import('./slack/app.ts')).handleSlack(ctx, request, waitUntil);

/** Posts through Slack; its client is loaded by the first post. */
export function createAnnouncer(account: SlackAccount): Announcer {
  const announcer = async () => (await import('./slack/announcer.ts')).createAnnouncer(account);
  return {
    post: async (...asked) => (await announcer()).post(...asked),
    update: async (...asked) => (await announcer()).update(...asked),
    remove: async (...asked) => (await announcer()).remove(...asked),
  };
}

/** Asks Slack and Resend about themselves; few people ever do. */
export function createExaminer(account: SlackAccount, resend: { apiKey: string; baseUrl: string | null }): Examiner {
  return {
    slack: async () => (await import('./slack/examine.ts')).examineSlack(account),
    channel: async (channelId) => (await import('./slack/examine.ts')).examineChannel(account, channelId),
    domain: async (name) => (await import('./email/examine.ts')).examineDomain(resend, name),
  };
}

/** Asks Slack about its members, once a day for each. */
export function createMembers(account: SlackAccount): Members {
  return {
    standing: async (slackUserId) => (await import('./slack/examine-member.ts')).examineMember(account, slackUserId),
  };
}

/** Reads single web pages; the parsers are loaded by the first. */
export function createPageSource(options: SourceOptions): PageSource {
  const pages = async () => (await import('./feeds/page/page-source.ts')).createPageSource(options);
  return {
    read: async (...asked) => (await pages()).read(...asked),
    clean: async (...asked) => (await pages()).clean(...asked),
  };
}

/**
 * Loads what is otherwise loaded at its first use. A process that stays does so once it listens, so that nobody waits for it;
 * a Worker never does: what it has not loaded costs its start nothing.
 */
export async function loadAll(): Promise<void> {
  await Promise.all([
    loadSdk(),
    import('./slack/app.ts'),
    import('./slack/announcer.ts'),
    import('./slack/examine.ts'),
    import('./slack/examine-member.ts'),
    import('./email/examine.ts'),
    import('./feeds/page/page-source.ts'),
    import('./feeds/read-document.ts'),
    import('./feeds/candidates.ts'),
    import('./http/reader-routes.ts'),
    import('./http/staff-routes.ts'),
  ]);
}
