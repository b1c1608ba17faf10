const DAY_MS = 24 * 3600 * 1000;

/** Topics that the demo's readers may choose. */
export const DEMO_TOPICS = ['Company', 'Events'] as const;

/** An article as `POST /api/v1/articles` takes it; `twin` is the headline of the one it translates, told before it. */
export type DemoStory = { title: string; twin?: string; article: Record<string, unknown> };

/** What all of them share: none is announced in Slack or mailed, so that the feed alone tells the demo's story. */
const SHARED = { announce: false, emailMode: 'none', rights: { text: 'full', image: 'own' } };
const OPEN_MORNING = 'Sample event: an open morning at the Zhangjiang laboratory';

/**
 * What staff would write by hand beside the feed: an event with its documents, its twin in Chinese, and an announcement with
 * its whole text. Invented for the demo, and says so. Their dates are of the weeks it plays in, only the event itself lies ahead.
 * @param base the newsroom's address
 * @param feedUrl that of the demo's feed, whose pictures these use
 */
export function demoStories(now: Date, base: string, feedUrl: string): DemoStory[] {
  const day = new Date(now.getTime() + 21 * DAY_MS).toISOString().slice(0, 10);
  const event = {
    startsAt: `${day}T09:30:00+08:00`,
    endsAt: `${day}T12:00:00+08:00`,
    url: `${base}/contact`,
  };
  const picture = (file: string) => new URL(`pictures/${file}`, feedUrl).href;
  return [notice(), openMorning(event, picture), openMorningInChinese(event, picture)];
}

type Event = Record<'startsAt' | 'endsAt' | 'url', string>;
type Picture = (file: string) => string;

function notice(): DemoStory {
  return {
    title: 'Sample notice: how this newsroom handles corrections',
    article: {
      ...SHARED,
      kind: 'press_release',
      language: 'en',
      body: '<p>When something published here was wrong, the article is changed and carries the day of the change below its headline.</p><h2>What happens to emails</h2><ul><li>Readers who received the wrong version get a correction.</li><li>The archive shows the newsletter as it was sent, with a note above it.</li></ul><p>This notice was written for the demo.</p>',
      topics: ['company'],
      publishedAt: '2021-10-08T02:00:00Z',
    },
  };
}

function openMorning(event: Event, picture: Picture): DemoStory {
  return {
    title: OPEN_MORNING,
    article: {
      ...SHARED,
      kind: 'event',
      language: 'en',
      extract:
        'Visitors see the laboratory in small groups and put their questions to the team afterwards. (Invented for the demo.)',
      body: '<p>Visitors see the laboratory in small groups and put their questions to the team afterwards.</p><p>The event was invented for the demo. Its registration link leads to the contact form.</p>',
      event: { ...event, place: 'Zhangjiang Hi-Tech Park, Shanghai' },
      image: {
        url: picture('lab-bench.png'),
        alt: 'A laboratory bench with flasks (drawing)',
        caption: 'Where the tour begins (illustration).',
        credit: 'Newsdesk demo',
      },
      documents: [
        { title: 'Map of the site (PNG)', url: picture('zhangjiang-campus.png'), language: 'en' },
        { title: '园区示意图（PNG）', url: picture('zhangjiang-campus.png'), language: 'zh-Hans' },
      ],
      topics: ['company', 'events'],
      publishedAt: '2021-10-14T02:00:00Z',
    },
  };
}

function openMorningInChinese(event: Event, picture: Picture): DemoStory {
  return {
    title: '示例活动：张江实验室开放上午',
    twin: OPEN_MORNING,
    article: {
      ...SHARED,
      kind: 'event',
      language: 'zh-Hans',
      extract: '来访者分组参观实验室，随后向团队提问。（本活动为演示虚构。）',
      body: '<p>来访者分组参观实验室，随后向团队提问。</p><p>本活动为演示虚构，报名链接指向联系表单。</p>',
      event: { ...event, place: '上海张江高科技园区' },
      image: {
        url: picture('lab-bench.png'),
        alt: '放有烧瓶的实验台（插图）',
        caption: '参观由此开始（插图）。',
        credit: 'Newsdesk 演示',
      },
      topics: ['company', 'events'],
      publishedAt: '2021-10-14T01:00:00Z',
    },
  };
}
