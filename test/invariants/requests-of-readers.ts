import type { Context } from '../../src/services/context.ts';
import { exportLink } from '../../src/services/readers/reader-list-export.ts';
import { asAdmin, type Example } from './example.ts';
import { idOf } from './whole-newsroom.ts';

const terms = { consentSource: 'Form on www.example.com', consentAt: '2025-01-01' };
/** As many rows as one request may bring: new, known, left, bounced and bad ones, each with every field and many tags. */
const rows = Array.from({ length: 1_000 }, (_, n) => ({
  line: n + 1,
  email: n % 10 === 0 ? 'no address' : n % 3 === 0 ? `r${n}@example.org` : `import${n}@example.net`,
  name: `Name ${n}`,
  company: 'A company',
  occupation: 'A job',
  locale: 'zh-CN',
  status: ['subscribed', 'unsubscribed', 'cleaned', 'unknown'][n % 4],
  tags: Array.from({ length: 50 }, (_, tag) => `Topic ${tag}`),
}));
const list = (ctx: Context) => exportLink(ctx).slice(ctx.config.brand.baseUrl.length);
const READER = `/api/v1/readers/${idOf.reader(11)}`;
const IMPORT = '/api/v1/imports/import000001';

/** What scripts and staff do with readers, each with as much as one request may carry. */
export const READER_REQUESTS: Record<string, Example> = {
  'GET /api/v1/readers': { path: '/api/v1/readers', init: asAdmin(), statements: 8 },
  'GET /api/v1/readers.csv': {
    path: '/api/v1/readers.csv',
    init: asAdmin(),
    statements: 60,
    writes: ['audit', 'setting'],
  },
  'POST /api/v1/readers': {
    path: '/api/v1/readers',
    init: asAdmin('POST', { email: 'asked@example.org', name: 'Asked' }),
    status: null,
    statements: 20,
  },
  'POST /api/v1/readers/find': {
    path: '/api/v1/readers/find',
    init: asAdmin('POST', { email: 'r11@example.org' }),
    statements: 8,
  },
  'POST /api/v1/readers/evidence': {
    path: '/api/v1/readers/evidence',
    init: asAdmin('POST', { email: 'r11@example.org' }),
    statements: 24,
  },
  'GET /api/v1/readers/:id': { path: READER, init: asAdmin(), statements: 8 },
  'GET /api/v1/readers/:id/export': {
    path: `${READER}/export`,
    init: asAdmin(),
    statements: 30,
    writes: ['audit', 'setting'],
  },
  'POST /api/v1/readers/:id/confirmation': {
    path: `/api/v1/readers/${idOf.reader(2)}/confirmation`,
    init: asAdmin('POST', {}),
    status: null,
    statements: 20,
  },
  'POST /api/v1/readers/:id/unsubscribe': { path: `${READER}/unsubscribe`, init: asAdmin('POST', {}), statements: 20 },
  'DELETE /api/v1/readers/:id': { path: READER, init: asAdmin('DELETE'), status: 204, statements: 30 },
  'POST /api/v1/suppressions/lift': {
    path: '/api/v1/suppressions/lift',
    init: asAdmin('POST', { email: 'r12@example.org' }),
    status: 409,
    statements: 12,
  },
  'GET /api/v1/topics': { path: '/api/v1/topics', init: asAdmin(), statements: 8 },
  'GET /api/v1/growth': { path: '/api/v1/growth?days=90', init: asAdmin(), statements: 8 },
  'GET /api/v1/imports': { path: '/api/v1/imports', init: asAdmin(), statements: 8 },
  'POST /api/v1/imports': {
    path: '/api/v1/imports',
    init: asAdmin('POST', { fingerprint: 'f'.repeat(64), terms }),
    status: 201,
    statements: 8,
  },
  'POST /api/v1/imports/check': {
    path: '/api/v1/imports/check',
    init: asAdmin('POST', { terms, rows }),
    statements: 30,
  },
  'GET /api/v1/imports/:id': { path: IMPORT, init: asAdmin(), statements: 8 },
  'POST /api/v1/imports/:id/rows': {
    path: `${IMPORT}/rows`,
    init: asAdmin('POST', { rows }),
    statements: 40,
  },
  'POST /api/v1/imports/:id/finish': { path: `${IMPORT}/finish`, init: asAdmin('POST', {}), statements: 12 },
  'POST /api/v1/imports/:id/undo': {
    path: '/api/v1/imports/import000002/undo',
    init: asAdmin('POST', {}),
    status: null,
    statements: 60,
  },
  'GET /exports/readers': { path: list, statements: 12 },
  'POST /exports/readers': { path: list, init: { method: 'POST' }, statements: 60 },
};
