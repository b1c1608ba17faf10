import { serveGallery } from '../dev/gallery/serve.ts';
import { watchMails } from '../dev/gallery/watch.ts';

/** Serves every mail side by side and builds them anew on each edit. */
async function start(): Promise<void> {
  const port = Number(process.env.PORT || 8799);
  const mails = await watchMails(({ error, variants }, milliseconds) => {
    console.log(error ?? `${variants.length} mails built in ${Math.round(milliseconds)} ms`);
  });
  const server = await serveGallery(mails, port);
  console.log(`Mails: http://127.0.0.1:${port}/  (edit a file under emails/ and look)`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      mails.close();
      server.close();
      server.closeAllConnections();
    });
  }
}

start().catch((error: unknown) => {
  console.error(`The gallery could not start. ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
