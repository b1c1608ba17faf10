/** The newsroom's list and the article page. */
export const NEWS_CSS = `
.masthead{padding-block:clamp(1.75rem,4vw,3.25rem) clamp(1.25rem,2.5vw,2rem)}
.masthead h1{font:650 1rem/1.4 var(--sans);letter-spacing:0}
.masthead p{color:var(--muted);font-size:1rem;line-height:1.5}
.card{position:relative}
.card h2 a{color:inherit;text-decoration:none}
.card h2 a::after{content:"";position:absolute;inset:0}
.card:hover h2 a{color:var(--accent)}
.card h2 a:focus-visible{outline:0}
.card:has(h2 a:focus-visible){outline:3px solid var(--accent);outline-offset:6px;border-radius:2px}
.card img{width:100%;object-fit:cover;border-radius:.35rem}
.lead{display:grid;gap:clamp(1.25rem,3vw,3rem);align-items:center;padding-bottom:clamp(2.5rem,5vw,4.5rem)}
.lead img{aspect-ratio:3/2}
.lead h2{font-size:clamp(1.875rem,1.2rem + 2.5vw,3rem);margin-block:.7rem .9rem}
.lead:lang(zh) h2,:lang(zh) .lead h2{font-size:clamp(1.75rem,1.2rem + 1.9vw,2.5rem)}
.lead .extract{margin-top:1.1rem;color:var(--ink);display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:6;overflow:hidden}
@media(min-width:56rem){.lead.pictured{grid-template-columns:minmax(0,7fr) minmax(0,6fr)}}
.lead:not(.pictured){max-width:52rem}
.rows>li{border-top:1px solid var(--line);padding-block:clamp(1.5rem,2.6vw,2.1rem)}
.row{display:grid;column-gap:1.25rem;grid-template-columns:minmax(0,1fr)}
.row.pictured{grid-template-columns:minmax(0,1fr) clamp(5.5rem,26vw,12.5rem)}
.row h2{font-size:clamp(1.1875rem,1.05rem + .6vw,1.5rem);line-height:calc(var(--tight) + .1);margin-block:.3rem .45rem}
.row .extract{margin-top:.6rem;color:var(--muted);font-size:1rem;line-height:calc(var(--lead) - .1);max-width:46rem;
  display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
.row img{aspect-ratio:4/3}
@media(max-width:35.99rem){
  .row.pictured .text{display:contents}
  .row.pictured .kind,.row.pictured .extract{grid-column:1/-1}
  .row.pictured h2{grid-column:1;margin-block:.3rem}
  .row.pictured .byline{grid-column:1/-1;grid-row:3;margin-top:.25rem}
  .row.pictured .frame{grid-column:2;grid-row:2}
}
@media(min-width:56rem){
  .row,.row.pictured{column-gap:3rem}
  .row .text{display:grid;grid-template-columns:11.5rem minmax(0,1fr);column-gap:2rem}
  .row .text>*{grid-column:2}
  .row .kind{grid-column:1;grid-row:1;padding-top:.28rem}
  .row h2{grid-row:1;margin-top:0}
}
.older{border-top:1px solid var(--line);padding-block:2rem clamp(3rem,6vw,5rem);display:flex;flex-wrap:wrap;gap:1rem}
.empty{padding-block:1rem clamp(3rem,8vw,6rem);max-width:36rem}
.empty h2{font-size:1.75rem;margin-bottom:.6rem}
.story{display:grid;gap:clamp(2rem,4vw,4rem);padding-block:clamp(1.25rem,3vw,2.5rem) clamp(3rem,6vw,5rem)}
.story h1{font-size:clamp(2rem,1.3rem + 2.9vw,3.25rem);margin-block:.7rem 1rem}
:lang(zh) .story h1{font-size:clamp(1.75rem,1.2rem + 2.1vw,2.625rem)}
.story figure{margin-top:clamp(1.5rem,3vw,2.25rem)}
.story figure img{border-radius:.35rem;max-height:44rem;object-fit:cover}
figcaption{margin-top:.7rem;color:var(--muted);font-size:.9375rem;line-height:1.5}
figcaption span{white-space:nowrap;margin-left:.4em}
.prose{margin-top:clamp(1.5rem,3vw,2.25rem);font-size:1.1875rem;line-height:var(--lead);max-width:41rem}
.prose>*+*{margin-top:1.1em}
.prose :is(h2,h3,h4){font-size:1.4375rem;margin-top:1.7em}
.prose :is(ul,ol){padding-left:1.4em}.prose ul{list-style:disc}.prose ol{list-style:decimal}
.prose blockquote{margin-inline:0;padding-left:1.25rem;border-left:3px solid var(--accent)}
.prose :is(pre,table){display:block;max-width:100%;overflow-x:auto}
.prose :is(td,th){padding:.35rem .8rem .35rem 0;border-bottom:1px solid var(--line);text-align:left;overflow-wrap:normal}
.source{margin-top:2.25rem}
.rail{display:grid;gap:2rem;align-content:start;border-top:1px solid var(--line);padding-top:2rem;font-size:1rem;line-height:1.6}
.rail h2{font:600 1rem/1.4 var(--sans);letter-spacing:0}
.rail p{color:var(--muted)}
@media(min-width:64rem){
  .story{grid-template-columns:minmax(0,46rem) minmax(0,15rem);justify-content:space-between}
  .rail{border-top:0;padding-top:0;margin-top:9.5rem}
}
`;
