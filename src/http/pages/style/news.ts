/** The newsroom's list and the article page. */
export const NEWS_CSS = `
.masthead{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:.25rem 3rem;padding-block:clamp(1.5rem,3.5vw,2.75rem) clamp(1.25rem,2.2vw,1.75rem)}
.masthead h1{font-size:clamp(1.375rem,1.2rem + .8vw,1.875rem)}
.masthead p{color:var(--muted);font-size:1rem;line-height:1.5}
.card{position:relative}
.card h2 a{color:inherit;text-decoration:none}
.card h2 a::after{content:"";position:absolute;inset:0}
.card:hover h2 a{color:var(--accent)}
.card h2 a:focus-visible{outline:0}
.card:has(h2 a:focus-visible){outline:3px solid var(--accent);outline-offset:6px;border-radius:2px}
.card img{width:100%;object-fit:cover;border-radius:.35rem}
.lead,.story{display:grid;grid-template-columns:minmax(0,1fr)}
.lead{gap:clamp(1.25rem,3vw,3rem);align-items:start;padding-bottom:clamp(2.25rem,4.5vw,4rem)}
.lead img{aspect-ratio:3/2}
.lead h2{font-size:clamp(1.75rem,1.25rem + 2vw,2.75rem);margin-block:.5rem .85rem}
:lang(zh) .lead h2{font-size:clamp(1.625rem,1.2rem + 1.6vw,2.25rem)}
.lead .extract{margin-top:1.1rem;color:var(--ink);display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:5;overflow:hidden}
@media(min-width:56rem){.lead.pictured{grid-template-columns:minmax(0,7fr) minmax(0,6fr)}.lead .kind{margin-top:-.3rem}}
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
  .row .text{display:grid;grid-template-columns:9rem minmax(0,1fr);column-gap:2rem;align-content:start}
  .row .text>*{grid-column:2}
  .row .kind{grid-column:1;grid-row:1;padding-top:.28rem}
  .row h2{grid-row:1;margin-top:0}
}
.older{border-top:1px solid var(--line);padding-block:2rem clamp(3rem,6vw,5rem);display:flex;flex-wrap:wrap;gap:1rem}
.empty{padding-block:1rem clamp(3rem,8vw,6rem);max-width:36rem}
.empty h2{font-size:1.75rem;margin-bottom:.6rem}
.story{gap:clamp(1.5rem,3vw,2.25rem) 4rem;padding-block:clamp(1.25rem,3vw,2.5rem) clamp(3rem,6vw,5rem)}
.story-head{max-width:58rem}
.story h1{font-size:clamp(2rem,1.3rem + 2.9vw,3.25rem);margin-block:.5rem 1rem}
:lang(zh) .story h1{font-size:clamp(1.75rem,1.2rem + 2.1vw,2.625rem)}
.story figure img{border-radius:.35rem;max-height:44rem;object-fit:cover}
figcaption{margin-top:.7rem;color:var(--muted);font-size:.9375rem;line-height:1.5}
figcaption span{display:inline-block}
.story-main>*+*{margin-top:clamp(1.5rem,3vw,2.25rem)}
.prose{font-size:1.1875rem;line-height:var(--lead);max-width:41rem}
.prose>*+*{margin-top:1.1em}
.prose :is(h2,h3,h4){font-size:1.4375rem;margin-top:1.7em}
.prose :is(ul,ol){padding-left:1.4em}.prose ul{list-style:disc}.prose ol{list-style:decimal}
.prose blockquote{margin-inline:0;padding-left:1.25rem;border-left:3px solid var(--accent)}
.prose :is(pre,table){display:block;max-width:100%;overflow-x:auto}
.prose :is(td,th){padding:.35rem .8rem .35rem 0;border-bottom:1px solid var(--line);text-align:left;overflow-wrap:normal}
.rail{display:grid;gap:1.75rem;align-content:start;border-top:1px solid var(--line);padding-top:2rem;font-size:1rem;line-height:1.6}
.rail h2{font:600 1rem/1.4 var(--sans);letter-spacing:0}
.rail p{color:var(--muted)}
@media(min-width:64rem){
  .story{grid-template-columns:minmax(0,46rem) minmax(0,15rem);justify-content:space-between}
  .story-head{grid-column:1/-1}
  .rail>*{border-top:1px solid var(--line);padding-top:1rem}
  .rail{border-top:0;padding-top:0}
}
`;

/** Search, events, documents, sharing, what is related, and the archive's frame. */
export const FIND_CSS = `
.find{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;padding-bottom:clamp(1.5rem,3vw,2.25rem)}
.find :is(input,select){min-height:3rem;padding:.5rem .85rem;border:1.5px solid var(--control);border-radius:.4rem;background:var(--paper);color:var(--ink);font:400 1rem/1.4 var(--sans);max-width:100%}
.find .ask{flex:1 1 16rem}
.find select{flex:0 1 auto}
.find .button{padding-inline:1.25rem}
.upcoming{border-top:1px solid var(--line);padding-block:1.1rem clamp(1.5rem,3vw,2.25rem)}
.upcoming h2,.documents h2,.related>h2{font:600 1rem/1.4 var(--sans);letter-spacing:0;margin-bottom:.35rem}
.upcoming h2 a{color:inherit;padding-block:.6rem}
.upcoming .events{display:grid;gap:.5rem 2.5rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr))}
.events .tap{font-weight:600;text-decoration:none}
.events .tap:hover{text-decoration:underline}
.page .events{display:grid;gap:1.25rem}
.facts{background:var(--panel);border-radius:.4rem;padding:1.25rem clamp(1rem,3vw,1.75rem);max-width:41rem}
.facts dl{display:grid;grid-template-columns:fit-content(50%) minmax(0,1fr);gap:.35rem 1.25rem}
.facts dt{color:var(--muted)}
.facts .actions{margin-top:1.1rem}
.share p,.tags{display:flex;flex-wrap:wrap;column-gap:1.25rem}
.link{border:0;padding:0;background:none;color:var(--accent);font:inherit;text-decoration:underline;text-underline-offset:.2em;cursor:pointer}
summary{cursor:pointer}
.share summary{display:list-item;color:var(--accent);line-height:2.75rem;min-height:2.75rem}
.share img{background:#fff;margin-top:.4rem}
.related{padding-bottom:clamp(3rem,6vw,5rem)}
.related ul{display:grid;gap:1.5rem 2.5rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));border-top:1px solid var(--line);padding-top:1.25rem}
.related h3{font-size:1.1875rem;line-height:calc(var(--tight) + .12);margin-block:.25rem .35rem}
.related h3 a{color:inherit;text-decoration:none}
.related h3 a:hover{color:var(--accent);text-decoration:underline}
.mail{width:100%;height:min(80vh,60rem);border:1px solid var(--line);border-radius:.4rem;background:#fff}
.page>.mail{max-width:52rem}
@media print{.find,.upcoming,.share,.related,.mail{display:none}}
`;
