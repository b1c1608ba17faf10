import { posix } from 'node:path';
import { lineAt, readFolders } from './check-files.ts';
import { RULES } from './check-import-rules.ts';

/** One import as it stands in a file. `target` is a path from the root, or a package or built-in as named. */
export type Import = { path: string; line: number; name: string; target: string; isType: boolean };

/** An import that breaks a rule; `rule` is the rule's id, `why` the rule in words. */
export type Problem = { path: string; line: number; import: string; rule: string; why: string };

const STATIC = /^[ \t]*(?:import|export)\b(?:([^'";]*?)\bfrom[ \t\n]*)?[ \t]*(['"])([^'"\n]+)\2/gm;
const DYNAMIC = /\b(?:import|require)[ \t]*\(\s*(?:(['"])([^'"\n]+)\1[ \t]*[,)])?/g;
/** Only where a line begins: a slash and a star also stand together in strings such as a media type. */
const COMMENT = /^[ \t]*(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gm;

/** Every breach of the import rules in files under src/, given as path from the root → text. */
export function importProblems(files: ReadonlyMap<string, string>): Problem[] {
  const imports = [...files].flatMap(([path, text]) => importsOf(path, text));
  const breaches = imports.flatMap((found) =>
    RULES.filter((rule) => rule.isBrokenBy(found)).map((rule) => problem(found, rule.id, rule.why)),
  );
  return [...breaches, ...cycleProblems(imports)];
}

/** A problem on one line, as editors can open it. */
export function tellImport({ path, line, import: name, why }: Problem): string {
  return `${path}:${line}: imports '${name}': ${why}`;
}

/** The source of the program, as path from the root → text. */
export function readSources(): Map<string, string> {
  return readFolders(['src'], ['.ts', '.tsx', '.cjs', '.js', '.mjs']);
}

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

function problem(found: Import, rule: string, why: string): Problem {
  return { path: found.path, line: found.line, import: found.name, rule, why };
}

/** One problem per ring of files that import each other, told at the import that closes it. */
function cycleProblems(imports: readonly Import[]): Problem[] {
  const byPath = Map.groupBy(imports, (found) => found.path);
  const done = new Set<string>();
  const problems: Problem[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    if (done.has(path)) return;
    for (const found of byPath.get(path) ?? []) {
      const start = [...trail, path].indexOf(found.target);
      if (start < 0) visit(found.target, [...trail, path]);
      else {
        const ring = [...[...trail, path].slice(start), found.target].join(' → ');
        problems.push(problem(found, 'no-cycles', `files must not import each other in a ring (${ring})`));
      }
    }
    done.add(path);
  };
  for (const path of byPath.keys()) visit(path, []);
  return problems;
}
