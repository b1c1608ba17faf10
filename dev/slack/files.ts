import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { team } from '../emulators/slack-seed.ts';
import type { Fields } from './block-kit/problems.ts';

export type Upload = { name: string; type: string; bytes: Uint8Array; userId: string };

export type Files = ReturnType<typeof openFiles>;

const idPattern = /^F[0-9A-F]{10}$/;

/** Keeps files that people choose in a file_input, in `folder`. `pagesUrl` is where the app fetches them from. */
export function openFiles(folder: string, pagesUrl: string) {
  function find(id: string): Fields | null {
    const path = join(folder, `${id}.json`);
    return idPattern.test(id) && existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Fields) : null;
  }

  return {
    find,
    bytes: (id: string): Uint8Array | null => (find(id) ? readFileSync(join(folder, id)) : null),
    /** Keeps one file; hands back the file object of https://docs.slack.dev/reference/objects/file-object */
    save({ name, type, bytes, userId }: Upload): Fields {
      mkdirSync(folder, { recursive: true });
      const id = `F${randomBytes(5).toString('hex').toUpperCase()}`;
      const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
      const url = `${pagesUrl}/files-pri/${team.id}-${id}/${encodeURIComponent(name)}`;
      const created = Math.floor(Date.now() / 1000);
      const facts = { id, created, timestamp: created, name, title: name, mimetype: type, filetype: extension };
      const file = {
        ...facts,
        user: userId,
        mode: 'hosted',
        size: bytes.byteLength,
        is_external: false,
        is_public: false,
      };
      const whole = {
        ...file,
        url_private: url,
        url_private_download: url.replace('/files-pri/', '/files-pri/download/'),
      };
      writeFileSync(join(folder, id), bytes, { mode: 0o600 });
      writeFileSync(join(folder, `${id}.json`), JSON.stringify(whole), { mode: 0o600 });
      return whole;
    },
    /** Answers files.info: https://docs.slack.dev/reference/methods/files.info */
    info(id: string): Fields {
      const file = find(id);
      return file ? { ok: true, file, comments: [] } : { ok: false, error: 'file_not_found' };
    },
  };
}
