import type { Fields, XmlElement } from './elements.ts';

function readPerson(person: XmlElement): string[] {
  const names = person.children('atom:name').map(({ text }) => text);
  const name = names.find((text) => text !== '');
  return [name ?? person.children('atom:email')[0]?.text ?? ''];
}

/** An RSS author may hold Atom's inner elements without their namespace: take the name out of the markup. */
function readPlainAuthor({ text, markup }: XmlElement): string {
  const name = markup ? /<name>([^<]*)<\/name>/i.exec(text.slice(0, 2000))?.[1] : undefined;
  return name ?? text;
}

/** Every author named, the format's own element first: Atom person, RSS author, dc:creator, itunes:author. */
export function readAuthors(fields: Fields): string[] {
  const persons = fields.all('atom:author').flatMap(readPerson);
  const plain = fields.all('author').map(readPlainAuthor);
  const creators = fields.all('dc:creator').map(({ text }) => text);
  const named = [...persons, ...creators, ...plain];
  return named.some((name) => name !== '') ? named : fields.all('itunes:author').map(({ text }) => text);
}
