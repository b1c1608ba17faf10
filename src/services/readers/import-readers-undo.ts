import { insertAudit } from '../../db/desk/audit.ts';
import {
  beginUndo,
  closeOldImports,
  dropUndone,
  endUndo,
  type Import,
  listUndoing,
  listUndone,
} from '../../db/readers/imports.ts';
import { AppError } from '../../domain/errors.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { knownImport } from './import-readers.ts';

const AT_ONCE = 2_000;
const OPEN_SECONDS = 7 * 24 * 3600;

/**
 * Removes the readers an import brought, until the first newsletter to any of them. Opt-outs and bounces it brought stay, and so
 * does whoever left or confirmed since. Doing it twice is the same as once. Throws AppError('not_found') and, once mail has left
 * or is about to, ('conflict').
 */
export async function undoImport(ctx: Context, publicId: string, by: string): Promise<Import> {
  const { consentSource, state } = await knownImport(ctx, publicId);
  const now = ctx.now();
  const [move, forget] = beginUndo(ctx.db, publicId);
  const [moved] = await ctx.db.batch([
    move,
    insertAudit(ctx.db, {
      at: now,
      actor: by,
      act: 'import.removed',
      subject: `import:${publicId}`,
      detail: { name: consentSource },
    }),
    forget,
  ]);
  if (moved?.meta.changes !== 1 && (state === 'open' || state === 'finished')) {
    throw new AppError(
      'conflict',
      'A newsletter to readers of this import has left or is about to. They stay; nothing was changed.',
    );
  }
  const begun = await knownImport(ctx, publicId);
  await goOnUndoing(ctx, begun);
  return knownImport(ctx, publicId);
}

/** Takes away what is left of an import that is being undone; ends early where the budget does, and goes on with the sweep. */
async function goOnUndoing(ctx: Context, { id, publicId, state }: Import): Promise<void> {
  if (state !== 'undoing') return;
  while (ctx.hasBudget()) {
    const ids = await listUndone(ctx.db, id, AT_ONCE);
    if (ids.length === 0) {
      await ctx.db.batch([endUndo(ctx.db, id)]);
      ctx.log.info('import.undone', { import: publicId });
      return;
    }
    await ctx.db.batch(dropUndone(ctx.db, ids));
  }
}

/** Once an hour: ends what undos left over, and closes imports nobody went on with for a week. */
export async function tidyImports(ctx: Context): Promise<void> {
  const now = ctx.now();
  await ctx.db.batch([closeOldImports(ctx.db, addSeconds(now, -OPEN_SECONDS), now)]);
  for (const left of await listUndoing(ctx.db)) await goOnUndoing(ctx, left);
}
