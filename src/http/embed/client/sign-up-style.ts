/** Looks of the form; a page changes them through custom properties on the host, or by `::part`. */
export const SIGN_UP_CSS = `
:host{display:block;--a:var(--newsdesk-accent,#0b5f66);--t:var(--newsdesk-text,inherit);--b:var(--newsdesk-border,#75818a);--e:var(--newsdesk-danger,light-dark(#a8201a,#ff9a91))}
*{box-sizing:border-box}
form,.message{font:var(--newsdesk-font,inherit);color:var(--t);line-height:1.5;max-width:44rem}
form{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr))}
p{margin:0}
.full{grid-column:1/-1}
label{display:block;font-weight:600;margin-bottom:.3rem}
.tick{display:flex;gap:.6rem;align-items:start;font-weight:400;margin:0}
.tick input{width:1.5rem;height:1.5rem;flex:none;margin:0;accent-color:var(--a)}
.text{width:100%;min-height:2.75rem;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--newsdesk-background,transparent);border:1.5px solid var(--b);border-radius:var(--newsdesk-radius,.4rem)}
:is(input,button,a):focus-visible,.message:focus-visible{outline:3px solid var(--a);outline-offset:2px}
[aria-invalid]{border-color:var(--e)}
.problem{color:var(--e);font-weight:600;margin-top:.3rem}
.note{font-size:.9em}
a{color:inherit}
button{min-height:2.75rem;padding:.6rem 1.4rem;font:inherit;font-weight:600;color:var(--newsdesk-button-text,#fff);background:var(--a);border:1.5px solid var(--a);border-radius:var(--newsdesk-radius,.4rem);cursor:pointer}
button[aria-disabled]{opacity:.6}
.trap{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
`;
