/** One thing the script can draw. `host` is an empty element on somebody's page, `base` the newsroom's address with a slash. */
export type View = (host: HTMLElement, base: URL, options: DOMStringMap) => void | Promise<void>;

/** Tells the page what happened, as a DOM event on the host. */
export function tell(host: HTMLElement, name: 'submitted' | 'error', detail: object): void {
  host.dispatchEvent(new CustomEvent(`newsdesk:${name}`, { bubbles: true, composed: true, detail }));
}

/** A new element with properties, attributes (those with a dash, `for`, `part`, `role`) and children. */
export function make(
  name: string,
  values: Record<string, string | boolean | null> = {},
  ...children: (Node | string)[]
): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(values)) {
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
