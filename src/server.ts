import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HttpBindings, serve } from '@hono/node-server';
import { createContext, handleRequest } from './app.ts';
import { clientAddress, readTrustedProxies } from './client-address.ts';
import { NodeDatabase } from './db/d1-node.ts';
import { migrateNode } from './db/migrate-node.ts';
import { AppError } from './domain/errors.ts';
import { createGuardedFetch } from './feeds-fetch-node.ts';
import { loadAll } from './late-ports.ts';
import { createLog } from './log.ts';
import { takeOver } from './services/take-over.ts';
import { startTicker } from './ticker.ts';

const { LOG_FILE } = process.env;
const log = createLog(LOG_FILE ? (line) => appendFileSync(LOG_FILE, `${line}\n`) : undefined);
const MIGRATIONS = join(import.meta.dirname, '..', 'migrations');
const GRACE_MS = 10_000;

/** Starts the newsroom in this process: database, background work, HTTP. */
async function start(): Promise<void> {
  const { env } = process;
  const trusted = readTrustedProxies(env.TRUSTED_PROXIES);
  const db = new NodeDatabase(env.DATABASE || 'data/newsdesk.db');
  const migrated = await migrateNode(db, MIGRATIONS, new Date().toISOString());
  await takeOver({ db, now: () => new Date().toISOString() });
  const ticker = startTicker((ring) =>
    createContext({ variables: env, db, ring, log, createFetch: createGuardedFetch }),
  );
  const port = Number(env.PORT || 8787);
  const server = serve({
    port,
    hostname: env.HOST || '0.0.0.0',
    fetch: (request, bindings) =>
      handleRequest(request, {
        ctx: ticker.context,
        waitUntil: (work) => void work.catch((error: unknown) => log.error('request.late_failure', error)),
        clientAddress: clientAddress(
          (bindings as HttpBindings).incoming.socket.remoteAddress,
          request.headers.get('x-forwarded-for'),
          trusted,
        ),
      }),
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
  log.error('server.failed', error);
  process.stderr.write(`\nNewsdesk could not start. ${message}\n`);
  process.exit(1);
}

start().catch((error: unknown) =>
  fail(error, error instanceof AppError ? error.message : 'The log line above says why.'),
);
