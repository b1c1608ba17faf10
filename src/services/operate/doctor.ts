import { listRouteChannels } from '../../db/announcements/route-channels.ts';
import { LATEST_MIGRATION } from '../../db/require-migrated.ts';
import { readEmailAddress } from '../../domain/email-address.ts';
import { SLACK_SCOPES } from '../../domain/slack-scopes.ts';
import type { Context } from '../context.ts';
import { pepperStanding } from '../readers/address-hash.ts';
import { isChallengeMisset } from '../readers/challenge-alert.ts';
import { checkHealth } from './check-health.ts';
import type { DomainFacts, SlackFacts } from './examiner.ts';

/** One thing that was looked at. `next` says what to do where it is not `ok`. */
export type Finding = { what: string; state: 'ok' | 'warning' | 'failed'; told: string; next: string | null };

/** Looks at everything the newsroom stands on and changes nothing. Each trouble comes with its next step. */
export async function examineNewsroom(ctx: Context): Promise<Finding[]> {
  const [slack, domain, work] = await Promise.all([
    ctx.examiner.slack(),
    ctx.examiner.domain(domainOf(ctx)),
    workFinding(ctx),
  ]);
  return [
    addressFinding(ctx),
    ...settingFindings(ctx),
    // No request gets here on a database that is not migrated.
    ok('Database', `answers, migrated to ${LATEST_MIGRATION.replace(/\.sql$/, '')}`),
    work,
    ...slackFindings(slack, ctx.config.brand.baseUrl),
    ...(slack.kind === 'known' ? await channelFindings(ctx) : []),
    ...domainFindings(domainOf(ctx), domain),
    webhookFinding(ctx),
    await suppressionFinding(ctx),
    ...(await challengeFindings(ctx)),
  ];
}

function ok(what: string, told: string): Finding {
  return { what, state: 'ok', told, next: null };
}

function domainOf(ctx: Context): string {
  return (readEmailAddress(ctx.config.mailFrom)?.address ?? '').split('@')[1]?.toLowerCase() ?? '';
}

function addressFinding({ config }: Context): Finding {
  const what = 'Address';
  const { hostname, protocol } = new URL(config.brand.baseUrl);
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1';
  if (isLocal) return ok(what, `${config.brand.baseUrl}, on this machine only.`);
  if (protocol !== 'https:') {
    const told = `${config.brand.baseUrl} is not https.`;
    return { what, state: 'failed', told, next: 'Serve it by https: links in mails carry tokens.' };
  }
  if (hostname.endsWith('.workers.dev') && config.locales.includes('zh-Hans')) {
    const told = `${hostname} cannot be reached from mainland China, and this newsroom has Chinese readers.`;
    return { what, state: 'failed', told, next: 'Give the Worker a domain of your own and set BASE_URL to it.' };
  }
  return ok(what, config.brand.baseUrl);
}

function settingFindings({ config, settings }: Context): Finding[] {
  const changed = Object.entries(settings.overrides).filter(([, value]) => value !== undefined);
  const optional: [what: string, isSet: boolean, told: string, next: string][] = [
    [
      'Review channel',
      config.reviewChannel !== null,
      'No review channel: nobody is asked or told of trouble.',
      'Set SLACK_REVIEW_CHANNEL to a channel id, or choose one in `/newsdesk settings`.',
    ],
    [
      'Media contact',
      config.brand.mediaContact !== null,
      'No media contact stands on pages and mails.',
      'Set MEDIA_CONTACT, or add one in `/newsdesk settings`.',
    ],
  ];
  return [
    ...optional.map(([what, isSet, told, next]) =>
      isSet ? ok(what, 'set') : { what, state: 'warning' as const, told, next },
    ),
    ok('Settings', settingsText(changed.map(([name]) => name))),
  ];
}

/** Whether the hashes of those who must not be mailed can be compared. */
async function suppressionFinding(ctx: Context): Promise<Finding> {
  const what = 'Suppression list';
  if ((await pepperStanding(ctx)) !== 'lost') return ok(what, 'can be read');
  const told = 'No key in TOKEN_SECRET opens it: sign-ups, imports and erasures are refused.';
  const next =
    'Put the missing key back behind the newest one in TOKEN_SECRET. Where it is lost for good, see "Keys" in docs/operations.md.';
  return { what, state: 'failed', told, next };
}

async function challengeFindings(ctx: Context): Promise<Finding[]> {
  const what = 'Turnstile';
  if (!ctx.config.turnstile) return [];
  if (!(await isChallengeMisset(ctx))) return [ok(what, 'no sign-up of the last day found its secret wrong')];
  const told = 'Cloudflare does not know TURNSTILE_SECRET, so the check lets everybody through.';
  const next = 'Set it anew, from the same widget as TURNSTILE_SITE_KEY. This line goes a day after the last refusal.';
  return [{ what, state: 'failed', told, next }];
}

function settingsText(names: readonly string[]): string {
  if (names.length === 0) return 'as the environment gives them';
  return `changed in Slack, so the environment's value does not count: ${names.join(', ')}`;
}

