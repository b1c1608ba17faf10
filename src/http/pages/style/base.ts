/** Type, colour roles and plain elements. Colours are custom properties that stylesheet.ts sets per theme. */
export const BASE_CSS = `
*,::before,::after{box-sizing:border-box}
:root{
  --sans:system-ui,"Segoe UI",Roboto,Arial,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;
  --serif:Charter,"Iowan Old Style","Source Serif 4","Noto Serif",Cambria,Georgia,"Songti SC","Noto Serif CJK SC",SimSun,serif;
  --title:var(--serif);--heavy:600;--lead:1.65;--tight:1.16
}
:lang(zh){--title:var(--sans);--lead:1.85;--tight:1.36}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;background:var(--paper);color:var(--ink);
  font:400 1.0625rem/var(--lead) var(--sans);overflow-wrap:anywhere;line-break:strict;text-autospace:normal}
main{flex:1}
h1,h2,h3{margin:0;font-family:var(--title);font-weight:var(--heavy);line-height:var(--tight);text-wrap:balance}
:not(:lang(zh))>:is(h1,h2,h3){letter-spacing:-.012em}
p,ul,ol,dl,dd,figure{margin:0}
ul,ol{padding:0;list-style:none}
a{color:var(--accent);text-decoration-thickness:.06em;text-underline-offset:.2em}
a:hover{text-decoration-thickness:.12em}
img{display:block;max-width:100%;height:auto;background:var(--panel)}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:2px}
.wrap{width:100%;max-width:76rem;margin-inline:auto;padding-inline:clamp(1.25rem,4.5vw,3rem)}
.skip{position:absolute;left:1rem;top:-6rem;padding:.7rem 1.2rem;background:var(--accent);color:var(--on-accent);z-index:2}
.skip:focus{top:1rem}
.tap{display:inline-flex;align-items:center;min-height:2.75rem}
.button{display:inline-flex;align-items:center;justify-content:center;min-height:3rem;padding:.55rem 1.6rem;border:1.5px solid var(--accent);
  border-radius:.4rem;background:var(--accent);color:var(--on-accent);font:600 1rem/1.3 var(--sans);text-align:center;text-decoration:none;cursor:pointer}
.button:hover{box-shadow:0 0 0 3px color-mix(in srgb,var(--accent) 28%,transparent)}
.button.quiet{background:transparent;color:var(--accent)}
.kind{color:var(--accent);font-weight:600;font-size:.875rem;line-height:1.4}
.kind a{padding-block:.75rem}
.byline{color:var(--muted);font-size:.9375rem;line-height:1.5}
.byline a{color:inherit}
.byline>*+*::before{content:"·";margin-inline:.5em}
`;

/** Header and footer. */
export const SHELL_CSS = `
.top{border-bottom:1px solid var(--line)}
.top .wrap{display:flex;flex-wrap:wrap;align-items:center;column-gap:2rem;padding-block:.85rem}
.brand{color:var(--ink);font:650 1.1875rem/1.25 var(--sans);text-decoration:none;gap:.6rem;margin-right:auto}
.brand::before{content:"";flex:none;width:.95rem;height:.95rem;border:.28rem solid var(--accent);border-radius:50%}
.logo::before{content:none}
.logo img{height:2rem;width:auto;max-width:14rem;object-fit:contain;background:none}
@media(prefers-color-scheme:dark){.logo img{background:#fff;padding:.2rem .35rem;border-radius:.25rem}}
.nav{display:flex;flex-wrap:wrap;column-gap:1.75rem;font-size:1rem}
.top .nav a,.switch{color:var(--ink);text-decoration:none}
.top .nav a:hover,.switch:hover{color:var(--accent);text-decoration:underline}
.nav [aria-current]{color:var(--accent);font-weight:600}
.switch{font-size:.9375rem;color:var(--muted)}
@media(max-width:47.99rem){
  .top .wrap{column-gap:1rem;padding-block:.5rem 0}
  .top nav{order:3;width:100%}
  .nav{column-gap:clamp(.75rem,4.4vw,1.5rem)}
}
@media(max-width:23.99rem){.nav .off{display:none}}
.foot{border-top:1px solid var(--line);margin-top:clamp(3rem,7vw,5.5rem);padding-block:clamp(2rem,4vw,3.25rem);font-size:.9375rem;line-height:1.6}
.band+.foot,main:has(>.band:last-child)+.foot{margin-top:0;border-top:0}
.foot .wrap{display:grid;gap:1.75rem 1.5rem;grid-template-columns:repeat(2,minmax(0,1fr))}
@media(min-width:56rem){.foot .wrap{grid-template-columns:repeat(4,minmax(0,1fr))}}
@media(max-width:29.99rem){.foot :is(.contact,:has(>address)){grid-column:1/-1}}
.foot h2{font:600 .9375rem/1.4 var(--sans);letter-spacing:0}
.foot .tap{margin-block:-.3rem}
.foot address{font-style:normal;white-space:pre-line}
.foot .wide{grid-column:1/-1;display:flex;flex-wrap:wrap;align-items:center;column-gap:2rem;border-top:1px solid var(--line);padding-top:1.25rem}
`;
