import type { en } from './en.ts';

/** Every text of the public pages in Simplified Chinese. */
export const zhHans: typeof en = {
  languageName: '简体中文',
  skip: '跳到正文',
  mainNav: '主导航',
  news: '新闻',
  signUp: '邮件订阅',
  rss: 'RSS',
  linkedIn: '领英',

  newsFrom: (site) => `${site}最新动态：公司公告、业绩、科研进展与媒体报道。`,
  olderNews: '更早的新闻',
  newestNews: '返回最新新闻',
  emptyTitle: '暂无新闻',
  emptyText: '新闻发布后将显示在这里。您也可以在下方订阅，第一时间通过邮件获取。',
  noOlderText: '没有更早的新闻了。',

  updated: (day) => `更新于${day}`,
  originallyBy: '原文刊载于',
  readOriginal: (outlet) => `前往${outlet}阅读原文`,
  readOriginalUnnamed: '阅读原文',
  photo: (credit) => `图片来源：${credit}`,
  alsoIn: '阅读中文版',

  mediaContact: '媒体联系',
  contactUs: '联系我们',
  about: (site) => `关于${site}`,
  rssFeeds: 'RSS 订阅',
  allNews: '全部新闻（RSS）',
  follow: '关注我们',
  followLinkedIn: '在领英上关注我们',
  companySite: '公司官网',
  privacy: '隐私说明',

  signUpTitle: '邮件订阅',
  signUpText: (site) => `填写以下信息，即可通过邮件接收${site}的新闻。我们会先发送一封邮件，请您确认邮箱地址。`,
  requiredNote: '标有 * 的为必填项。',
  name: '姓名',
  email: '电子邮箱',
  company: '公司',
  occupation: '职业',
  trap: '请勿填写此项',
  submit: '订阅新闻邮件',
  consent: (site) => `提交即表示您同意${site}通过电子邮件向您发送新闻。每封邮件均附有退订链接。`,
  howWeUse: '我们如何使用您的信息',
  formProblem: '请检查填写内容',
  formProblemText: '您的信息尚未提交。请修改标出的内容后重新提交。',
  errorPrefix: '错误：',
  problems: {
    name: { required: '请填写姓名。', invalid: '请使用纯文本，不要包含链接或换行。', too_long: '姓名过长，请缩短。' },
    email: {
      required: '请填写电子邮箱。',
      invalid: '请填写完整的电子邮箱，例如 name@example.com。',
      too_long: '该邮箱地址过长，无法接收邮件。',
    },
    company: {
      required: '请填写公司名称。',
      invalid: '请使用纯文本，不要包含链接或换行。',
      too_long: '内容过长，请缩短。',
    },
    occupation: {
      required: '请填写职业。',
      invalid: '请使用纯文本，不要包含链接或换行。',
      too_long: '内容过长，请缩短。',
    },
  },

  doneTitle: '请查收邮件',
  doneText: '我们已收到您的申请。如果该邮箱可以订阅，您将很快收到一封含有确认链接的邮件。',
  doneSteps: ['打开邮件，点击其中的链接。', '在打开的页面上点击确认按钮。', '完成确认后，您将收到我们的最新新闻。'],
  doneMissing: '十分钟后仍未收到？请先查看垃圾邮件，再检查邮箱地址是否正确并重新订阅。',

  confirmTitle: '确认订阅',
  confirmText: (site) => `只差一步：点击下方按钮，即可通过邮件接收${site}的新闻。`,
  confirmButton: '确认订阅',
  confirmNot: '如果不是您本人操作，请直接关闭本页，我们不会发送任何新闻。',

  confirmedTitle: '订阅成功',
  confirmedText: (site) => `感谢您的订阅。今后您将通过邮件收到${site}的新闻，每封邮件均可退订。`,
  toNews: '浏览新闻',

  expiredTitle: '链接已失效',
  expiredText: '确认链接仅在一段时间内有效，且只能使用一次。如果您已确认过，则订阅已生效，无需再次操作。',
  expiredNext: '如果尚未确认，请重新订阅，我们会再发送一个新的链接。',
  expiredButton: '重新订阅',
  brokenTitle: '链接不完整',
  brokenText: '有些邮件软件会截断较长的链接。请回到邮件中再次点击退订链接，或复制完整链接后打开。',
  brokenNext: '如果仍无法打开，请与我们联系，我们会为您退订。',

  unsubscribeTitle: '退订',
  unsubscribeText: (site) => `不再向以下邮箱发送${site}的新闻邮件：`,
  unsubscribeButton: '确认退订',
  unsubscribeNot: '点击按钮之前，您的订阅不会有任何变化。',

  unsubscribedTitle: '您已退订',
  unsubscribedText: '我们不会再向该邮箱发送新闻。已在发送途中的邮件可能仍会送达。',
  undoText: '误点了？您可以在十分钟内撤销退订。',
  undoButton: '撤销退订',

  messages: {
    400: {
      title: '无法识别您的请求',
      text: '请求内容缺失或格式有误，未做任何更改。',
      next: '请返回上一页，刷新后重试。',
    },
    404: {
      title: '页面不存在',
      text: '网址可能输入有误，或页面已移动。',
      next: '所有已发布的内容都可以在新闻页找到。',
    },
    410: {
      title: '该文章已撤回',
      text: '该文章曾在此发布，现已无法查看。',
      next: '如需了解更多，请联系我们的媒体联系人。',
    },
    500: {
      title: '服务出现问题',
      text: '页面无法生成，我们已记录该故障。',
      next: '请稍后重试。如果您刚提交了表单，请先确认是否已成功，再决定是否重新提交。',
    },
    503: { title: '新闻中心暂时无法访问', text: '系统正在更新，或当前访问量过大。', next: '请几分钟后再试。' },
  },

  privacyTitle: '隐私说明',
  privacyIntro: (site) => `本页说明您订阅新闻邮件或浏览本网站时，${site}如何处理您的信息。`,
  privacySections: [
    {
      title: '我们保存的信息',
      text: '您的姓名和电子邮箱，您自愿填写的公司和职业，您选择的语言，以及您订阅、确认和退订的时间记录。',
    },
    {
      title: '信息的用途',
      text: '用于向您发送所订阅的新闻，并了解我们的读者。我们不会出售这些信息，也不会将其用于广告。',
    },
    { title: '还有谁会接触到', text: '为我们投递邮件的服务商会收到您的邮箱地址和邮件内容，仅用于投递。' },
    { title: '退订', text: '每封邮件都附有退订链接。退订后，我们保留您的邮箱地址仅是为了确保不再向其发送邮件。' },
    { title: '您的权利', text: '您可以联系我们查询、更正或删除我们所保存的您的信息。' },
    {
      title: '浏览本网站',
      text: '本网站不为读者设置 Cookie，也不加载其他公司的脚本。媒体报道中的图片可能来自发布方的服务器。',
    },
  ],
};
