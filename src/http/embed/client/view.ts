/** One thing the script can draw. `host` is an empty element on somebody's page, `base` the newsroom's address with a slash. */
export type View = (host: HTMLElement, base: URL, options: DOMStringMap) => void | Promise<void>;

/** Tells the page what happened, as a DOM event on the host. */
export function tell(host: HTMLElement, name: 'submitted' | 'error', detail: object): void {
  host.dispatchEvent(new CustomEvent(`newsdesk:${name}`, { bubbles: true, composed: true, detail }));
}

/** What the newsroom answers in JSON. Throws where it cannot be had. */
export async function load<T>(address: URL): Promise<T> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/** Where something cannot be had, a link to the newsroom's own page, which needs no script. */
export function showLink(host: HTMLElement, root: ShadowRoot, link: { href: string; what: string }): void {
  root.replaceChildren(make('a', { href: link.href, part: 'link' }, link.href));
  tell(host, 'error', { message: `The ${link.what} could not be loaded.`, fields: {} });
}

/** A new element with attributes and children; an attribute that is null or false is left out, one that is true is empty. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | boolean | null> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

/** A shadow root with a stylesheet that no policy of the page counts as inline. */
export function shadow(host: HTMLElement, css: string): ShadowRoot {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  return root;
}
