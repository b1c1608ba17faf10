import { listTopics, type Topic } from '../../db/articles/topics.ts';
import type { Context } from '../../services/context.ts';
import { addTopic, editTopic, type TopicChange, topicByName } from '../../services/desk/change-topic.ts';
import { type KnownBlock, message, mrkdwn, paragraph } from '../blocks/block.ts';
import { counted } from '../blocks/count.ts';
import { undoRowFor } from '../blocks/undo.ts';
import { plain } from '../mrkdwn.ts';
import type { Reply } from '../replies/reply.ts';
import type { Command } from './command.ts';

export const TOPIC_ACTION = 'topic.change';
const SHOWN = 40;

/** What readers can choose, in their order. */
const topicsCommand: Command = {
  name: 'topics',
  wish: 'see and change the topics readers choose from',
  usage: '',
  act: 'read',
  run: (ctx) => topicsReply(ctx),
};

const topicsAddCommand: Command = {
  name: 'topics add',
  wish: 'offer readers another topic',
  usage: 'name',
  act: 'edit',
  async run(ctx, input) {
    const name = input.words.join(' ');
    const change = await addTopic(ctx, { name, visibility: 'public', by: `slack:${input.userId}` });
    return topicChangeReply(change, 'is offered to readers now.');
  },
};

const topicsRenameCommand: Command = {
  name: 'topics rename',
  wish: 'give a topic another name',
  usage: 'number new name',
  act: 'edit',
  async run(ctx, input) {
    const [number = '', ...name] = input.words;
    const { publicId } = await topicByName(ctx, number);
    const by = `slack:${input.userId}`;
    const change = await editTopic(ctx, { publicId, change: { name: name.join(' ') }, act: 'renamed', by });
    return topicChangeReply(change, 'is its name now. Its address and its readers stay.');
  },
};

const topicsRemoveCommand: Command = {
  name: 'topics remove',
  wish: 'stop offering a topic',
  usage: 'number or name',
  act: 'edit',
  async run(ctx, input) {
    const { publicId } = await topicByName(ctx, input.words.join(' '));
    const by = `slack:${input.userId}`;
    return topicChangeReply(
      await editTopic(ctx, { publicId, change: { state: 'removed' }, act: 'removed', by }),
      'is offered no more. Who chose it keeps the choice, should it come back.',
    );
  },
};

/** The list as it is now; `above` stands on top. */
export async function topicsReply(ctx: Context, above: KnownBlock[] = []): Promise<Reply> {
  const topics = await listTopics(ctx.db);
  const text =
    topics.length === 0
      ? 'No topics yet, so readers get everything. `/newsdesk topics add Science` adds one.'
      : `${counted(topics.length, 'topic')}, in the order readers see. \`/newsdesk topics rename 1 New name\` renames one.`;
  const more = topics.length > SHOWN ? [paragraph(`and ${topics.length - SHOWN} more`)] : [];
  return { text, blocks: [...above, paragraph(text), ...topics.slice(0, SHOWN).map(topicRow), ...more] };
}

function topicRow(topic: Topic, index: number): KnownBlock {
  const option = (label: string, act: string) => ({
    text: { type: 'plain_text' as const, text: label },
    value: `${topic.publicId} ${act}`,
  });
  const isPublic = topic.visibility === 'public';
  return {
    type: 'section',
    text: mrkdwn(`#${topic.id} *${plain(topic.name, 100)}*${isPublic ? '' : ' (by invitation only)'}`),
    accessory: {
      type: 'overflow',
      action_id: `${TOPIC_ACTION}:${topic.id}`,
      options: [
        ...(index > 0 ? [option('Move up', 'up')] : []),
        isPublic ? option('Invitation only', 'hide') : option('Open to all', 'show'),
        option('Remove', 'remove'),
      ],
    },
  };
}

/** What came of a change, with Undo. */
export function topicChangeReply({ topic, changedAt }: TopicChange, outcome: string): Reply {
  const name = `*${plain(topic.name, 100)}*`;
  if (!changedAt) return { text: `${name} is so already. Nothing was changed.` };
  const text = `${name} ${outcome}`;
  return message(text, [undoRowFor(`topic:${topic.publicId}`, changedAt)]);
}

/** Everything about topics, in the order of help. */
export const TOPIC_COMMANDS: readonly Command[] = [
  topicsCommand,
  topicsAddCommand,
  topicsRenameCommand,
  topicsRemoveCommand,
];
