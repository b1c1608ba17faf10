import { momentText } from '../../domain/date-text.ts';
import type { MailingReport } from '../../services/mailings/mailing-notes.ts';
import { PlainPage } from './parts/plain-page.tsx';
import type { PageShell } from './view.ts';

const TEXTS = {
  en: {
    title: 'What became of a newsletter',
    stands: 'How it stands',
    states: {
      draft: 'Not sent',
      holding: 'Approved',
      sending: 'Being sent',
      paused: 'Paused',
      finished: 'Sent to its end',
      cancelled: 'The rest was cancelled',
    },
    began: 'Sending began',
    ended: 'Sending ended',
    due: 'Readers due',
    submitted: 'Taken by the mail provider',
    bounced: 'Came back',
    share: (count: string, share: string) => `${count} (${share})`,
    complained: 'Marked as spam',
    refused: 'Refused or undeliverable',
    delayed: 'Delayed on the way',
    left: 'Left the list, up to a day after',
    unknown: 'Batches of up to 100 with unknown outcome',
    articles: 'Articles',
    followed: (visits: string) => `: Visits ${visits}`,
    note: 'Figures are of the whole newsletter; none is kept about what a reader opened. Gmail reports no complaints to senders.',
    visits: ' Visits are counted without the reader, and some are made by programs that check mails.',
    gone: 'This report can no longer be opened',
    ask: 'The link works for 30 days, and only as it was sent. Ask whoever passed it on for a new one.',
  },
  'zh-Hans': {
    title: '这期简报的结果',
    stands: '状态',
    states: {
      draft: '未发送',
      holding: '已批准',
      sending: '正在发送',
      paused: '已暂停',
      finished: '已全部发送',
      cancelled: '其余部分已取消',
    },
    began: '开始发送',
    ended: '发送结束',
    due: '应收读者',
    submitted: '邮件服务商已接收',
    bounced: '退回',
    share: (count: string, share: string) => `${count}（${share}）`,
    complained: '被标为垃圾邮件',
    refused: '被拒绝或无法投递',
    delayed: '投递延迟',
    left: '发送后一天内退订',
    unknown: '结果不明的批次（每批最多 100 封）',
    articles: '文章',
    followed: (visits: string) => `：访问 ${visits}`,
    note: '数字仅为整期简报的合计；我们不记录读者是否打开邮件。Gmail 不向发件人报告投诉。',
    visits: '访问次数不含读者信息，其中一部分来自检查邮件的程序。',
    gone: '此报告已无法打开',
    ask: '链接在 30 天内有效，且须与发送时完全一致。请向转发者索取新链接。',
  },
} as const;

type ReportView = { shell: PageShell; report: MailingReport };

/** What stands beside each name, counts with their share of all mails where one says something. */
function rowsOf({ shell, report }: ReportView): [name: string, value: string][] {
  const texts = TEXTS[shell.locale];
  const number = (count: number) => count.toLocaleString(shell.locale);
  const time = (iso: string | null) => momentText(iso, shell.locale, shell.timeZone) ?? '–';
  const share = (count: number, all: number) =>
    (count / all).toLocaleString(shell.locale, { style: 'percent', maximumFractionDigits: 2 });
  const withShare = (count: number, all: number | null = report.submitted) =>
    all ? texts.share(number(count), share(count, all)) : number(count);
  return [
    [texts.stands, texts.states[report.state]],
    [texts.began, time(report.startedAt)],
    [texts.ended, time(report.finishedAt)],
    [texts.due, report.due === null ? '–' : number(report.due)],
    // Who confirms while it is on its way is mailed and was not counted.
    [texts.submitted, withShare(report.submitted, report.due && report.due >= report.submitted ? report.due : null)],
    [texts.bounced, withShare(report.bounced)],
    [texts.complained, withShare(report.complained)],
    [texts.refused, number(report.refused + report.failed + report.suppressed)],
    [texts.delayed, number(report.delayed)],
    [texts.left, number(report.left)],
    ...(report.unknownBatches > 0 ? [[texts.unknown, number(report.unknownBatches)] as [string, string]] : []),
  ];
}

/** A mailing's figures, to print or pass on. Holds nothing about one reader. */
export function ReportPage({ shell, report }: ReportView) {
  const texts = TEXTS[shell.locale];
  const isCounted = report.articles.some(({ followed }) => followed !== null);
  return (
    <PlainPage shell={shell} title={texts.title} lede={report.subject}>
      <div class="facts">
        <dl>
          {rowsOf({ shell, report }).map(([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </>
          ))}
        </dl>
      </div>
      <h2>{texts.articles}</h2>
      <ul>
        {report.articles.map(({ followed, title, url }) => (
          <li>
            <a href={url}>{title}</a>
            {isCounted && texts.followed((followed ?? 0).toLocaleString(shell.locale))}
          </li>
        ))}
      </ul>
      <p>
        {texts.note}
        {isCounted && texts.visits}
      </p>
    </PlainPage>
  );
}

/** What a report's link opens that is cut short, for another newsletter, or over. */
export function ReportGonePage({ shell }: { shell: PageShell }) {
  const texts = TEXTS[shell.locale];
  return <PlainPage shell={shell} title={texts.gone} lede={texts.ask} />;
}
