import { posix } from 'node:path';
import { lineAt } from './check-files.ts';

/** One import as it stands in a file. `target` is a path from the root, or a package or built-in as named. */
export type Import = { path: string; line: number; name: string; target: string; isType: boolean };

const STATIC = /^[ \t]*(?:import|export)\b(?:([^'";]*?)\bfrom[ \t\n]*)?[ \t]*(['"])([^'"\n]+)\2/gm;
const DYNAMIC = /\b(?:import|require)[ \t]*\(\s*(?:(['"])([^'"\n]+)\1[ \t]*[,)])?/g;
/** Only where a line begins: a slash and a star also stand together in strings such as a media type. */
const COMMENT = /^[ \t]*(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gm;

/** What a file imports, re-exports or loads. Comments are blanked first, line ends kept. */
export function importsOf(path: string, source: string): Import[] {
  const text = source.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, ' '));
  const found = (index: number, name: string, isType: boolean): Import => {
    const target = name.startsWith('.') ? posix.join(posix.dirname(path), name) : name;
    return { path, line: lineAt(text, index), name, target, isType };
  };
  const fixed = [...text.matchAll(STATIC)].map((match) =>
    found(match.index, match[3] ?? '', /^\s+type\b(?!\s*(?:,|from\b))/.test(match[1] ?? '')),
  );
  // A name that is worked out while running cannot be judged, so it is reported as an import of "*".
  const late = [...text.matchAll(DYNAMIC)].map((match) => found(match.index, match[2] ?? '*', false));
  return [...fixed, ...late];
}
