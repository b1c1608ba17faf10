import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Desk } from '../slack/desk.ts';
import type { Workspace } from '../slack/workspace.ts';
import { HomeBlocks } from '../slack-page/home-tab.tsx';
import { Modal } from '../slack-page/modal.tsx';
import { person, raw, state } from './act-shapes.ts';
import { namesIn, viewerOf } from './slack-pages.tsx';

export type ViewDoorParts = { desk: Desk; workspace: Workspace; botToken: string };

const act = z.object({ user: person, state });
const pressed = act.extend({ actionId: z.string(), blockId: z.string().nullable().default(null), value: raw });
const asked = act.extend({ actionId: z.string(), blockId: z.string(), value: z.string() });
const closed = z.object({ user: person, scope: z.enum(['top', 'all']).default('top') });
const told = z.object({ event: z.record(z.string(), z.unknown()) });

const gone = { error: 'this window is gone' };
const largestUpload = 50_000_000;

/** What is done in modals and App Home, and what is shown of them; for the page's script and for tests. */
export function viewDoor({ desk, workspace, botToken }: ViewDoorParts): Hono {
  const app = new Hono();

  app.get('/slack/views', async (c) => c.json(await desk.views.shown(viewerOf(c))));

  app.get('/slack/views/modal', async (c) => {
    const viewer = viewerOf(c);
    const { modal, depth, channelId } = await desk.views.shown(viewer);
    if (!modal) return c.html('');
    return c.html(
      <Modal view={modal} depth={depth} names={{ ...(await namesIn(workspace, viewer)), here: channelId }} />,
    );
  });

  app.get('/slack/views/home', async (c) => {
    const viewer = viewerOf(c);
    const { home } = await desk.views.shown(viewer);
    return c.html(<HomeBlocks view={home} names={await namesIn(workspace, viewer)} />);
  });

  app.post('/slack/home/opened', async (c) => {
    const { user } = act.parse(await c.req.json());
    return c.json(await desk.shortcuts.openHome(user));
  });

  app.post('/slack/views/close', async (c) => {
    const { user, scope } = closed.parse(await c.req.json());
    await desk.views.close(user, scope);
    return c.json({});
  });

  app.post('/slack/views/:id/actions', async (c) => {
    const { user, ...rest } = pressed.parse(await c.req.json());
    return c.json((await desk.views.press({ person: user, viewId: c.req.param('id'), ...rest })) ?? gone);
  });

  app.post('/slack/views/:id/submit', async (c) => {
    const { user, state } = act.parse(await c.req.json());
    return c.json((await desk.views.submit({ person: user, viewId: c.req.param('id'), state })) ?? gone);
  });

  app.post('/slack/views/:id/options', async (c) => {
    const { user, ...rest } = asked.parse(await c.req.json());
    return c.json({ options: await desk.views.suggest({ person: user, viewId: c.req.param('id'), ...rest }) });
  });

  app.post('/slack/events', async (c) => c.json(await desk.shortcuts.tell(told.parse(await c.req.json()).event)));

  fileRoutes(app, { desk, workspace, botToken });
  return app;
}

function fileRoutes(app: Hono, { desk, workspace, botToken }: ViewDoorParts): void {
  app.post('/slack/uploads', async (c) => {
    const form = await c.req.formData();
    const file = form.get('file');
    const user = person.parse(form.get('user') ?? undefined);
    if (!(file instanceof File) || file.size > largestUpload) return c.json({ error: 'no file, or too large' }, 400);
    const { id: userId } = await workspace.person(user);
    const bytes = new Uint8Array(await file.arrayBuffer());
    return c.json(desk.files.save({ name: file.name, type: file.type || 'application/octet-stream', bytes, userId }));
  });

  const download = (c: Context) => {
    // Slack shows a sign-in page, with status 200, to whoever comes without a token.
    if (c.req.header('authorization') !== `Bearer ${botToken}`) return c.html('<title>Sign in to Slack</title>');
    const id = c.req.param('file')?.split('-').at(-1) ?? '';
    const bytes = desk.files.bytes(id);
    const file = desk.files.find(id);
    if (!bytes || !file) return c.notFound();
    return c.body(new Uint8Array(bytes), 200, { 'content-type': String(file.mimetype) });
  };
  app.get('/files-pri/download/:file/:name', download);
  app.get('/files-pri/:file/:name', download);
}
