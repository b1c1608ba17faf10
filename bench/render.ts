import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProgress } from '../scripts/progress.ts';
import type { Brand } from '../src/domain/brand.ts';
import { createMailEncoder } from '../src/email/encode-mail.ts';
import { createMailRenderer } from '../src/email/render-mail.ts';
import type { MailingView } from '../src/services/ports.ts';
import { median, round } from './figures.ts';
import { sampleArticles } from './newsroom.ts';
import type { BenchOptions } from './options.ts';

const ARTICLES = 10;
const BUILDS = 3;
const DEFAULT_SECONDS = 4;
/** A round is long against the clock's step and short against what else the machine does. */
const ROUND_MS = 20;
const READER = {
  to: 'reader@example.org',
  headers: {
    'List-Unsubscribe': '<https://news.example.com/unsubscribe?t=u.k1.abcdefghijkl.all.AAAAAAAAAAAAAAAAAAAAAA>',
  },
  tags: [{ name: 'reader', value: 'abcdefghijkl' }],
  parts: {
    greeting: 'Dear Li Wei,',
    unsubscribeUrl: 'https://news.example.com/unsubscribe?t=u.k1.abcdefghijkl.all.AAAAAAAAAAAAAAAAAAAAAA',
    preferencesUrl: 'https://news.example.com/preferences?t=p.k1.abcdefghijkl..AAAAAAAAAAAAAAAAAAAAAA',
  },
};

/** Milliseconds of one call, which the line of progress calls `what`: the middle of rounds that together take `seconds`. */
function timed(what: string, seconds: number, call: () => unknown): number {
  using progress = createProgress(what, null);
  const rounds: number[] = [];
  const end = performance.now() + seconds * 1000;
  let calls = 1;
  while (performance.now() < end || rounds.length < 3) {
    const from = performance.now();
    for (let n = 0; n < calls; n += 1) call();
    const took = performance.now() - from;
    progress.step(calls);
    if (took < ROUND_MS) calls *= 2;
    else rounds.push(took / calls);
  }
  return median(rounds);
}

/** Compiling all mails from MJML, as the build does, in a process of its own. */
async function compileMs(): Promise<number> {
  using progress = createProgress('Builds of all mails', BUILDS);
  const times: number[] = [];
  for (let n = 0; n < BUILDS; n += 1) {
    const from = performance.now();
    const child = spawn(process.execPath, [join(process.cwd(), 'scripts/build-emails.ts')], {
      stdio: ['ignore', 2, 2],
    });
    const code = await new Promise((resolve) => child.once('exit', resolve));
    if (code !== 0) throw new Error('The mails could not be compiled.');
    times.push(performance.now() - from);
    progress.step(1);
  }
  return median(times);
}

/**
 * The three stages of a mail: all templates compiled at build time (`compileMs`), a digest of ten articles filled once for
 * all readers of a variant (`fillMs`), and one reader's copy written (`mergeUs`, microseconds). `bytes` is its HTML.
 */
export async function benchRender(options: BenchOptions): Promise<Record<string, unknown>> {
  const seconds = (options.seconds ?? DEFAULT_SECONDS) / 2;
  const brand: Brand = JSON.parse(readFileSync(join(process.cwd(), 'emails/partials/sample.json'), 'utf8')).en;
  const renderer = createMailRenderer();
  const view: MailingView = {
    kind: 'digest',
    locale: 'en',
    brand,
    date: '2026-03-02T08:00:00.000Z',
    timeZone: 'Asia/Shanghai',
    subject: null,
    preheader: null,
    intro: null,
    articles: sampleArticles(ARTICLES),
    moreCount: 0,
  };
  const { html, subject, text } = renderer.mailing(view);
  const shared = { from: 'news@example.com', replyTo: null, subject, html, text, headers: {}, tags: [] };
  const encode = createMailEncoder(shared);
  return {
    compileMs: Math.round(await compileMs()),
    fillMs: round(
      timed('Digests filled', seconds, () => renderer.mailing(view)),
      3,
    ),
    mergeUs: round(timed('Copies written', seconds, () => encode(READER)) * 1000, 2),
    bytes: Buffer.byteLength(html),
    textBytes: Buffer.byteLength(text),
    articles: ARTICLES,
  };
}
