import * as z from 'zod';
import { findRefusal } from '../../db/announcements/announcements.ts';
import { execute } from '../../db/database.ts';
import { findInstall, revokeInstall } from '../../db/desk/slack-installs.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { TOKEN_REFUSED } from '../announcements/post-refusal.ts';
import type { Context } from '../context.ts';
import { sha256 } from '../hash.ts';

const KEY = 'slack_revoked';
const Revoked = z.object({ tokenHash: z.string(), at: z.string() });

/**
 * Notes that the workspace took its token back. Slack says so twice, by `tokens_revoked` and `app_uninstalled`, and may
 * repeat each; true the first time only.
 */
export async function noteRevoked(ctx: Context, teamId: string): Promise<boolean> {
  const { botToken } = ctx.config.slack;
  const now = ctx.now();
  if (botToken === '') return (await execute(revokeInstall(ctx.db, teamId, now))) > 0;
  const tokenHash = sha256(botToken);
  if ((await readSetting(ctx.db, KEY, Revoked))?.tokenHash === tokenHash) return false;
  await writeSetting(ctx.db, KEY, { tokenHash, at: now } satisfies z.infer<typeof Revoked>, now);
  return true;
}

/** What stands between Newsdesk and the workspace, as a sentence for people with what to do next; null where nothing is known. */
export async function connectionProblem({ config, db }: Context): Promise<string | null> {
  const { botToken } = config.slack;
  const isOwnToken = botToken !== '';
  const next = isOwnToken
    ? 'Install the app again and set SLACK_BOT_TOKEN.'
    : `Open ${config.brand.baseUrl}/slack/install.`;
  const what = isOwnToken ? await tokenTrouble(db, botToken) : await installTrouble(db);
  const code = what === null ? await findRefusal(db, TOKEN_REFUSED) : null;
  if (what === null && code === null) return null;
  return `${what ?? `Slack refuses the token (${code}).`} Nothing is posted, what waits stays. ${next}`;
}

const TAKEN_BACK = 'The Slack workspace took its token back.';

async function tokenTrouble(db: Context['db'], botToken: string): Promise<string | null> {
  const revoked = await readSetting(db, KEY, Revoked);
  return revoked?.tokenHash === sha256(botToken) ? TAKEN_BACK : null;
}

async function installTrouble(db: Context['db']): Promise<string | null> {
  const install = await findInstall(db);
  if (install?.state === 'active') return null;
  return install ? TAKEN_BACK : 'No Slack workspace is connected.';
}
