import { checkChart, checkDataTable, checkTable } from './check-data.ts';
import { checkElement, checkElements, checkPicture } from './check-element.ts';
import {
  checkList,
  checkString,
  checkText,
  checkUnique,
  type Fields,
  isFields,
  type Problems,
  refuse,
} from './problems.ts';

export type Surface = 'message' | 'modal' | 'home';

type Rule = {
  surfaces: readonly Surface[];
  check(problems: Problems, block: Fields, at: string, surface: Surface): undefined;
};

const everywhere: readonly Surface[] = ['message', 'modal', 'home'];
const outsideModals: readonly Surface[] = ['message', 'home'];
const inMessages: readonly Surface[] = ['message'];

/** @slack/types 3.2 lists what a container may hold; these are not among it. */
const notInContainers = new Set([
  'container',
  'card',
  'carousel',
  'data_table',
  'data_visualization',
  'markdown',
  'alert',
]);

function nothing(): undefined {
  // The block has nothing that could be too long.
}

/** Limits of each block and where it may stand: https://docs.slack.dev/reference/block-kit/blocks */
const RULES: Record<string, Rule> = {
  divider: { surfaces: everywhere, check: nothing },
  rich_text: {
    surfaces: everywhere,
    check(problems, block, at) {
      checkList(problems, block.elements, `${at}/elements`, { min: 1, max: 1000 });
    },
  },
  header: {
    surfaces: everywhere,
    check: (problems, block, at) => checkText(problems, block.text, `${at}/text`, { max: 150, isPlain: true }),
  },
  section: { surfaces: everywhere, check: checkSection },
  context: { surfaces: everywhere, check: checkContext },
  actions: {
    surfaces: everywhere,
    check: (problems, block, at) =>
      checkElements(
        problems,
        checkList(problems, block.elements, `${at}/elements`, { min: 1, max: 25 }),
        `${at}/elements`,
        'actions',
      ),
  },
  context_actions: {
    surfaces: inMessages,
    check: (problems, block, at) =>
      checkElements(
        problems,
        checkList(problems, block.elements, `${at}/elements`, { min: 1, max: 5 }),
        `${at}/elements`,
        'context_actions',
      ),
  },
  image: {
    surfaces: everywhere,
    check(problems, block, at) {
      checkPicture(problems, block, at);
      checkText(problems, block.title, `${at}/title`, { max: 2000, isPlain: true, isOptional: true });
    },
  },
  input: {
    surfaces: everywhere,
    check(problems, block, at) {
      checkText(problems, block.label, `${at}/label`, { max: 2000, isPlain: true });
      checkText(problems, block.hint, `${at}/hint`, { max: 2000, isPlain: true, isOptional: true });
      checkElement(problems, block.element, `${at}/element`, 'input');
    },
  },
  markdown: {
    surfaces: inMessages,
    check: (problems, block, at) => checkString(problems, block.text, `${at}/text`, { max: 12_000, min: 1 }),
  },
  table: { surfaces: outsideModals, check: checkTable },
  data_table: { surfaces: outsideModals, check: checkDataTable },
  data_visualization: { surfaces: outsideModals, check: checkChart },
  alert: {
    surfaces: ['modal'],
    check: (problems, block, at) => checkText(problems, block.text, `${at}/text`, { max: 3000 }),
  },
  container: { surfaces: outsideModals, check: checkContainer },
  card: { surfaces: everywhere, check: checkCard },
  carousel: {
    surfaces: everywhere,
    check(problems, block, at) {
      const cards = checkList(problems, block.elements, `${at}/elements`, { min: 1, max: 10 });
      for (const [index, card] of cards.entries())
        if (isFields(card)) checkCard(problems, card, `${at}/elements/${index}`);
    },
  },
  video: { surfaces: everywhere, check: nothing },
  file: { surfaces: inMessages, check: nothing },
  task_card: { surfaces: inMessages, check: nothing },
  plan: { surfaces: inMessages, check: nothing },
};

/** Checks the blocks of one surface: each by itself, and that no two carry the same block_id. */
export function checkBlocks(problems: Problems, blocks: unknown, at: string, surface: Surface): undefined {
  const list = checkList(problems, blocks, at, { min: 0, max: surface === 'message' ? 50 : 100 });
  for (const [index, block] of list.entries()) checkBlock(problems, block, `${at}/${index}`, surface);
  checkUnique(
    problems,
    list.map((block) => isFields(block) && block.block_id),
    at,
    'block_id',
  );
}

function checkBlock(problems: Problems, block: unknown, at: string, surface: Surface): undefined {
  if (!isFields(block)) return refuse(problems, at, 'must be an object');
  const rule = RULES[String(block.type)];
  if (!rule?.surfaces.includes(surface))
    return refuse(problems, `${at}/type`, `unsupported type: ${String(block.type)}`);
  checkString(problems, block.block_id, `${at}/block_id`, { max: 255, isOptional: true });
  rule.check(problems, block, at, surface);
}

function checkSection(problems: Problems, block: Fields, at: string): undefined {
  if (block.text === undefined && block.fields === undefined) refuse(problems, at, 'missing required field: text');
  checkText(problems, block.text, `${at}/text`, { max: 3000, isOptional: true });
  if (block.fields !== undefined) {
    const fields = checkList(problems, block.fields, `${at}/fields`, { min: 1, max: 10 });
    for (const [index, field] of fields.entries()) checkText(problems, field, `${at}/fields/${index}`, { max: 2000 });
  }
  if (block.accessory !== undefined) checkElement(problems, block.accessory, `${at}/accessory`, 'accessory');
}

function checkContext(problems: Problems, block: Fields, at: string): undefined {
  const elements = checkList(problems, block.elements, `${at}/elements`, { min: 1, max: 10 });
  for (const [index, element] of elements.entries()) {
    const place = `${at}/elements/${index}`;
    if (isFields(element) && element.type === 'image') checkPicture(problems, element, place);
    else checkText(problems, element, place, { max: 3000 });
  }
}

function checkContainer(problems: Problems, block: Fields, at: string, surface: Surface): undefined {
  checkText(problems, block.title, `${at}/title`, { max: 150, isPlain: true, isOptional: true });
  checkText(problems, block.subtitle, `${at}/subtitle`, { max: 150, isPlain: true, isOptional: true });
  const children = checkList(problems, block.child_blocks, `${at}/child_blocks`, { min: 1, max: 10 });
  for (const [index, child] of children.entries()) {
    const place = `${at}/child_blocks/${index}`;
    if (isFields(child) && notInContainers.has(String(child.type)))
      refuse(problems, place, 'unsupported type in a container');
    else checkBlock(problems, child, place, surface);
  }
}

function checkCard(problems: Problems, card: Fields, at: string): undefined {
  const parts = ['hero_image', 'title', 'actions', 'body'];
  if (parts.every((part) => card[part] === undefined)) refuse(problems, at, `needs one of ${parts.join(', ')}`);
  for (const [name, max] of [
    ['title', 150],
    ['subtitle', 150],
    ['body', 200],
  ] as const)
    checkText(problems, card[name], `${at}/${name}`, { max, isOptional: true });
  if (card.actions !== undefined)
    checkElements(
      problems,
      checkList(problems, card.actions, `${at}/actions`, { min: 1, max: 3 }),
      `${at}/actions`,
      'actions',
    );
}