async function workFinding(ctx: Context): Promise<Finding> {
  const { behind, problems, status, tickedAt } = await checkHealth(ctx);
  const what = 'Background work';
  const waiting = behind.unknownPosts + behind.unknownBatches;
  if (status !== 'ok') {
    const next =
      status === 'stale'
        ? 'See whether the process runs, or on Cloudflare whether the cron stands among the triggers of the Worker. Asking /health rings the work anew.'
        : 'Read the log for events that end in crashed, refused or failed; the newsroom keeps trying.';
    return { what, state: 'failed', told: problems.join(' '), next };
  }
  if (waiting > 0) {
    const told = `${waiting} outcomes are unknown and wait for a person.`;
    return { what, state: 'warning', told, next: 'Answer the questions in the review channel.' };
  }
  return ok(what, `last ran ${tickedAt}`);
}

function slackFindings(slack: SlackFacts, baseUrl: string): Finding[] {
  const what = 'Slack';
  if (slack.kind === 'unanswered') {
    return [
      {
        what,
        state: 'failed',
        told: 'Slack did not answer.',
        next: 'Try again; check that this machine reaches slack.com.',
      },
    ];
  }
  if (slack.kind === 'unconnected') {
    const next = `Open ${baseUrl}/slack/install and press Connect Slack.`;
    return [{ what, state: 'failed', told: 'No Slack workspace is connected.', next }];
  }
  if (slack.kind === 'refused') {
    const told = `Slack refuses the token (${slack.code}).`;
    return [{ what, state: 'failed', told, next: 'Reinstall the app and set SLACK_BOT_TOKEN anew.' }];
  }
  const missing = slack.scopes ? SLACK_SCOPES.filter((scope) => !slack.scopes?.includes(scope)) : [];
  if (missing.length > 0) {
    const told = `The token lacks ${missing.join(', ')}.`;
    return [{ what, state: 'failed', told, next: 'Paste slack/manifest.json into the app and reinstall it.' }];
  }
  return [ok(what, `connected to ${slack.team}`)];
}

async function channelFindings(ctx: Context): Promise<Finding[]> {
  const routed = await listRouteChannels(ctx.db);
  const channels = [...new Set([...(ctx.config.reviewChannel ? [ctx.config.reviewChannel] : []), ...routed])].slice(
    0,
    20,
  );
  return Promise.all(
    channels.map(async (id): Promise<Finding> => {
      const what = `Channel ${id}`;
      switch (await ctx.examiner.channel(id)) {
        case 'member':
          return ok(what, 'the bot is in it');
        case 'archived':
          return { what, state: 'failed', told: 'It is archived.', next: 'Choose another in `/newsdesk channels`.' };
        case 'unknown':
          return { what, state: 'warning', told: 'Slack did not say.', next: 'Try again.' };
        case 'missing': {
          const told = 'Slack knows no such channel, or it is private and the bot is not in it.';
          return { what, state: 'failed', told, next: 'Type `/invite @newsdesk` there, or choose another channel.' };
        }
        case 'not_member':
          return { what, state: 'failed', told: 'The bot is not in it.', next: 'Type `/invite @newsdesk` there.' };
      }
    }),
  );
}

function domainFindings(name: string, domain: DomainFacts): Finding[] {
  const what = `Sending as ${name}`;
  switch (domain.kind) {
    case 'restricted':
      return [ok(what, 'the key may only send, so Resend does not say how the domain stands')];
    case 'unanswered':
      return [{ what, state: 'failed', told: 'Resend did not answer.', next: 'Try again; see resend-status.com.' }];
    case 'refused':
      return [{ what, state: 'failed', told: `Resend refuses: ${domain.message}`, next: 'Set RESEND_API_KEY anew.' }];
    case 'missing': {
      const told = `Resend does not know this domain${domain.others.length > 0 ? `; it knows ${domain.others.join(', ')}` : ''}.`;
      return [{ what, state: 'failed', told, next: 'Add it at resend.com/domains, or change MAIL_FROM.' }];
    }
    case 'known':
      if (domain.status === 'verified') return [ok(what, 'verified')];
      return [
        { what, state: 'failed', told: `The domain is ${domain.status}.`, next: 'Set the DNS records below.' },
        ...domain.records
          .filter(({ status }) => status !== 'verified')
          .map((record) => ({
            what: `DNS record ${record.purpose}`,
            state: 'failed' as const,
            told: `${record.type} ${record.name} is ${record.status}.`,
            next: `Set it to: ${record.value}`,
          })),
      ];
  }
}

function webhookFinding({ config }: Context): Finding {
  const what = 'Webhook of Resend';
  if (config.resend.webhookSecret) return ok(what, `${config.brand.baseUrl}/webhooks/resend checks signatures`);
  return {
    what,
    state: 'warning',
    told: 'RESEND_WEBHOOK_SECRET is not set: bounces and complaints are not taken in.',
    next: `Add ${config.brand.baseUrl}/webhooks/resend at resend.com/webhooks and set its signing secret.`,
  };
}
