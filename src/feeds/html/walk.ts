import { Tokenizer } from 'htmlparser2';

/** Told about each piece of HTML in order. `tag` receives start tags with decoded attributes. */
export type HtmlVisitor = {
  text: (text: string) => void;
  tag: (name: string, attributes: ReadonlyMap<string, string>, source: { start: number; end: number }) => void;
  endTag: (name: string, source: { start: number; end: number }) => void;
};

/** Elements whose content nobody reads. */
const HIDDEN = new Set(['script', 'style', 'noembed', 'noframes', 'iframe', 'template', 'xmp']);

type State = {
  tagStart: number;
  name: string;
  attribute: string;
  value: string;
  attributes: Map<string, string>;
  hiddenIn: string | null;
  stopped: boolean;
};

/** Says whether an end tag of that name follows. Each name is searched for once, so many start tags stay cheap. */
function endTagFinder(html: string): (name: string, from: number) => boolean {
  const last = new Map<string, number>();
  let lower: string | null = null;
  return (name, from) => {
    lower ??= html.toLowerCase();
    const index = last.get(name) ?? lower.lastIndexOf(`</${name}`);
    last.set(name, index);
    return index >= from;
  };
}

function tagCallbacks(html: string, state: State, visitor: HtmlVisitor) {
  const hasEndTag = endTagFinder(html);
  function finishTag(endIndex: number): void {
    if (state.hiddenIn) return;
    visitor.tag(state.name, state.attributes, { start: state.tagStart, end: endIndex + 1 });
    // Without an end tag the rest of the text would vanish: then the tag stands alone.
    if (HIDDEN.has(state.name) && hasEndTag(state.name, endIndex)) state.hiddenIn = state.name;
  }
  return {
    onopentagname(start: number, end: number): void {
      state.tagStart = start - 1;
      state.name = html.slice(start, end).toLowerCase();
      state.attributes = new Map();
    },
    onattribname(start: number, end: number): void {
      state.attribute = html.slice(start, end).toLowerCase();
      state.value = '';
    },
    onattribdata(start: number, end: number): void {
      state.value += html.slice(start, end);
    },
    onattribentity(code: number): void {
      state.value += String.fromCodePoint(code);
    },
    onattribend(): void {
      if (!state.attributes.has(state.attribute)) state.attributes.set(state.attribute, state.value);
    },
    onopentagend: finishTag,
    onselfclosingtag: finishTag,
    onclosetag(start: number, end: number): void {
      const name = html.slice(start, end).toLowerCase();
      if (state.hiddenIn === name) state.hiddenIn = null;
      else if (!state.hiddenIn) visitor.endTag(name, { start: start - 2, end: end + 1 });
    },
  };
}

/**
 * Walks HTML as a browser's tokeniser would, entities decoded, without building or balancing a tree, so that no input is
 * slow. `visit` gets `stop`, which ends the walk early.
 */
export function walkHtml(html: string, visit: (stop: () => void) => HtmlVisitor): void {
  const state: State = {
    tagStart: 0,
    name: '',
    attribute: '',
    value: '',
    attributes: new Map(),
    hiddenIn: null,
    stopped: false,
  };
  const ignore = (): void => undefined;
  const visitor = visit(() => {
    state.stopped = true;
    tokenizer.pause();
  });
  const emit = (text: string): void => {
    if (!state.hiddenIn && !state.stopped) visitor.text(text);
  };
  const tokenizer: Tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ...tagCallbacks(html, state, visitor),
      ontext: (start, end) => emit(html.slice(start, end)),
      ontextentity: (code) => emit(String.fromCodePoint(code)),
      oncdata: (start, end, offset) => emit(html.slice(start, end - offset)),
      oncomment: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
    },
  );
  tokenizer.write(html);
  if (!state.stopped) tokenizer.end();
}
