import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Changes, createChanges } from './changes.ts';
import { startResend } from './emulators/resend.ts';
import { startSlack } from './emulators/slack.ts';
import { createMailReader } from './mailbox/reader.ts';
import { servePages } from './pages.ts';
import { type DevSettings, readDevSettings } from './settings.ts';
import { createDesk } from './slack/desk.ts';
import { openFiles } from './slack/files.ts';
import { createOauth } from './slack/oauth.ts';
import { openPrivateMessages } from './slack/private-messages.ts';
import { openViews } from './slack/views.ts';
import { createWebApi } from './slack/web-api.ts';
import { createWorkspace, noteEphemeralPost } from './slack/workspace.ts';

/** Where the stand-ins are, told once they can be used. */
export type Ready = {
  type: 'ready';
  slackApiUrl: string;
  resendBaseUrl: string;
  feedUrl: string;
  /** The feed file of FEED_FILE, where one was given. */
  fileUrl: string | null;
  slackPageUrl: string;
  mailboxUrl: string;
  channels: { news: string; review: string };
};

async function start(settings: DevSettings): Promise<Ready> {
  const { ports, dataDir, botToken, resendKey } = settings;
  mkdirSync(dataDir, { recursive: true });
  const changes = { slack: createChanges(), mail: createChanges() };
  const privateMessages = openPrivateMessages(join(dataDir, 'slack-private.json'), changes.slack.ring);
  const pagesUrl = addressOf(ports.pages);
  const views = openViews(join(dataDir, 'slack-home.json'), changes.slack.ring);
  const mailbox = { reader: createMailReader(addressOf(ports.resend), resendKey, changes.mail), changes: changes.mail };
  const files = openFiles(join(dataDir, 'slack-files'), pagesUrl);
  const oauth = createOauth({ botToken, redirectUri: `${settings.newsroomUrl}/slack/oauth` });
  const [slack] = await Promise.all([
    startSlack({
      port: ports.slack,
      pageUrl: pagesUrl,
      dataDir,
      botToken,
      answerFirst: createWebApi({ views, files, privateMessages, oauth }),
      onChange(exchange) {
        noteEphemeralPost(exchange, privateMessages);
        changes.slack.ring();
      },
    }),
    startMail(settings, changes.mail),
  ]);
  const workspace = createWorkspace(slack.api, privateMessages);
  await servePages({
    port: ports.pages,
    workspace,
    privateMessages,
    desk: createDesk({ app: settings, api: slack.api, workspace, privateMessages, views, files, pagesUrl }),
    botToken,
    oauth,
    changes: changes.slack,
    newsChannel: slack.channels.news,
    mailbox,
    origin: pagesUrl,
    statePath: join(dataDir, 'demo-feed.json'),
    feedFile: settings.feedFile,
    lateAfterSeconds: settings.lateAfterSeconds,
  });
  return readyMessage(settings, slack.channels);
}

function startMail({ dataDir, mailDomains, ports, resendKey }: DevSettings, changes: Changes): Promise<void> {
  return startResend({ port: ports.resend, dataDir, apiKey: resendKey, domains: mailDomains, onMail: changes.ring });
}

function readyMessage({ ports, feedFile }: DevSettings, channels: Ready['channels']): Ready {
  const pagesUrl = addressOf(ports.pages);
  return {
    type: 'ready',
    slackApiUrl: `${addressOf(ports.slack)}/api/`,
    resendBaseUrl: addressOf(ports.resend),
    feedUrl: `${pagesUrl}/demo/feed.xml`,
    fileUrl: feedFile && `${pagesUrl}/file/${encodeURIComponent(basename(feedFile))}`,
    slackPageUrl: `${pagesUrl}/slack`,
    mailboxUrl: `${pagesUrl}/mailbox`,
    channels,
  };
}

function addressOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** All state is on disk the moment it is acknowledged, so leaving needs no farewell. */
function leave(): never {
  process.exit(0);
}

/** Ctrl-C reaches parent and child at once; the parent may still be talking to us while it ends. */
const farewellMs = 3000;

process.on('disconnect', leave);
process.on('SIGTERM', leave);
process.on('SIGINT', () => (process.connected ? setTimeout(leave, farewellMs) : leave()));

const ready = await start(readDevSettings(process.env));
if (process.send) process.send(ready);
else console.log(JSON.stringify(ready));
