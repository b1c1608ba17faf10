import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HttpBindings, serve } from '@hono/node-server';
import { createContext, handleRequest } from './app.ts';
import { clientAddress, readTrustedProxies } from './client-address.ts';
import { NodeDatabase } from './db/d1-node.ts';
import { migrateNode } from './db/migrate-node.ts';
import { AppError } from './domain/errors.ts';
import { createGuardedFetch } from './feeds-fetch-node.ts';
import { createKeptPages } from './kept-pages-node.ts';
import { loadAll } from './late-ports.ts';
import { createLog } from './log.ts';
import { takeOver } from './services/take-over.ts';
import { startTicker } from './ticker.ts';

const { LOG_FILE } = process.env;
const log = createLog(LOG_FILE ? (line) => appendFileSync(LOG_FILE, `${line}\n`) : undefined);
const MIGRATIONS = join(import.meta.dirname, '..', 'migrations');
const GRACE_MS = 10_000;
/** Longer than a reverse proxy keeps an idle connection (Caddy: 2 minutes): whoever reuses one must not find it just closed. */
const KEEP_ALIVE_MS = 125_000;

/** Starts the newsroom in this process: database, background work, HTTP. */
async function start(): Promise<void> {
  const { env } = process;
  if (LOG_FILE) appendFileSync(LOG_FILE, '');
  const trusted = readTrustedProxies(env.TRUSTED_PROXIES);
  const port = readPort(env.PORT);
  const db = new NodeDatabase(env.DATABASE || 'data/newsdesk.db');
  const migrated = await migrateNode(db, MIGRATIONS, new Date().toISOString());
  await takeOver({ db, now: () => new Date().toISOString() });
  const ticker = startTicker((ring) =>
    createContext({ variables: env, db, ring, log, createFetch: createGuardedFetch }),
  );
  const throughKept = createKeptPages();
  const server = serve({
    port,
    hostname: env.HOST || '0.0.0.0',
    serverOptions: { keepAliveTimeout: KEEP_ALIVE_MS },
    fetch: (request, bindings) => {
      const peer = (bindings as HttpBindings).incoming.socket.remoteAddress;
      const facts = {
        ctx: ticker.context,
        waitUntil: (work: Promise<unknown>) =>
          void work.catch((error: unknown) => log.error('request.late_failure', error)),
        clientAddress: clientAddress(peer, request.headers.get('x-forwarded-for'), trusted),
      };
      const answer = (asked: Request) => handleRequest(asked, facts);
      return throughKept({ request, config: ticker.context.config, answer });
    },
  });
  server.once('listening', () => {
    log.info('server.started', { port, migrations: migrated.length });
    loadAll().catch((error: unknown) => log.error('server.failed', error));
  });
  server.once('error', (error: Error) => fail(error, `Port ${port} cannot be used: ${error.message}`));
  endOnSignal(server, async () => {
    await ticker.stop();
    db.close();
  });
}

function readPort(given: string | undefined): number {
  const port = Number(given || 8787);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new AppError('invalid', 'PORT must be a number from 1 to 65535.');
}

/** At the first signal nothing new is taken in; what is under way has ten seconds. `end` gives back all else. */
function endOnSignal(server: ReturnType<typeof serve>, end: () => Promise<void>): void {
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    server.close();
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    await end();
    log.info('server.stopped');
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function fail(error: unknown, message: string): never {
  try {
    log.error('server.failed', error);
  } catch (logError) {
    process.stderr.write(`LOG_FILE cannot be written: ${String(logError)}\n`);
  }
  process.stderr.write(`\nNewsdesk could not start. ${message}\n`);
  process.exit(1);
}

start().catch((error: unknown) => {
  const told = error instanceof Error ? error.message : String(error);
  const isSetting = error instanceof AppError && Object.keys(error.fields).length > 0;
  fail(error, isSetting ? `${told} Correct it in .env; npm run setup asks for what is missing.` : told);
});
