import type { Locale } from '../../../src/domain/locale.ts';
import { plainForm } from '../../../src/http/embed/plain-form.ts';
import { DetailsPage, NewAddressPage } from '../../../src/http/pages/details-page.tsx';
import { EmbedPage } from '../../../src/http/pages/embed-page.tsx';
import { ReportGonePage, ReportPage } from '../../../src/http/pages/report-page.tsx';
import type { PageShell } from '../../../src/http/pages/view.ts';

const TOKEN = 'YzE.c2FtcGxlLXRva2Vu';
const AT = '2021-10-20T01:30:00.000Z';

/** Pages that few see: a newsletter's report, the guide to embedding, and a reader's own details. */
export function furtherSamples(locale: Locale, at: (path: string) => PageShell) {
  const details = { shell: at('/preferences/details'), token: TOKEN, subscriber: sampleReader(locale) };
  const embed = at('/subscribe?embed');
  return [
    ['report-gone', ReportGonePage({ shell: at('/reports/abc') })],
    ['report', ReportPage({ shell: at('/reports/abc'), report: sampleReport() })],
    ['details', DetailsPage({ ...details, notice: null })],
    ['details-problem', DetailsPage({ ...details, notice: { text: 'Li Jia?', isProblem: true } })],
    ['address-change', NewAddressPage({ shell: at('/preferences/address'), token: TOKEN })],
    [
      'embed',
      EmbedPage({
        shell: embed,
        scriptUrl: `${embed.brand.baseUrl}/embed.js`,
        policy: `script-src ${embed.brand.baseUrl}/embed.js`,
        plainForm: plainForm(embed),
        origins: ['https://www.laekna.example'],
      }),
    ],
  ] as const;
}

function sampleReader(locale: Locale) {
  return {
    id: 1,
    publicId: 'abcdefghijkm',
    email: 'li.jia@example.com',
    emailKey: 'li.jia@example.com',
    name: 'Li Jia',
    company: 'Example Capital',
    occupation: null,
    timeZone: 'Asia/Shanghai',
    locale,
    frequency: 'weekly',
    state: 'active',
    confirmRequest: 1,
    confirmExpiresAt: null,
    leftAt: null,
    pausedUntil: null,
  } as const;
}

function sampleReport() {
  return {
    publicId: 'abc',
    number: 12,
    subject: 'Laekna news',
    state: 'finished' as const,
    approvedBy: 'U1',
    pageUrl: '/reports/abc',
    startedAt: AT,
    finishedAt: AT,
    due: 1200,
    submitted: 1198,
    refused: 2,
    unknownBatches: 1,
    delayed: 3,
    failed: 0,
    suppressed: 1,
    bounced: 4,
    complained: 1,
    left: 2,
    articles: [{ title: 'Policy support lifts Shanghai’s drug makers', url: '/articles/sample-0', followed: 31 }],
  };
}
