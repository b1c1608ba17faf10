import { bodyLimit } from 'hono/body-limit';
import type { HttpContext } from './environment.ts';
import { MessagePage } from './pages/message-page.tsx';
import { sendPage, shellOf } from './shell.ts';

/** More than any form of ours can hold. */
export const MOST_FORM_BYTES = 64_000;

/** Stands before a handler that reads a form: one that is longer is refused before it is read whole. */
export const formLimit = bodyLimit({
  maxSize: MOST_FORM_BYTES,
  onError: (c: HttpContext) =>
    sendPage(c, MessagePage({ shell: shellOf(c), status: 400 }), { status: 413, cache: 'personal' }),
});
