import { readFolders } from './check-files.ts';
import { RULES } from './check-import-rules.ts';
import { type Import, importsOf } from './read-imports.ts';

/** An import that breaks a rule; `rule` is the rule's id, `why` the rule in words. */
export type Problem = { path: string; line: number; import: string; rule: string; why: string };

/** Every breach of the rules on what files under src/ may import, and every ring of files; by path from the root → text. */
export function importProblems(files: ReadonlyMap<string, string>): Problem[] {
  const imports = [...files].flatMap(([path, text]) => importsOf(path, text));
  const breaches = imports
    .filter(({ path }) => path.startsWith('src/'))
    .flatMap((found) =>
      RULES.filter((rule) => rule.isBrokenBy(found)).map((rule) => problem(found, rule.id, rule.why)),
    );
  return [...breaches, ...cycleProblems(imports)];
}

/** A problem on one line, as editors can open it. */
export function tellImport({ path, line, import: name, why }: Problem): string {
  return `${path}:${line}: imports '${name}': ${why}`;
}

/** All code of the project, as path from the root → text. */
export function readSources(): Map<string, string> {
  return readFolders(['src', 'dev', 'scripts', 'bench', 'test'], ['.ts', '.tsx', '.cjs', '.js', '.mjs']);
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
