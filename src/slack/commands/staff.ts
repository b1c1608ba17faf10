import { listStaff, ROLES, type Role, type StaffMember } from '../../db/desk/staff.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../../services/context.ts';
import { giveRole, type StaffChange, takeRole } from '../../services/desk/change-staff.ts';
import { A_ROLE } from '../../services/desk/staff-role.ts';
import { type KnownBlock, message, mrkdwn, paragraph } from '../blocks/block.ts';
import { counted } from '../blocks/count.ts';
import { mentionOf } from '../blocks/person.ts';
import { undoRowFor } from '../blocks/undo.ts';
import type { Reply } from '../replies/reply.ts';
import type { Command } from './command.ts';

export const STAFF_ACTION = 'staff.change';

/** Staff are few; more than this is paged by nobody. */
const SHOWN = 40;

const ROLE_WORDS: Record<Role, string> = {
  owner: 'may do everything, also give roles and change settings',
  editor: 'publishes, approves, sends',
  approver: 'approves or rejects, does not edit',
  viewer: 'looks on',
};

/** Who works here, each with their role and what an owner can change. */
const staffCommand: Command = {
  name: 'staff',
  wish: 'see who works here and what they may do',
  usage: '',
  act: 'read',
  run: (ctx) => staffReply(ctx),
};

const staffAddCommand: Command = {
  name: 'staff add',
  wish: 'give a colleague a role, or another one',
  usage: '@name editor',
  act: 'own',
  async run(ctx, input) {
    const slackUserId = typedMember(input.words[0]);
    const role = typedRole(input.words[1]);
    return staffChangeReply(await giveRole(ctx, { slackUserId, role, by: `slack:${input.userId}` }));
  },
};

const staffRemoveCommand: Command = {
  name: 'staff remove',
  wish: 'take a colleague’s role away',
  usage: '@name',
  act: 'own',
  async run(ctx, input) {
    const slackUserId = typedMember(input.words[0]);
    return staffChangeReply(await takeRole(ctx, { slackUserId, by: `slack:${input.userId}` }));
  },
};

/** The list as it is now; `above` stands on top. */
export async function staffReply(ctx: Context, above: KnownBlock[] = []): Promise<Reply> {
  const staff = await listStaff(ctx.db);
  const owners = staff.filter(({ role }) => role === 'owner').length;
  const text = `${counted(staff.length, 'person works', 'people work')} here. \`/newsdesk staff add @name editor\` adds one.${owners === 0 ? ' *It has no owner*: the first workspace admin who types `/newsdesk status` becomes one.' : ''}`;
  const rows = staff.slice(0, SHOWN).map(staffRow);
  const more = staff.length > SHOWN ? [paragraph(`and ${staff.length - SHOWN} more`)] : [];
  return { text, blocks: [...above, paragraph(text), ...rows, ...more] };
}

function staffRow(member: StaffMember): KnownBlock {
  const option = (label: string, to: string) => ({
    text: { type: 'plain_text' as const, text: label },
    value: `${member.slackUserId} ${to}`,
  });
  const roles = ROLES.filter((role) => role !== member.role).map((role) => option(`Make ${role}`, role));
  return {
    type: 'section',
    text: mrkdwn(
      `<@${member.slackUserId}>: *${member.role}*, ${ROLE_WORDS[member.role]}. ${addedWords(member.addedBy)}`,
    ),
    accessory: {
      type: 'overflow',
      action_id: `${STAFF_ACTION}:${member.slackUserId}`,
      options: [...roles, option('Remove', 'remove')],
    },
  };
}

/** The first owner took the newsroom over; everybody else was added. */
function addedWords(addedBy: string): string {
  const adder = mentionOf(addedBy);
  return adder ? `Added by ${adder}.` : 'Was the first workspace admin to use it.';
}

/** What came of a change, with Undo. */
export function staffChangeReply({ member, changedAt }: StaffChange): Reply {
  const who = `<@${member.slackUserId}>`;
  const is =
    member.state === 'active'
      ? `is ${A_ROLE[member.role]} here: ${ROLE_WORDS[member.role]}`
      : 'has no role here any more';
  if (!changedAt) return { text: `${who} ${is}, as before. Nothing was changed.` };
  const text = `${who} ${is}.`;
  return message(text, [undoRowFor(`staff:${member.slackUserId}`, changedAt)]);
}

/** Slack sends a mention typed in a command as <@U…|name>. */
function typedMember(word: string | undefined): string {
  const id = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word ?? '')?.[1];
  if (id) return id;
  const hint = 'Name them with @ and pick them from Slack’s list, as in `/newsdesk staff add @name editor`.';
  throw new AppError('invalid', `${hint} Nothing was changed.`);
}

/** Without a word the least of them. */
function typedRole(word = 'viewer'): Role {
  const role = ROLES.find((known) => known === word.toLowerCase());
  if (role) return role;
  throw new AppError('invalid', `A role is one of ${ROLES.join(', ')}. Nothing was changed.`);
}

/** Everything about staff, in the order of help. */
export const STAFF_COMMANDS: readonly Command[] = [staffCommand, staffAddCommand, staffRemoveCommand];
