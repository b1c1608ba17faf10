import { readConfig } from '../src/config.ts';
import { AppError } from '../src/domain/errors.ts';
import type { Finding } from '../src/services/operate/doctor.ts';
import type { WebhookProbe } from '../src/services/operate/webhook-probe.ts';
import { askForJson, type NewsdeskApi } from './ask-newsdesk.ts';
import { readArguments, runCommand } from './command.ts';
import { isDemo } from './demo-variables.ts';
import { loadSettings } from './env-file.ts';
import { findNewsdesk } from './find-newsdesk.ts';

const HELP = `Usage: npm run doctor -- [--base URL] [--token T] [--mail ADDRESS] [--post CHANNEL]

Looks at everything a running newsroom stands on: settings, database, background work, Slack (token, scopes, channels),
Resend (key, domain, DNS records), the webhook's way back. Each trouble comes with its next step. It changes nothing.

  --base URL      where Newsdesk runs (else BASE_URL, else this machine)
  --token T       its admin token (else ADMIN_TOKEN)
  --mail ADDRESS  also sends one trial mail
  --post CHANNEL  also posts one line to a channel, for example C0123456789`;

const { values } = readArguments(HELP, {
  options: {
    base: { type: 'string' },
    token: { type: 'string' },
    mail: { type: 'string' },
    post: { type: 'string' },
  },
});

type Diagnosis = { findings: Finding[]; webhook: WebhookProbe | null };

const MARK = { ok: 'ok     ', warning: 'warning', failed: 'FAILED ' } as const;

function print({ next, state, told, what }: Finding): void {
  console.log(`${MARK[state]}  ${what}: ${told}${next ? `\n         → ${next}` : ''}`);
}

/** The settings on this machine, where they are the ones the newsroom runs with. */
function localFinding(): Finding | null {
  if (values.base !== undefined || isDemo(process.env)) return null;
  try {
    readConfig(process.env);
    return { what: 'Settings on this machine', state: 'ok', told: 'complete', next: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const next = 'Correct .env, or run `npm run setup`.';
    return { what: 'Settings on this machine', state: 'failed', told: error.message, next };
  }
}

/** One act as a finding: what it told when it worked, or its own words when it did not. */
async function attempt(what: string, next: string, act: () => Promise<string>): Promise<Finding> {
  try {
    return { what, state: 'ok', told: await act(), next: null };
  } catch (error) {
    return { what, state: 'failed', told: error instanceof Error ? error.message : String(error), next };
  }
}

async function roundTrip({ body, headers, url }: WebhookProbe): Promise<string> {
  const { status } = await fetch(url, { method: 'POST', headers, body });
  if (status < 200 || status > 299) throw new Error(`A signed event got status ${status} at ${url}.`);
  return 'a signed event arrives and is checked';
}

async function examine(api: NewsdeskApi): Promise<Finding[]> {
  const { findings, webhook } = await askForJson<Diagnosis>(api, '/api/v1/doctor');
  const { mail, post } = values;
  const trials = [
    ...(webhook
      ? [attempt('Webhook round trip', 'A proxy may change the body, or BASE_URL is wrong.', () => roundTrip(webhook))]
      : []),
    ...(mail
      ? [
          attempt('Trial mail', 'Check the address, then the findings on Resend above.', async () => {
            await askForJson(api, '/api/v1/doctor/mail', { to: mail });
            return 'Resend took it; look into the mailbox';
          }),
        ]
      : []),
    ...(post
      ? [
          attempt('Trial post', 'Check the id, then the findings on Slack above.', async () => {
            await askForJson(api, '/api/v1/doctor/post', { channel: post });
            return 'it stands in the channel';
          }),
        ]
      : []),
  ];
  return [...findings, ...(await Promise.all(trials))];
}

async function main(): Promise<void> {
  loadSettings();
  const local = localFinding();
  if (local) print(local);
  if (local?.state === 'failed') {
    process.exitCode = 1;
    return;
  }
  const api = findNewsdesk({ base: values.base, token: values.token });
  console.error(`Looking at ${api.base} …\n`);
  const findings = await examine(api);
  for (const finding of findings) print(finding);
  const failed = findings.filter(({ state }) => state === 'failed').length;
  const warned = findings.filter(({ state }) => state === 'warning').length;
  const aside = warned > 0 ? ` ${warned} ${warned === 1 ? 'warning' : 'warnings'} to look at.` : '';
  console.log(`\n${failed > 0 ? `${failed} to mend.` : 'Nothing to mend.'}${aside}`);
  if (failed > 0) process.exitCode = 1;
}

runCommand(main);
