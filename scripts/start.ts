import { dirname, resolve } from 'node:path';
import { buildAll } from './build.ts';
import { fileFromPerson, readArguments } from './command.ts';
import { demoBrand, demoSecrets, isDemo, withoutBotToken } from './demo-variables.ts';
import { endWithParent } from './end-with-parent.ts';
import { loadSettings } from './env-file.ts';
import { printAddresses } from './print-addresses.ts';
import { requireFreePorts } from './require-free-ports.ts';
import { fillDemo } from './seed-demo.ts';
import { type StandIns, startStandIns } from './stand-ins.ts';
import { subscribeFeed } from './subscribe-feed.ts';
import { untilAnswering } from './until-answering.ts';

const { values: options } = readArguments(
  `Usage: npm start -- [--feed ADDRESS-OR-FILE] [--install] [--no-build]

Runs Newsdesk with the settings of .env or the environment. Where no account is set, it is a demo with a local Slack, mailbox and
feed, and nothing leaves the machine. PORT names the port (8787; the demo takes the three after it as well), DATABASE the file.

  --feed      also subscribes to this feed: a web address, or in the demo a file
  --install   the demo begins with a Slack that is not connected yet
  --no-build  runs what dist/ holds already`,
  {
    options: {
      feed: { type: 'string' },
      install: { type: 'boolean', default: false },
      build: { type: 'boolean', default: true },
    },
    allowNegative: true,
  },
);

/** Loads .env, builds, and runs Newsdesk in this process; without accounts, together with its local stand-ins. */
async function start(): Promise<void> {
  if (process.env.npm_lifecycle_event === 'start') endWithParent();
  loadSettings();
  const isPlay = isDemo(process.env);
  const port = Number(process.env.PORT || 8787);
  const dataDir = dirname(resolve(process.env.DATABASE || 'data/newsdesk.db'));
  const feedFile = options.feed && !/^https?:\/\//.test(options.feed) ? fileFromPerson(options.feed) : null;
  if (feedFile && !isPlay) throw new Error('A feed from a file needs the demo; give its web address instead.');
  await requireFreePorts(isPlay ? [port, port + 1, port + 2, port + 3] : [port]);
  if (options.build) {
    console.log('Building. This takes some seconds.');
    await buildAll({ withStandIns: isPlay });
  }
  const standIns = isPlay ? await startDemo({ port, dataDir, feedFile }) : null;
  if (options.feed && !feedFile) allowFeedHost(options.feed);
  await import('../dist/server.js' as string);
  const base = `http://127.0.0.1:${port}`;
  await untilAnswering(`${base}/robots.txt`);
  if (standIns) await fillDemo(base, process.env.ADMIN_TOKEN ?? '', standIns);
  const ownFeed = feedFile ? standIns?.fileUrl : options.feed;
  greet(base, standIns);
  if (ownFeed) await subscribeOwnFeed(base, ownFeed, standIns);
}

async function startDemo(demo: { port: number; dataDir: string; feedFile: string | null }): Promise<StandIns> {
  const { port, dataDir, feedFile } = demo;
  const base = `http://127.0.0.1:${port}`;
  const secrets = demoSecrets(dataDir);
  const standIns = await startStandIns({
    ...secrets,
    PORT: String(port),
    BASE_URL: base,
    DATA_DIR: dataDir,
    MAIL_FROM: process.env.MAIL_FROM ?? demoBrand().MAIL_FROM ?? '',
    ...(feedFile ? { FEED_FILE: feedFile } : {}),
  });
  const own = options.install ? withoutBotToken(secrets) : secrets;
  Object.assign(process.env, { ...demoBrand(), ...own }, definedOnly(process.env), {
    BASE_URL: base,
    HOST: '127.0.0.1',
    SLACK_API_URL: standIns.slackApiUrl,
    RESEND_BASE_URL: standIns.resendBaseUrl,
    SLACK_REVIEW_CHANNEL: standIns.channels.review,
    PRIVATE_FEED_HOSTS: new URL(standIns.feedUrl).host,
    LOG_FILE: process.env.LOG_FILE ?? `${dataDir}/newsdesk.log`,
  });
  return standIns;
}

function definedOnly(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value));
}

/** Whoever starts the program may name a feed on their own machine, which no feed added later may be. */
function allowFeedHost(url: string): void {
  const hosts = [process.env.PRIVATE_FEED_HOSTS, new URL(url).host];
  process.env.PRIVATE_FEED_HOSTS = hosts.filter(Boolean).join(',');
}

async function subscribeOwnFeed(base: string, url: string, standIns: StandIns | null): Promise<void> {
  const channel = standIns?.channels.news ?? process.env.SLACK_REVIEW_CHANNEL ?? null;
  try {
    const wish = { url, channel, startWith: 'newest_1' } as const;
    const { title, itemCount } = await subscribeFeed(base, process.env.ADMIN_TOKEN ?? '', wish);
    const articles = itemCount === 1 ? '1 article, which' : `${itemCount} articles, the newest of which`;
    console.log(`Subscribed to ${title}: ${articles} is announced.`);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\nEverything else is running.`);
  }
}

function greet(base: string, standIns: StandIns | null): void {
  printAddresses(`Newsdesk is running${standIns ? ' as a demo, with a local Slack and mailbox' : ''}.`, base, standIns);
  if (standIns && options.install) console.log(`\n${installWords(base)}`);
  if (standIns)
    console.log(
      '\nTry it: sign up on the form, confirm from the mailbox, then type /newsdesk digest send in the local Slack.',
    );
  if (process.env.LOG_FILE) console.log(`The log is in ${process.env.LOG_FILE}.`);
  console.log('Stop with Ctrl-C; everything is kept.\n');
}

function installWords(base: string): string {
  return `Slack is not connected yet. Open ${base}/slack/install and give it this admin token: ${process.env.ADMIN_TOKEN}`;
}

start().catch((error: unknown) => {
  console.error(`\nNewsdesk could not start. ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
