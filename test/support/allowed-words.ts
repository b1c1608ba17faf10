/** Words that the CHECK of a column allows, read from the text of its table: as a list, or compared one by one. */
export function allowedWords(tableSql: string, column: string): string[] {
  const list = new RegExp(`\\b${column} IN \\(([^)]*)\\)`).exec(tableSql)?.[1] ?? '';
  const listed = list.split(',').map((word) => word.trim().replace(/^'|'$/g, ''));
  const compared = [...tableSql.matchAll(new RegExp(`\\b${column} = '(\\w+)'`, 'g'))].map(([, word = '']) => word);
  return [...listed, ...compared].filter(Boolean);
}
