import type { AuthorizeResult } from '@slack/bolt';
import * as z from 'zod';
import { readSetting, writeSetting } from '../db/settings.ts';
import type { Context } from '../services/context.ts';
import { sha256 } from '../services/hash.ts';
import { botToken as currentToken } from './install-token.ts';
import { createWebClient } from './web-client.ts';

const IdentityShape = z.object({ tokenHash: z.string(), botId: z.string(), botUserId: z.string(), teamId: z.string() });

/** Who our token is in the workspace. Asked of Slack once per token and kept, so that no event costs a call. */
export async function slackIdentity(ctx: Context): Promise<AuthorizeResult> {
  const { apiUrl } = ctx.config.slack;
  const botToken = await currentToken(ctx);
  const tokenHash = sha256(botToken);
  const known = await readSetting(ctx.db, 'slack_identity', IdentityShape);
  if (known?.tokenHash === tokenHash)
    return { botToken, botId: known.botId, botUserId: known.botUserId, teamId: known.teamId };
  const answer = await createWebClient(botToken, apiUrl).auth.test();
  const identity = {
    tokenHash,
    botId: answer.bot_id ?? '',
    botUserId: answer.user_id ?? '',
    teamId: answer.team_id ?? '',
  };
  await writeSetting(ctx.db, 'slack_identity', identity, ctx.now());
  return { botToken, botId: identity.botId, botUserId: identity.botUserId, teamId: identity.teamId };
}
