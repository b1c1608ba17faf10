/** react-dom comes without types; this is the one function used. */
declare module 'react-dom/server' {
  export function renderToStaticMarkup(element: unknown): string;
}
