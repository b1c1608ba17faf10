import type { Role } from '../../db/desk/staff.ts';
import type { StaffOverview } from '../../services/desk/home-overview.ts';
import { mayDo } from '../../services/desk/staff-role.ts';
import { header, type KnownBlock, paragraph } from '../blocks/block.ts';
import { buttonRow, paragraphWithButton } from '../blocks/buttons.ts';
import { needsLines } from '../blocks/needs.ts';
import { localTime, plain } from '../mrkdwn.ts';
import { HOME_ACTIONS } from './actions.ts';

/** What waits for a person; nothing at all where nothing does. */
export function needsBlocks(overview: StaffOverview, role: Role): KnownBlock[] {
  const rows = [
    ...approvalRows(overview, role),
    ...failingRows(overview, role),
    ...needsLines(overview.needs).map(paragraph),
  ];
  return rows.length === 0 ? [] : [header('Needs you'), ...rows];
}

function approvalRows({ approvals }: StaffOverview, role: Role): KnownBlock[] {
  const rows = approvals.shown.flatMap(({ channelId, id, publicId, title }) => {
    const words = paragraph(`:hourglass_flowing_sand: *${plain(title, 150)}* waits for approval for <#${channelId}>`);
    if (!mayDo(role, 'approve')) return [words];
    const approve = { actionId: `${HOME_ACTIONS.approve}:${id}`, label: 'Approve', value: publicId };
    const reject = { actionId: `${HOME_ACTIONS.reject}:${id}`, label: 'Reject…', value: publicId };
    return [words, buttonRow([approve, reject])];
  });
  const more = approvals.total - approvals.shown.length;
  return more > 0 ? [...rows, paragraph(`and ${more} more to approve: \`/newsdesk queue\``)] : rows;
}

function failingRows({ failing }: StaffOverview, role: Role): KnownBlock[] {
  return failing.map(({ failingSince, publicId, title }) => {
    const since = failingSince ? ` since ${localTime(failingSince)}` : '';
    const text = `:warning: *${plain(title, 150)}* has not answered${since}. Nothing is lost: what is new comes when it is back.`;
    if (!mayDo(role, 'edit')) return paragraph(text);
    return paragraphWithButton(text, {
      actionId: `${HOME_ACTIONS.check}:${publicId}`,
      label: 'Check now',
      value: publicId,
    });
  });
}
