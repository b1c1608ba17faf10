import type { Config } from '../../config.ts';
import type { Article } from '../../db/articles/articles.ts';
import type { Issue } from '../../db/desk/overview.ts';
import type { Role } from '../../db/desk/staff.ts';
import { type PublicOverview, SENDS_IN_WORDS, type StaffOverview } from '../../services/desk/home-overview.ts';
import { mayDo } from '../../services/desk/staff-role.ts';
import { articleLink } from '../../services/links.ts';
import { header, type KnownBlock, paragraph, smallPrint } from '../blocks/block.ts';
import { type Button, buttonRow } from '../blocks/buttons.ts';
import { counted, number } from '../blocks/count.ts';
import { issueTitle, STANDS } from '../blocks/issue.ts';
import { noRoleText } from '../blocks/no-role.ts';
import { link, localTime, plain } from '../mrkdwn.ts';
import { HOME_ACTIONS } from './actions.ts';
import { type Detail, figureBlocks, type HomeBlock } from './charts.ts';
import { feedBlocks } from './feeds.ts';
import { needsBlocks } from './needs.ts';

/** https://docs.slack.dev/reference/block-kit/blocks: a Home tab holds a hundred. */
const HOME_BLOCK_LIMIT = 100;

/** Who looks, and what was just done, if anything. */
type Viewer = { config: Config; notice: string | null };

/** The tab of somebody without a role: what anybody may read, and whom to ask. */
export function visitorBlocks(overview: PublicOverview, viewer: Viewer, owners: readonly string[]): HomeBlock[] {
  return [
    header('The newsroom'),
    ...noticeBlocks(viewer),
    ...latestBlocks({ ...overview, mailed: [] }, viewer, null),
    { type: 'divider' },
    smallPrint(noRoleText(owners)),
  ];
}

/** The tab of one of the staff, with what their role lets them do. */
export function staffBlocks(overview: StaffOverview, viewer: Viewer & { role: Role }, detail: Detail): HomeBlock[] {
  const { role } = viewer;
  return [
    ...issueBlocks(overview, role),
    ...noticeBlocks(viewer),
    ...needsBlocks(overview, role),
    ...latestBlocks(overview, viewer, role),
    { type: 'divider' } as const,
    ...feedBlocks(overview, detail, mayDo(role, 'edit')),
    ...sendBlocks(overview),
    ...figureBlocks(overview, detail),
    { type: 'divider' } as const,
    buttonRow(footButtons(role)),
    smallPrint(`You are *${role}* here. \`/newsdesk help\` shows everything, \`/newsdesk log\` who did what.`),
  ].slice(0, HOME_BLOCK_LIMIT);
}

function footButtons(role: Role): Button[] {
  const settings = { actionId: HOME_ACTIONS.settings, label: 'Settings', value: 'all' };
  return [
    ...(mayDo(role, 'own') ? [settings] : []),
    { actionId: HOME_ACTIONS.help, label: 'Help', value: 'all' },
    { actionId: HOME_ACTIONS.log, label: 'Activity log', value: 'all' },
  ];
}

function noticeBlocks({ notice }: Viewer): KnownBlock[] {
  return notice ? [paragraph(notice)] : [];
}

function issueBlocks({ next, readers }: StaffOverview, role: Role): KnownBlock[] {
  const due = counted(readers, 'reader');
  if (!next) {
    const start: Button = { actionId: HOME_ACTIONS.digest, label: 'Create digest', value: 'new' };
    return [
      header('No newsletter is under way'),
      smallPrint(`${due} subscribed`),
      ...(mayDo(role, 'edit') ? [buttonRow([start])] : []),
    ];
  }
  const articles = counted(next.articleCount, 'article');
  const leaves = next.state === 'holding' && next.holdUntil ? ` · leaves ${localTime(next.holdUntil)}` : '';
  const facts = [`${STANDS[next.state]}${leaves}`, articles, `${due} subscribed`];
  const undo: Button = { actionId: HOME_ACTIONS.undoMailing, label: 'Undo', value: next.publicId };
  const canUndo = next.state === 'holding' && mayDo(role, 'edit');
  const buttons = canUndo ? [undo] : next.state === 'draft' ? draftButtons(next, role) : [];
  return [header(issueTitle(next)), smallPrint(facts.join(' · ')), ...(buttons.length > 0 ? [buttonRow(buttons)] : [])];
}

function draftButtons({ publicId: value }: Issue, role: Role): Button[] {
  const { editDigest, previewDigest, sendDigest } = HOME_ACTIONS;
  return [
    ...(mayDo(role, 'edit') ? [{ actionId: editDigest, label: 'Edit…', value }] : []),
    { actionId: previewDigest, label: 'Preview', value },
    ...(mayDo(role, 'approve') ? [{ actionId: sendDigest, label: 'Send…', value, style: 'primary' as const }] : []),
  ];
}

function latestBlocks(
  { latest, mailed }: Pick<StaffOverview, 'latest' | 'mailed'>,
  viewer: Viewer,
  role: Role | null,
): KnownBlock[] {
  if (latest.length === 0) return [paragraph('*Latest articles*\nNothing is published yet.')];
  const rows = latest.flatMap((article) => {
    const facts = `${localTime(article.publishedAt, '{date_short_pretty}')}${article.outlet ? ` · ${plain(article.outlet, 60)}` : ''}`;
    const words = paragraph(`*${link(articleLink(viewer, article.slug), article.title, 150)}*\n${facts}`);
    return role !== null && mayDo(role, 'edit')
      ? [words, buttonRow(articleButtons(article, mailed.includes(article.id)))]
      : [words];
  });
  return [paragraph('*Latest articles*'), ...rows];
}

function articleButtons({ emailMode, id, publicId }: Article, isMailed: boolean): Button[] {
  const share = { actionId: `${HOME_ACTIONS.announce}:${id}`, label: 'Share in Slack…', value: publicId };
  if (isMailed) return [share];
  const isInMail = emailMode === 'next_digest';
  const mail = isInMail
    ? { actionId: `${HOME_ACTIONS.unmail}:${id}`, label: 'Leave out of newsletter', value: publicId }
    : { actionId: `${HOME_ACTIONS.mail}:${id}`, label: 'Add to newsletter', value: publicId };
  return [share, mail];
}

function sendBlocks({ sends }: StaffOverview): KnownBlock[] {
  if (sends.length === 0) return [];
  const lines = sends.slice(0, SENDS_IN_WORDS).map((send) => {
    const came: [count: number, word: string][] = [
      [send.failedCount, 'refused'],
      [send.problems.bounced ?? 0, 'bounced'],
      [send.problems.complained ?? 0, 'complained'],
    ];
    const further = [
      ...came.filter(([count]) => count > 0),
      [send.left ?? 0, 'unsubscribed within a day'] as const,
    ].map(([count, word]) => `, ${number(count)} ${word}`);
    const at = send.finishedAt ? localTime(send.finishedAt, '{date_short_pretty}') : '';
    return `• *${plain(issueTitle(send), 100)}* ${at}: ${counted(send.submittedCount, 'mail')}${further.join('')}`;
  });
  return [paragraph(`*Last sends*\n${lines.join('\n')}`)];
}
