import { createHmac } from 'node:crypto';
import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { withFolder } from '../scripts/with-folder.ts';
import { percentile, round, tell } from './figures.ts';
import { ended, freeBase, startServer, steadily, untilAnswering } from './load.ts';
import { newsroomVariables, openNewsroom } from './newsroom.ts';
import type { BenchOptions } from './options.ts';

/** Far more than a newsroom's staff do: a workspace sends at most some 30,000 events an hour. */
const PER_SECOND = 30;
const DEFAULT_SECONDS = 10;
const OWNER = 'UBENCH';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/**
 * How long Slack waits for the acknowledgement of a slash command, a button and a submitted form, in turn, through the
 * running program: signed as Slack signs, at 30 a second, each with the work behind it going on meanwhile. Slack shows an
 * error after 3,000 ms.
 */
export async function benchSlack(options: BenchOptions): Promise<Record<string, unknown>> {
  const seconds = options.seconds ?? DEFAULT_SECONDS;
  return withFolder(async (folder) => {
    const path = join(folder, 'newsdesk.db');
    const db = await openNewsroom(path);
    db.close();
    const slack = await openSlack();
    const base = await freeBase();
    const server = startServer(base, {
      DATABASE: path,
      LOG_FILE: join(folder, 'log'),
      SLACK_API_URL: `${slack.base}/api/`,
    });
    try {
      await untilAnswering(base, '/robots.txt');
      const next = requests(slack.base);
      for (let n = 0; n < 30; n += 1) await send(base, next());
      const times = await steadily({ perSecond: PER_SECOND, seconds }, () => send(base, next()));
      await untilAnswered(slack, times.length / 3);
      tell(`${times.length} acknowledged; Slack was told ${slack.answers()} answers and ${slack.calls()} calls`);
      return {
        p50Ms: round(percentile(times, 0.5), 1),
        p99Ms: round(percentile(times, 0.99), 1),
        requests: times.length,
        perSecond: PER_SECOND,
      };
    } finally {
      agent.destroy();
      await ended(server);
      slack.server.close();
      slack.server.closeAllConnections();
    }
  });
}

type Slack = { server: Server; base: string; answers(): number; calls(): number };

/** A small Slack that says yes: its API, and the response_url behind which answers arrive. */
export async function openSlack(): Promise<Slack> {
  let answers = 0;
  let calls = 0;
  const server = createServer(async (asked, answer) => {
    for await (const _part of asked);
    if (asked.url === '/response') answers += 1;
    else calls += 1;
    const user = { id: OWNER, is_admin: true };
    const identity = { bot_id: 'BBENCH', user_id: 'UBOT', team_id: 'T1' };
    answer.setHeader('content-type', 'application/json');
    answer.end(JSON.stringify({ ok: true, ...identity, user, view: { id: 'V1', hash: 'h1' }, ts: '1.1' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, base: `http://127.0.0.1:${port}`, answers: () => answers, calls: () => calls };
}

/** Every command was answered behind its acknowledgement too. Throws where answers stay out. */
async function untilAnswered(slack: Slack, atLeast: number): Promise<void> {
  for (let tries = 0; slack.answers() < atLeast; tries += 1) {
    if (tries > 200) throw new Error(`Only ${slack.answers()} of ${atLeast} commands were answered.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The three kinds in turn, none like another, in the shapes of https://docs.slack.dev/interactivity. */
export function requests(slackBase: string): () => string {
  let count = 0;
  const response_url = `${slackBase}/response`;
  const common = { team: { id: 'T1' }, user: { id: OWNER, team_id: 'T1' }, api_app_id: 'A1' };
  const inPayload = (own: object) => new URLSearchParams({ payload: JSON.stringify({ ...common, ...own }) }).toString();
  return () => {
    count += 1;
    const trigger_id = `${count}.1`;
    if (count % 3 === 0) {
      const fields = { command: '/newsdesk', text: 'status', user_id: OWNER, channel_id: 'C1', team_id: 'T1' };
      return new URLSearchParams({ ...fields, trigger_id, response_url }).toString();
    }
    if (count % 3 === 1) {
      const action = { type: 'button', action_id: 'feeds.page', block_id: 'b', value: '0', action_ts: `${count}.2` };
      const container = { type: 'message', channel_id: 'C1', message_ts: '1.1' };
      const at = { container, channel: { id: 'C1' }, trigger_id, response_url };
      return inPayload({ type: 'block_actions', ...at, actions: [action] });
    }
    const title = { type: 'plain_text', text: 'Reject' };
    const given = { type: 'plain_text_input', value: '' };
    const view = {
      ...{ id: `V${count}`, type: 'modal', hash: `h${count}`, callback_id: 'approval.reject', title, blocks: [] },
      ...{ private_metadata: '{"id":"nothing"}', state: { values: { reason: { reason: given } } } },
    };
    return inPayload({ type: 'view_submission', trigger_id, view, response_urls: [] });
  };
}

const SIGNING_SECRET = newsroomVariables({}).SLACK_SIGNING_SECRET ?? '';

/** Sends one request signed as Slack does. Throws for any answer but 200. */
export function send(base: string, body: string): Promise<void> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(new URL('/slack/events', base), { agent, method: 'POST', headers });
    sent.once('error', reject);
    sent.once('response', (answer) => {
      answer.resume();
      answer.once('end', () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`Slack was answered ${answer.statusCode}.`)),
      );
    });
    sent.end(body);
  });
}
