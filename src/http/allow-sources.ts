/** Adds a source to directives of the policy that a page is sent with. */
export function allowSources(headers: Headers, sources: Record<string, string>): void {
  const directives = (headers.get('content-security-policy') ?? '').split('; ').filter(Boolean);
  for (const [name, source] of Object.entries(sources)) {
    const at = directives.findIndex((directive) => directive.startsWith(`${name} `));
    if (at < 0) directives.push(`${name} ${source}`);
    else directives[at] += ` ${source}`;
  }
  headers.set('content-security-policy', directives.join('; '));
}
