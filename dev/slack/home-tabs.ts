import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { checkView } from './block-kit/check-surface.ts';
import { type Fields, isFields } from './block-kit/problems.ts';
import { makeView, parsed, refused, type View, type ViewAnswer } from './view.ts';

/** Everybody's App Home tab, kept in the file at `path`. `onChange` hears of each that is published. */
export function openHomeTabs(path: string, onChange: () => void) {
  const homes = new Map<string, View>(existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : []);
  return {
    of: (userId: string): View | null => homes.get(userId) ?? null,
    /** Answers `views.publish`. */
    publish(fields: Fields): ViewAnswer {
      const userId = String(fields.user_id ?? '');
      const given = parsed(fields.view);
      const before = homes.get(userId);
      if (fields.hash && fields.hash !== before?.hash) return { ok: false, error: 'hash_conflict' };
      const refusal = checkView(given, 'home');
      if (refusal || !isFields(given)) return refused(refusal);
      const view = makeView(given, null);
      if (before) Object.assign(view, { id: before.id, root_view_id: before.id });
      homes.set(userId, view);
      writeFileSync(`${path}.new`, JSON.stringify([...homes]), { mode: 0o600 });
      renameSync(`${path}.new`, path);
      onChange();
      return { ok: true, view };
    },
  };
}
