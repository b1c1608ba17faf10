import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createChanges } from './changes.ts';
import { startResend } from './emulators/resend.ts';
import { startSlack } from './emulators/slack.ts';
import { servePages } from './pages.ts';
import { type DevSettings, readDevSettings } from './settings.ts';
import { createDesk } from './slack/desk.ts';
import { openPrivateMessages } from './slack/private-messages.ts';
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
  const { ports, dataDir } = settings;
  mkdirSync(dataDir, { recursive: true });
  const pagesUrl = `http://127.0.0.1:${ports.pages}`;
  const resendBaseUrl = `http://127.0.0.1:${ports.resend}`;
  const slackChanges = createChanges();
  const mailChanges = createChanges();
  const privateMessages = openPrivateMessages(join(dataDir, 'slack-private.json'), slackChanges.ring);

  const [slack] = await Promise.all([
    startSlack({
      port: ports.slack,
      pageUrl: pagesUrl,
      dataDir,
      botToken: settings.botToken,
      onChange(exchange) {
        noteEphemeralPost(exchange, privateMessages);
        slackChanges.ring();
      },
    }),
    startResend({ port: ports.resend, dataDir, apiKey: settings.resendKey, onMail: mailChanges.ring }),
  ]);

  const workspace = createWorkspace(slack.api, privateMessages);
  await servePages({
    port: ports.pages,
    workspace,
    privateMessages,
    desk: createDesk({ app: settings, api: slack.api, workspace, privateMessages, pagesUrl }),
    changes: slackChanges,
    newsChannel: slack.channels.news,
    mailbox: { resendUrl: resendBaseUrl, apiKey: settings.resendKey, changes: mailChanges },
    origin: pagesUrl,
    statePath: join(dataDir, 'demo-feed.json'),
    feedFile: settings.feedFile,
  });
  return {
    type: 'ready',
    slackApiUrl: `http://127.0.0.1:${ports.slack}/api/`,
    resendBaseUrl,
    feedUrl: `${pagesUrl}/demo/feed.xml`,
    fileUrl: settings.feedFile && `${pagesUrl}/file/${encodeURIComponent(basename(settings.feedFile))}`,
    slackPageUrl: `${pagesUrl}/slack`,
    mailboxUrl: `${pagesUrl}/mailbox`,
    channels: slack.channels,
  };
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
