import type { DemoItem } from './item.ts';

/** Written for the demo in Simplified Chinese; 示例财经 is an outlet that does not exist. */
export const chineseItems: DemoItem[] = [
  {
    slug: 'zh-industry-week',
    kind: '新闻稿',
    language: 'zh-Hans',
    title: '来凯医药亮相首届上海国际生物医药产业周',
    summary:
      '10月11日，首届上海国际生物医药产业周拉开帷幕。来凯医药先后参加开幕式和多场论坛，与政府部门、合作伙伴及媒体深入交流。',
    paragraphs: [
      '10月11日，首届上海国际生物医药产业周正式开幕。本届产业周设有数十场论坛和专题讨论。',
      '来凯医药参加了产业周开幕式、摩根大通全球医疗健康大会上海论坛、张江生命科学国际创新峰会，以及张江生命科学PR/IR论坛。',
      '活动期间，公司团队与政府部门、合作伙伴和媒体进行了充分沟通。多家主流媒体对来凯医药作了报道，《上海日报》还在头条刊登了公司研究人员在实验室工作的照片。',
    ],
    publishedAt: '2021-10-27T02:30:00Z',
    author: '来凯医药传播团队',
    outlet: null,
    topics: ['产业周'],
    picture: { file: 'conference-panel.png', caption: '产业周期间的一场圆桌讨论（插图）。' },
  },
  {
    slug: 'zh-market-figures',
    kind: '媒体报道',
    language: 'zh-Hans',
    title: '六千亿之后：上海生物医药产业瞄准2025年',
    summary:
      '去年，上海生物医药产业规模达6000亿元，工业产值1400亿元。按照规划，到2025年，产业规模将达到1.2万亿元，制造业产值达到2800亿元。',
    paragraphs: [
      '上海进一步支持生物医药这一战略性产业。去年，全市生物医药产业规模达到6000亿元，其中工业产值1400亿元。',
      '全球排名前二十的制药企业中，已有18家在上海布局；前二十的医疗器械企业中，也有17家落户。',
      '来凯医药创始人、首席执行官吕向阳认为，从研发、生产到市场推广和销售，上海拥有完整的产业链，这正是许多海归科学家选择这里的原因。',
    ],
    publishedAt: '2021-10-19T07:10:00Z',
    author: '示例财经编辑部',
    outlet: '示例财经',
    topics: ['产业', '数据'],
    picture: { file: 'shanghai-forum.png', caption: '黄浦江畔的产业周会场（插图）。' },
  },
];
