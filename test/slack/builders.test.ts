import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BLOCK_CASES } from '../support/slack-worst/blocks.ts';
import { HOME_DRAWN } from '../support/slack-worst/home.ts';
import { type Newsroom, openNewsroom } from '../support/slack-worst/newsroom.ts';
import { commandsDrawn, REPLY_CASES } from '../support/slack-worst/replies.ts';
import { VIEW_CASES, type ViewCase } from '../support/slack-worst/views.ts';
import { type Drawn, isComplete, PLAIN, troubleWith, WORST, type Worst } from '../support/slack-worst/worst.ts';

const SLACK = new URL('../../src/slack/', import.meta.url);

/** Functions beside the builders that make nothing anybody sees. */
const DRAWS_NOTHING = new Set(
  Object.entries({
    'announce-modal.ts': ['isManyChannels', 'shareArticle'],
    'article-form-values.ts': [
      'inArticleForm',
      'articleOfForm',
      'changesOfForm',
      'formOfArticle',
      'formOfInput',
      'isBodyTooLong',
    ],
    'article-modal.ts': ['suggestTwins'],
    'choices.ts': ['languageChoices', 'kindChoices'],
    'article-reply.ts': ['knownArticle'],
    'mailing-reply.ts': ['knownMailing', 'refreshDraftNote'],
    'digest-form.ts': ['localisedOf', 'articleIdsOf', 'audienceOf', 'DigestNote'],
    'feed-settings.ts': ['settingsOf'],
    'filter-inputs.ts': ['categoriesIn', 'filtersOf'],
    'form-values.ts': [
      'readValues',
      'textOf',
      'textOrNull',
      'listOf',
      'wordsOf',
      'numberOf',
      'numberBetween',
      'timeOf',
      'inFormWords',
    ],
    'links-note.ts': ['linksThatFit', 'LinksNote'],
    'modal.ts': ['readNote'],
    'screen.ts': ['createScreen'],
    'settings/texts.ts': ['localisedField', 'localisedValues'],
    'summary-time.ts': ['summaryOf'],
    'test-modal.ts': ['testAddress'],
  }).flatMap(([file, names]) => names.map((name) => `${file} ${name}`)),
);
/** Every function that the files of a folder of src/slack give out, as "file.ts name". */
async function functionsOf(folder: string): Promise<string[]> {
  const files = readdirSync(new URL(folder, SLACK), { recursive: true }).map(String);
  const names = await Promise.all(
    files
      .filter((file) => file.endsWith('.ts'))
      .map(async (file) => {
        const given: Record<string, unknown> = await import(new URL(`${folder}/${file}`, SLACK).pathname);
        return Object.keys(given).flatMap((name) => (typeof given[name] === 'function' ? [`${file} ${name}`] : []));
      }),
  );
  return names.flat().sort();
}

test('every function of src/slack that draws has a case', async () => {
  const keys = (cases: object) => Object.keys(cases).sort();
  const drawing = async (folder: string) => (await functionsOf(folder)).filter((name) => !DRAWS_NOTHING.has(name));
  expect.soft(keys(BLOCK_CASES)).toEqual(await drawing('blocks'));
  expect.soft(keys(VIEW_CASES)).toEqual(await drawing('views'));
  expect.soft(keys(HOME_DRAWN)).toEqual(await drawing('home'));
  expect.soft(keys(REPLY_CASES)).toEqual(await drawing('replies'));
});

function expectTaken(all: readonly Drawn[], worst: Worst): void {
  for (const drawn of all) {
    expect.soft(troubleWith(drawn), worst.name).toEqual([]);
    if (worst === PLAIN && 'message' in drawn) expect.soft(isComplete(drawn), drawn.message.text).toBe(true);
  }
}

test.each(Object.entries(BLOCK_CASES))('%s: Slack takes it, and nothing from outside is alive in it', (_, draw) => {
  for (const worst of WORST) {
    const all = draw(worst);
    expect(all.length, worst.name).toBeGreaterThan(0);
    expectTaken(all, worst);
  }
});

/** Draws in a newsroom of the worst texts; a failure of ours that a form would hide is one here. */
async function drawnBy(room: Newsroom, draw: ViewCase): Promise<Drawn[]> {
  room.drawn.length = 0;
  const drawn = [...(await draw(room)), ...room.drawn];
  expect(drawn.length).toBeGreaterThan(0);
  expect(room.world.log.filter((line) => line.includes('slack.command_failed'))).toEqual([]);
  return drawn;
}

test.each(WORST.map((worst) => [worst.name, worst] as const))(
  'forms, the Home tab and answers: %s',
  async (_, worst) => {
    const room = await openNewsroom(worst);
    const cases = { ...VIEW_CASES, ...HOME_DRAWN, ...REPLY_CASES };
    for (const [name, draw] of Object.entries(cases)) {
      const drawn = await drawnBy(room, draw).catch((error: unknown) => expect.soft(error, name).toBeNull() ?? []);
      for (const one of drawn) expect.soft(troubleWith(one), name).toEqual([]);
    }
    room.world.log.length = 0;
    room.drawn.length = 0;
    await commandsDrawn(room);
    for (const one of room.drawn) expect.soft(troubleWith(one), JSON.stringify(one).slice(0, 300)).toEqual([]);
  },
);
