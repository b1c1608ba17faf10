import type { Import } from './read-imports.ts';

/** A rule on imports: its id, the rule in words, and whether an import breaks it. */
export type Rule = { id: string; why: string; isBrokenBy(found: Import): boolean };

/** Files that stand outside the folders: what each platform needs, and the root that puts everything together. */
const PLATFORM_FILES = [
  'src/app.ts',
  'src/worker.ts',
  'src/server.ts',
  'src/ticker.ts',
  'src/client-address.ts',
  'src/feeds-fetch-node.ts',
  'src/kept-pages-node.ts',
  'src/db/d1-node.ts',
  'src/db/group-commit.ts',
  'src/db/migrate-node.ts',
];

const isIn = (path: string, ...places: string[]) =>
  places.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place));
const isOurs = (target: string) => target.startsWith('src/');
const isPackage = (target: string, ...names: string[]) =>
  names.some((name) => target === name || target.startsWith(`${name}/`));
const isBuiltIn = (target: string) => /^(?:node|cloudflare):/.test(target);
const isRelative = (name: string) => name.startsWith('.');

type Allowed = { ours: string[]; types?: string[]; packages?: string[] | 'any'; except?: string[] };

/** Files of `places`, less `except`, may import only what is listed: our own places, places for types, packages. */
function only(id: string, why: string, places: string[], allowed: Allowed): Rule {
  const { ours, types = [], packages = 'any', except = [] } = allowed;
  return {
    id,
    why,
    isBrokenBy({ path, name, target, isType }) {
      if (!isIn(path, ...places) || isIn(path, ...except)) return false;
      if (isOurs(target)) return !isIn(target, ...ours) && !(isType && isIn(target, ...types));
      return !isRelative(name) && packages !== 'any' && !isPackage(target, ...packages);
    },
  };
}

/** A package that only `places` may import. */
function confined(id: string, names: string[], places: string[]): Rule {
  return {
    id,
    why: `only ${places.join(' and ')} may import ${names.join(', ')}`,
    isBrokenBy: ({ path, target }) => isPackage(target, ...names) && !isIn(path, ...places),
  };
}

const PORTS = 'src/services/ports.ts';

/** Folders of slack/ from what is drawn to what hears: each imports itself and folders before it. */
const SLACK_FOLDERS = ['blocks', 'replies', 'views', 'commands', 'home', 'listeners'].map(
  (name) => `src/slack/${name}/`,
);

export const RULES: readonly Rule[] = [
  only('domain-only-domain', 'domain/ is pure and imports nothing but itself and temporal-polyfill', ['src/domain/'], {
    ours: ['src/domain/'],
    packages: ['temporal-polyfill'],
  }),
  only('db-only-domain', 'db/ imports domain/ and zod', ['src/db/'], {
    ours: ['src/db/', 'src/domain/'],
    packages: ['zod'],
    except: PLATFORM_FILES,
  }),
  only(
    'services-only-inward',
    'services/ imports domain/, db/, config.ts, log.ts, zod, csv-stringify and node:crypto; the outside world comes through ports',
    ['src/services/'],
    {
      ours: ['src/services/', 'src/db/', 'src/domain/', 'src/config.ts', 'src/log.ts'],
      packages: ['zod', 'node:crypto', 'csv-stringify'],
    },
  ),
  only('feeds-implements-ports', 'feeds/ imports domain/, and types of services/ports.ts', ['src/feeds/'], {
    ours: ['src/feeds/', 'src/domain/'],
    types: [PORTS],
  }),
  only('email-implements-ports', 'email/ imports domain/, and types of services/ports.ts', ['src/email/'], {
    ours: ['src/email/', 'src/domain/'],
    types: [PORTS],
  }),
  only(
    'announcer-implements-port',
    'slack/announcer.ts imports domain/, its own folder, and types of services/ports.ts',
    ['src/slack/announcer.ts'],
    { ours: ['src/slack/', 'src/domain/'], types: [PORTS] },
  ),
  only('slack-only-inward', 'slack/ imports services/, db/, domain/, and the type of the log', ['src/slack/'], {
    ours: ['src/slack/', 'src/services/', 'src/db/', 'src/domain/'],
    types: ['src/log.ts', 'src/config.ts'],
  }),
  {
    id: 'slack-listeners-outermost',
    why: 'in slack/ listeners/ may import home/, commands/, views/, replies/ and blocks/, each of these only what comes after it',
    isBrokenBy({ path, target }) {
      const rank = (file: string) => SLACK_FOLDERS.findIndex((folder) => file.startsWith(folder));
      return rank(path) >= 0 && rank(target) > rank(path);
    },
  },
  only('http-only-inward', 'http/ imports services/, db/ and domain/, never slack/ or app.ts', ['src/http/'], {
    ours: ['src/http/', 'src/services/', 'src/db/', 'src/domain/'],
    types: ['src/log.ts', 'src/config.ts'],
  }),
  {
    id: 'platform-stays-outside',
    why: 'only the entries, app.ts and the Node adapters know the platform (node:crypto is on both)',
    isBrokenBy: ({ path, target }) => isBuiltIn(target) && target !== 'node:crypto' && !isIn(path, ...PLATFORM_FILES),
  },
  {
    id: 'src-stays-in-src',
    why: 'src/ is the product: it imports nothing of dev/, scripts/, emails/ or test/, and no package of theirs',
    isBrokenBy: ({ path, name, target }) =>
      isIn(path, 'src/') &&
      ((isRelative(name) && !isOurs(target)) ||
        isPackage(target, 'mjml', 'emulate', 'react', 'react-dom', 'vitest', 'wrangler', 'slack-blocks-to-jsx')),
  },
  {
    id: 'imports-are-named',
    why: 'an import whose name is worked out while running cannot be judged or bundled',
    isBrokenBy: ({ target }) => target === '*',
  },
  confined('slack-packages-in-slack', ['@slack'], ['src/slack/']),
  confined('resend-in-email', ['resend'], ['src/email/']),
  confined('hono-in-http', ['hono'], ['src/http/', 'src/app.ts']),
  confined('node-server-in-server', ['@hono/node-server'], ['src/server.ts']),
  confined('rss-parser-in-feeds', ['rss-parser'], ['src/feeds/']),
];
