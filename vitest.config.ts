import { join } from 'node:path';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { UNUSED_MODULES } from './scripts/build.ts';

const root = import.meta.dirname;
const stub = join(root, 'src/stubs/unused.cjs');
/** Tests run on the module graph that production has. */
const stubs = Object.fromEntries(UNUSED_MODULES.map((name) => [name, stub]));
/** These run twice: on node:sqlite, and on D1 in workerd. */
const ON_BOTH_DATABASES = ['test/db/**/*.test.ts', 'test/services/**/*.test.ts'];
const SLOW = ['test/e2e/**', 'test/browser/**'];

export default defineConfig({
  test: {
    expect: { requireAssertions: true },
    // The whole-program tests mostly wait, so one more than two cores have hands for.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        resolve: { alias: { ...stubs, '#database': join(root, 'test/support/database-node.ts') } },
        oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
        test: {
          name: 'node',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: SLOW,
          // No test leaves anything behind in a module, and loading every module anew for each file doubles the time.
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        resolve: { alias: { ...stubs, '#database': join(root, 'test/support/database-d1.ts') } },
        oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
        plugins: [
          cloudflareTest(async () => ({
            main: './test/support/empty-worker.ts',
            miniflare: {
              compatibilityDate: '2026-08-04',
              d1Databases: ['DB'],
              bindings: { MIGRATIONS: await readD1Migrations(join(root, 'migrations')) },
            },
          })),
        ],
        test: { name: 'workerd', include: ON_BOTH_DATABASES, testTimeout: 60_000, isolate: false },
      },
      {
        extends: true,
        resolve: { alias: { ...stubs, '#database': join(root, 'test/support/database-node.ts') } },
        oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
        test: {
          name: 'whole',
          include: ['test/e2e/**/*.test.ts', 'test/browser/**/*.test.ts'],
          globalSetup: './test/support/build-once.ts',
          testTimeout: 240_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
