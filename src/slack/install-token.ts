import { findInstall, resealInstall } from '../db/desk/slack-installs.ts';
import { AppError } from '../domain/errors.ts';
import type { Context } from '../services/context.ts';
import { seal, unseal } from '../services/seal.ts';

export const TOKEN_SEAL = 'slack-bot-token';

/**
 * The bot token: the environment's where it gives one, else that of the workspace connected by a click. A token under an
 * older key is sealed anew. Throws AppError('unavailable') where no workspace is connected.
 */
export async function botToken({ config, db }: Pick<Context, 'config' | 'db'>): Promise<string> {
  if (config.slack.botToken !== '') return config.slack.botToken;
  const install = await findInstall(db);
  const opened = install?.state === 'active' ? await unseal(config.tokenKeys, TOKEN_SEAL, install.sealedToken) : null;
  if (!install || !opened) {
    throw new AppError(
      'unavailable',
      `No Slack workspace is connected. Open ${config.brand.baseUrl}/slack/install. Nothing was posted; what waits stays.`,
    );
  }
  if (opened.isStale)
    await resealInstall(db, install.sealedToken, await seal(config.tokenKeys, TOKEN_SEAL, opened.secret));
  return opened.secret;
}
