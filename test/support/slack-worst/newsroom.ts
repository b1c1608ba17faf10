import type { Context } from '../../../src/services/context.ts';
import { withSettings } from '../../../src/services/newsroom-settings.ts';
import type { Screen } from '../../../src/slack/views/screen.ts';
import { wholeNewsroom } from '../../invariants/whole-newsroom.ts';
import { aDocument, anItem, type World } from '../context.ts';
import { several } from './given.ts';
import type { Drawn, Worst } from './worst.ts';

/** A newsroom in which every text that somebody outside may write is the worst one, and what it shows on screens. */
export type Newsroom = { ctx: Context; world: World; worst: Worst; screen: Screen; drawn: Drawn[] };

export const FEED_ADDRESS = 'https://press.example.org/worst.xml';
const SIZES = { feeds: 100, articles: 100, topics: 100, readers: 10, mailings: 10, waiting: 30 };

/** Columns that hold what others wrote, as SQL over ?1, the text; see the tables of migrations/. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  topic: ['name = ?1'],
  feed: ['title = ?1', 'last_error = ?1'],
  article: [
    ...['title = ?1', 'extract = ?1', 'body_html = ?1', 'author = ?1', 'outlet = ?1', 'event_place = ?1'],
    ...[
      `categories = json_array('c' || ?1)`,
      `documents = json_array(json_object('title', ?1, 'url', 'https://press.example.org/d.pdf', 'language', NULL))`,
    ],
  ],
  announcement: ['decision_reason = ?1', 'text = ?1'],
  contact_message: ['name = ?1', 'body = ?1', 'outlet = ?1', 'deadline = ?1'],
  subscriber: ['name = ?1', 'company = ?1', 'occupation = ?1', 'source = ?1'],
  mailing: [`subject = json_object('en', ?1)`, `intro = json_object('en', ?1)`, 'pause_reason = ?1'],
  audit: [`detail = json_object('title', ?1, 'reason', ?1)`],
};

/** Opens a newsroom with a hundred of everything; what forms need is there: a schedule, a draft, a sent newsletter. */
export async function openNewsroom(worst: Worst): Promise<Newsroom> {
  const { ctx: bare, world } = await wholeNewsroom(SIZES);
  for (const [table, columns] of Object.entries(WRITTEN))
    await bare.db
      .prepare(`UPDATE ${table} SET ${columns.join(', ')}`)
      .bind(worst.text)
      .all();
  await bare.db.batch(
    several(worst, (n) =>
      bare.db
        .prepare(
          `INSERT INTO staff (slack_user_id, role, state, added_by, created_at) VALUES (?1, 'editor', 'active', 'x', 'x')`,
        )
        .bind(`UBEN${n}`),
    ).concat(
      bare.db.prepare(`INSERT INTO schedule (public_id, frequency, policy, plan, state, next_date, since, created_by, created_at)
        VALUES ('schedule0001', 'weekly', 'needs_approval', '{"time":"09:00"}', 'active', '2026-03-09', 'x', 'x', 'x')`),
    ),
  );
  const items = several(worst, (n) =>
    anItem({
      key: `${n}`,
      url: `https://press.example.org/worst/${n}`,
      title: worst.text,
      categories: [`${n} ${worst.text}`],
    }),
  );
  world.feeds.set(FEED_ADDRESS, aDocument(items, { title: worst.text }));
  const drawn: Drawn[] = [];
  return { ctx: await withSettings(bare), world, worst, screen: screenOf(drawn), drawn };
}

/** A screen that keeps what it shows. */
function screenOf(drawn: Drawn[]): Screen {
  const shown = (modal: unknown) => {
    drawn.push({ modal });
    return { viewId: 'V1', hash: null };
  };
  return {
    open: async (_, view) => shown(view),
    push: async (_, view) => shown(view),
    update: async (_, view) => shown(view) !== null,
    tell: async (_, reply) => void drawn.push({ message: reply }),
    isIn: async () => true,
    say: async (_, reply) => drawn.push({ message: reply }) > 0,
    readFile: async () => new TextEncoder().encode('Email\nana@example.org'),
  };
}
