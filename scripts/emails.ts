import { serveGallery } from '../dev/gallery/serve.ts';
import { watchMails } from '../dev/gallery/watch.ts';
import { readArguments, runCommand } from './command.ts';

const HELP = `Usage: npm run emails -- [--port N]

Shows every mail in every language, light and dark, on phone and desktop, with usual, short, long and hostile data, beside
its text part, size and findings. Each edit under emails/ or src/email/ is built and shown.

  --port N   the port on 127.0.0.1; PORT in the environment does the same. 8799 where neither is given.`;

/** Serves every mail side by side and builds them anew on each edit. */
async function main(): Promise<void> {
  const { values } = readArguments(HELP, { options: { port: { type: 'string' } } });
  const port = Number(values.port ?? (process.env.PORT || 8799));
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`The port must be a number from 1 to 65535.`);
  console.log('Building the mails. This takes some seconds.');
  const mails = await watchMails(({ error, variants }, milliseconds) => {
    console.log(error ?? `${variants.length} mails built in ${Math.round(milliseconds)} ms`);
  });
  const server = await serveGallery(mails, port).catch((error: NodeJS.ErrnoException) => {
    mails.close();
    throw error.code === 'EADDRINUSE' ? new Error(`Port ${port} is in use. Give another one with --port.`) : error;
  });
  console.log(`Mails: http://127.0.0.1:${port}/  (edit a file under emails/ and look)`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      mails.close();
      server.close();
      server.closeAllConnections();
    });
  }
}

runCommand(main);
