import { readEmailAddress } from '../../domain/email-address.ts';
import { AppError } from '../../domain/errors.ts';
import { escapeHtml } from '../../domain/plain-text.ts';
import type { Context } from '../context.ts';

/**
 * Sends one plain mail to prove that mail leaves. Throws AppError('invalid') for an address that is none, ('unavailable')
 * with the provider's reason where it did not take it.
 */
export async function sendTrialMail(ctx: Context, to: string): Promise<{ id: string }> {
  const address = readEmailAddress(to)?.address;
  if (!address)
    throw new AppError('invalid', 'Give one email address. Nothing was sent.', {
      fields: { to: 'is no email address' },
    });
  const { brand, mailFrom, mailReplyTo } = ctx.config;
  const text = `This is a trial mail of ${brand.siteName} (${brand.baseUrl}), asked for by its operator. Mail leaves.`;
  const outcome = await ctx.mailer.send(
    {
      from: mailFrom,
      to: address,
      replyTo: mailReplyTo,
      subject: `Trial mail of ${brand.siteName}`.replace(/[\r\n]+/g, ' '),
      html: `<p>${escapeHtml(text)}</p>`,
      text,
      headers: {},
      tags: [],
    },
    `trial-${ctx.ids.publicId()}`,
  );
  if (outcome.kind === 'accepted') return { id: outcome.ids[0] ?? '' };
  const doubt = outcome.kind === 'refused' ? 'Nothing was sent.' : 'It may have been sent.';
  throw new AppError('unavailable', `Resend did not take the mail: ${outcome.message} ${doubt}`);
}

/** Posts one line to prove that posts arrive. Throws AppError('unavailable') with Slack's reason. */
export async function postTrial(ctx: Context, channelId: string): Promise<{ ts: string }> {
  if (!/^[CGD][A-Z0-9]{2,30}$/.test(channelId)) {
    throw new AppError('invalid', 'Give a channel id such as C0123456789. Nothing was posted.', {
      fields: { channel: 'is no channel id' },
    });
  }
  const outcome = await ctx.announcer.post(channelId, { kind: 'work_trial' });
  if (outcome.kind === 'posted') return { ts: outcome.ts };
  const doubt = outcome.kind === 'refused' ? 'Nothing was posted.' : 'It may have been posted.';
  throw new AppError('unavailable', `Slack did not take the post (${outcome.code}). ${doubt}`);
}
