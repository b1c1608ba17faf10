/** One link of a Link header: its address as written, its relations and its type in lower case. */
type HeaderLink = { address: string; rel: string; type: string };

/** What Link headers name (RFC 8288 §3), in order. */
export function linkHeaders(headers: Headers): HeaderLink[] {
  const value = (headers.get('link') ?? '').slice(0, 10_000);
  return [...value.matchAll(/<([^<>]{1,2000})>([^<]{0,2000})/g)].map(([, address = '', parameters = '']) => ({
    address,
    rel: parameter(parameters, 'rel'),
    type: parameter(parameters, 'type'),
  }));
}

function parameter(parameters: string, name: string): string {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;,]+))`, 'i').exec(parameters);
  return (match?.[1] ?? match?.[2] ?? '').trim().toLowerCase();
}

/** Whether one of a link's relations, parted by white space, is the one asked for. */
export function hasRelation({ rel }: { rel: string }, wanted: string): boolean {
  return rel.toLowerCase().split(/\s+/).includes(wanted);
}
