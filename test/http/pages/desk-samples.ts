import { DeskPage } from '../../../src/http/pages/desk/desk-page.tsx';
import { ClosedPage, DoorPage } from '../../../src/http/pages/desk/door-page.tsx';
import type { PageShell } from '../../../src/http/pages/view.ts';
import type { DeskFigures } from '../../../src/services/desk/desk-figures.ts';
import type { MailingProgress } from '../../../src/services/ports.ts';

const NOW = '2021-10-20T01:30:00.000Z';
const dayBefore = (days: number) => new Date(Date.parse(NOW) - days * 86_400_000).toISOString();

const FIGURES: DeskFigures = {
  readers: { active: 8421, pending: 37, left: 612 },
  needs: { floods: 1, unknownPosts: 0, pausedRoutes: 1, unknownBatches: 0, drafts: 0, questions: 0 },
  growth: Array.from({ length: 26 }, (_, n) => ({
    at: dayBefore(7 * (25 - n)).slice(0, 10),
    readers: Math.round(5200 + n * 118 + 160 * Math.sin(n)),
    joined: 140 + ((n * 37) % 60),
    gone: 12 + ((n * 13) % 20),
  })),
  signUps: {
    days: Array.from({ length: 30 }, (_, n) => ({
      day: dayBefore(29 - n).slice(0, 10),
      joined: 4 + ((n * 7) % 19),
      left: n % 4,
    })),
    sources: [
      { source: 'www.laekna.com', joined: 214, left: 12 },
      { source: 'import', joined: 90, left: 3 },
      { source: 'a-landing-page-with-a-very-long-name.investors.example.com', joined: 31, left: 0 },
      { source: 'erased', joined: 1, left: 2 },
    ],
  },
  sends: Array.from({ length: 12 }, (_, n) => ({
    title: `Laekna news of week ${n + 30}: first patient dosed, and what our partners in liver disease say about it`,
    startedAt: dayBefore(7 * (11 - n)),
    submitted: 6900 + n * 130,
    arrived: 6880 + n * 130 - ((n * 17) % 40),
    bounced: 12 + ((n * 17) % 30),
    complained: n % 4,
    refused: n % 3,
  })),
  feeds: [
    [
      'Shanghai Daily: business',
      'active',
      '2021-10-18T01:30:00.000Z',
      'www.shine.cn did not answer within 20 seconds.',
    ],
    ['Biotech wire', 'gone', '2021-10-11T01:30:00.000Z', 'The server says that the feed is gone for good (410).'],
    ['Jiefang Daily', 'active', null, null],
    ['来凯医药新闻中心', 'active', null, null],
    ['Investor announcements', 'paused', null, null],
  ].map(([title, state, failingSince, lastError]) => ({
    title: title ?? '',
    state: state as 'active' | 'gone' | 'paused',
    lastPolledAt: dayBefore(0.01),
    lastNewAt: dayBefore(3),
    failingSince: failingSince ?? null,
    lastError: lastError ?? null,
  })),
  sources: [
    { source: 'Shanghai Daily', count: 41 },
    { source: null, count: 23 },
    { source: '解放日报', count: 9 },
    { source: 'A very long name of an international newspaper of record for medicine', count: 2 },
  ],
};

const RUNNING: MailingProgress[] = [
  {
    ...{ publicId: 'm1', subject: 'Laekna news of week 42', state: 'sending', holdUntil: null, submitted: 5200 },
    ...{ refused: 2, unknownBatches: 0, approvedBy: 'slack:UANA', pauseReason: null, resumeAt: null, due: 8421 },
    ...{ perSecond: 86.4, secondsLeft: 37, bounced: 11, complained: 1 },
  },
  {
    ...{ publicId: 'm2', subject: 'Alert: half-year results', state: 'paused', holdUntil: null, submitted: 410 },
    ...{ refused: 0, unknownBatches: 1, approvedBy: 'slack:UANA', pauseReason: 'Too many mails came back' },
    ...{ resumeAt: null, due: 900, perSecond: null, secondsLeft: null, bounced: 31, complained: 0 },
  },
];

const EMPTY: DeskFigures = {
  readers: { active: 0, pending: 0, left: 0 },
  needs: { floods: 0, unknownPosts: 0, pausedRoutes: 0, unknownBatches: 0, drafts: 0, questions: 0 },
  growth: FIGURES.growth.map(({ at }) => ({ at, readers: 0, joined: 0, gone: 0 })),
  signUps: { days: FIGURES.signUps.days.map(({ day }) => ({ day, joined: 0, left: 0 })), sources: [] },
  sends: [],
  feeds: [],
  sources: [],
};

/** The dashboard as it is in use, on its first day, and closed. In English only, as staff see it. */
export function deskSamples(shell: PageShell): Map<string, string> {
  const times = { now: NOW, until: dayBefore(-0.3) };
  return new Map(
    [
      ['desk', DeskPage({ shell, figures: FIGURES, running: RUNNING, ...times })] as const,
      ['desk-empty', DeskPage({ shell, figures: EMPTY, running: [], ...times })] as const,
      ['desk-door', DoorPage({ shell, token: 'k.k1.uana.1634693400000-abc.x' })] as const,
      ['desk-closed', ClosedPage({ shell, reason: 'link' })] as const,
    ].map(([name, page]) => [name, String(page)]),
  );
}
