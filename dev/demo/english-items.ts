import type { DemoItem } from './item.ts';

const pressTeam = 'Laekna press team';

/**
 * Written for the demo on what is known of the week in October 2021. Outlets called "Sample …" do not exist;
 * Shanghai Daily ran the report that its item sums up.
 */
export const englishItems: DemoItem[] = [
  {
    slug: 'press-contact',
    kind: 'Press release',
    language: 'en',
    title: 'Where journalists and investors reach Laekna',
    summary:
      'How to get in touch with the company and to follow its news: a media contact on the newsroom page, feeds for news readers, and updates by email.',
    paragraphs: [
      'Everything about following Laekna stands on one page: the media contact, the news feeds, and a short form for updates by email.',
      'The form asks for a name and an email address. Company and occupation are optional and help the team to send what is useful.',
      'Questions about the industry week, about pictures or about interviews go to the media contact.',
    ],
    publishedAt: '2021-10-12T01:30:00Z',
    author: pressTeam,
    outlet: null,
    topics: ['Company'],
    picture: null,
  },
  {
    slug: 'talent-decides',
    kind: 'Press coverage',
    language: 'en',
    title: 'Why talent decides how far a biopharma cluster gets',
    summary:
      'Li Jia of the Shanghai Institute of Medicine, Chinese Academy of Sciences, sees a broad supply of people, from researchers to specialised services, as the condition for lasting growth.',
    paragraphs: [
      'Laboratories can be built in a year; the people to run them cannot. That was one thread of the discussions at the industry week in Shanghai.',
      'Li Jia, director general of the Shanghai Institute of Medicine of the Chinese Academy of Sciences, argued that a city needs people at several levels, in research and in the professional services around it.',
      'What sets Shanghai apart in his eyes is that established companies, young firms, institutes and hospitals sit close together, so that new products can come out of the place itself.',
    ],
    publishedAt: '2021-11-02T06:20:00Z',
    author: 'Sample Science Weekly staff',
    outlet: 'Sample Science Weekly',
    topics: ['Industry', 'Talent'],
    picture: {
      file: 'zhangjiang-campus.png',
      caption: 'Offices and laboratories in the Zhangjiang district (illustration).',
    },
  },
  {
    slug: 'four-stages-one-week',
    kind: 'Press release',
    language: 'en',
    title: 'Four stages, one week: where Laekna took part in October',
    summary:
      'An opening ceremony, an investor forum, an innovation summit and a communications forum: a look back at the first International Biopharma Industry Week in Shanghai.',
    paragraphs: [
      'The first International Biopharma Industry Week in Shanghai opened on 11 October 2021. Laekna was present at four of its main dates.',
      'They were the opening ceremony, the Shanghai forum of the J.P. Morgan Global Healthcare Conference, the Zhangjiang Life Science International Innovation Summit and the Zhangjiang Life Science PR/IR Forum.',
      'At all four the team met officials, partners and journalists. Several media reported on the company during the week, among them Shanghai Daily.',
    ],
    publishedAt: '2021-10-25T03:30:00Z',
    author: pressTeam,
    outlet: null,
    topics: ['Industry week'],
    picture: { file: 'conference-panel.png', caption: 'A panel discussion during the industry week (illustration).' },
  },
  {
    slug: 'founder-returns',
    kind: 'Press coverage',
    language: 'en',
    title: 'A former Novartis scientist bets on Shanghai',
    summary:
      'Lu Xiangyang worked at the China research centre of Novartis before he founded Laekna. He says colleagues with similar careers come to Shanghai for its complete value chain.',
    paragraphs: [
      'Lu Xiangyang is the kind of returnee that Shanghai hopes to keep. He did research at the China centre of Novartis; four years ago he founded Laekna, which he leads as chief executive.',
      'Many of his peers make the same choice, he says, since research, manufacturing, marketing and sales can all be found in one city.',
      'At the industry week he was looking for commercial partners and for investors. The company plans to file for approval of a new cancer drug by the end of next year.',
    ],
    publishedAt: '2021-10-21T08:05:00Z',
    author: 'Sample Business Journal staff',
    outlet: 'Sample Business Journal',
    topics: ['People', 'Pipeline'],
    picture: {
      file: 'molecule.png',
      caption: 'From molecule to medicine: a new cancer drug is the company’s next aim (illustration).',
    },
  },
  {
    slug: 'pr-ir-forum',
    kind: 'Press release',
    language: 'en',
    title: 'Talking to press and investors: Laekna at the Zhangjiang PR/IR Forum',
    summary:
      'How does a young drug developer explain its work? That was the question behind the Zhangjiang Life Science PR/IR Forum, in which Laekna took part.',
    paragraphs: [
      'Explaining science to the public and to investors is a craft of its own. The Zhangjiang Life Science PR/IR Forum was about it, and Laekna took part.',
      'The forum was part of the International Biopharma Industry Week, which consists of dozens of forums and panels.',
    ],
    publishedAt: '2021-10-18T04:00:00Z',
    author: pressTeam,
    outlet: null,
    topics: ['Industry week'],
    picture: null,
  },
  {
    slug: 'innovation-summit',
    kind: 'Press release',
    language: 'en',
    title: 'Laekna joins the Zhangjiang Life Science International Innovation Summit',
    summary:
      'The summit in Zhangjiang was one of the main dates of the industry week. Laekna used it to meet partners from research and industry.',
    paragraphs: [
      'During the International Biopharma Industry Week, Laekna took part in the Zhangjiang Life Science International Innovation Summit.',
      'The company is looking for commercial partnerships and for financing, and meetings at the summit served both.',
    ],
    publishedAt: '2021-10-15T03:00:00Z',
    author: pressTeam,
    outlet: null,
    topics: ['Industry week', 'Partnering'],
    picture: {
      file: 'zhangjiang-campus.png',
      caption: 'The Zhangjiang district on the day of the summit (illustration).',
    },
  },
  {
    slug: 'healthcare-conference-forum',
    kind: 'Press release',
    language: 'en',
    title: 'Laekna at the Shanghai forum of the J.P. Morgan healthcare conference',
    summary:
      'Part of the industry week was a Shanghai forum of the J.P. Morgan Global Healthcare Conference. Laekna was among its participants.',
    paragraphs: [
      'The J.P. Morgan Global Healthcare Conference held a Shanghai forum during the International Biopharma Industry Week. Laekna took part.',
      'The company, four years old, is looking for commercial partners and for investors.',
    ],
    publishedAt: '2021-10-14T05:45:00Z',
    author: pressTeam,
    outlet: null,
    topics: ['Industry week', 'Investors'],
    picture: null,
  },
  {
    slug: 'shanghai-daily-report',
    kind: 'Press coverage',
    language: 'en',
    title: 'Laekna in the headlines: Shanghai Daily on the city’s biomedicine plans',
    summary:
      'Companies welcome Shanghai’s new commitment to biopharma, Shanghai Daily reports. Its picture shows a Laekna researcher in the laboratory; founder Lu Xiangyang speaks about his hopes for the week.',
    paragraphs: [
      'Shanghai has promised more support for its biopharmaceutical industry, and those who work in it are pleased. Shanghai Daily reports from the opening of the International Biopharma Industry Week and leads with a picture from Laekna’s laboratory.',
      'The sector in the city was worth 600 billion yuan (US$92.3 billion) last year, with an industrial output of 140 billion yuan. By 2025 the life sciences are to reach 1.2 trillion yuan, and manufacturing 280 billion.',
      'Of the twenty largest drug makers in the world 18 are present in Shanghai, and of the twenty largest makers of medical devices 17.',
      'Lu Xiangyang, founder and chief executive of Laekna, hopes that the week will come back every year and connect local companies with international ones.',
    ],
    publishedAt: '2021-11-09T02:00:00Z',
    author: 'Shanghai Daily',
    outlet: 'Shanghai Daily',
    topics: ['Industry week', 'Policy'],
    picture: {
      file: 'lab-bench.png',
      caption: 'A researcher at work in Laekna’s laboratory in Shanghai (illustration).',
    },
  },
  {
    slug: 'opening-ceremony',
    kind: 'Press release',
    language: 'en',
    title: 'Shanghai opens its first International Biopharma Industry Week, and Laekna is there',
    summary:
      'Dozens of forums and panels, one theme: the week opened on Monday with a ceremony that Laekna attended together with officials, companies and media.',
    paragraphs: [
      'On Monday, 11 October, Shanghai opened an industry week for biopharma for the first time. Laekna took part in the opening ceremony.',
      'The programme lists dozens of forums and panel discussions. The company will be present at several of them in the coming days.',
    ],
    publishedAt: '2021-10-11T10:15:00Z',
    author: pressTeam,
    outlet: null,
    topics: ['Industry week'],
    picture: {
      file: 'shanghai-forum.png',
      caption: 'The opening of the industry week on the Huangpu River (illustration).',
    },
  },
  {
    slug: 'meet-us-in-shanghai',
    kind: 'Event',
    language: 'en',
    title: 'Meet Laekna at the International Biopharma Industry Week in Shanghai',
    summary:
      'From 11 October, Shanghai hosts its first industry week for biopharma. The team can be met at several forums; the media contact arranges talks.',
    paragraphs: [
      'Shanghai’s first International Biopharma Industry Week begins on Monday, 11 October 2021.',
      'Laekna takes part in the opening ceremony and in several forums. Journalists and partners who want to talk to the team can write to the media contact.',
    ],
    publishedAt: '2021-10-08T02:00:00Z',
    author: pressTeam,
    outlet: null,
    topics: ['Industry week', 'Events'],
    picture: null,
  },
];

/** The item that the demo publishes `DEMO_LATE_SECONDS` after its feed was first read. */
export const lateItem: DemoItem = {
  slug: 'week-in-five-numbers',
  kind: 'Press coverage',
  language: 'en',
  title: 'Five numbers that tell where Shanghai’s biopharma stood in 2021',
  summary:
    '600 billion yuan in size, 18 of the 20 largest drug makers, 17 of the 20 largest device makers: the figures of Shanghai’s first biopharma week, looked at again.',
  paragraphs: [
    'When Shanghai held its first International Biopharma Industry Week in October 2021, the city gave figures for the sector. Five are worth remembering.',
    'The industry was valued at 600 billion yuan for the year before, its output at 140 billion. For 2025 the aims were 1.2 trillion and 280 billion yuan.',
    'And 18 of the world’s 20 largest drug makers had a business in the city, next to young companies such as Laekna.',
  ],
  publishedAt: null,
  author: 'Sample Business Journal staff',
  outlet: 'Sample Business Journal',
  topics: ['Industry', 'Figures'],
  picture: { file: 'shanghai-forum.png', caption: 'Shanghai, host of the industry week (illustration).' },
};
