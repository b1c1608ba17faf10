/** The sign-up form, its band, and the short pages with one thing to do. */
export const FORM_CSS = `
.band{background:var(--panel);padding-block:clamp(2.5rem,6vw,4.75rem)}
.band .wrap{display:grid;gap:2rem clamp(2rem,6vw,5rem)}
.band h2,.page h1{font-size:clamp(1.75rem,1.3rem + 1.8vw,2.5rem);margin-bottom:.8rem}
.band .intro p{color:var(--muted);max-width:34rem}
@media(min-width:56rem){.band .wrap{grid-template-columns:minmax(0,2fr) minmax(0,3fr)}}
.form{display:grid;gap:1.25rem 1.5rem;align-items:start}
@media(min-width:36rem){.form{grid-template-columns:1fr 1fr}.form>.full{grid-column:1/-1}}
.note{color:var(--muted);font-size:.9375rem;line-height:1.55}
.field label{display:block;font-weight:600;font-size:1rem;line-height:1.4;margin-bottom:.4rem}
.field :is(input,select,textarea){width:100%;min-height:3rem;padding:.55rem .85rem;border:1.5px solid var(--control);border-radius:.4rem;background:var(--paper);color:var(--ink);font:400 1.0625rem/1.4 var(--sans)}
.field textarea{min-height:11rem;line-height:1.55}
.field :is(input,select,textarea):focus{outline:3px solid var(--accent);outline-offset:1px}
.field [aria-invalid]{border-color:var(--danger);box-shadow:inset 3px 0 0 var(--danger)}
.problem{color:var(--danger);font-size:.9375rem;line-height:1.5;margin-top:.4rem;font-weight:600}
.alert{border-left:4px solid var(--danger);padding:.1rem 0 0 1.1rem;font-size:1rem}
.alert h2{font:600 1.125rem/1.4 var(--sans);letter-spacing:0;margin:0;color:var(--danger)}
.pasted :is(input:not([type=checkbox]),button){min-height:2.75rem;padding:.5rem .75rem;font:inherit}
.pasted input:not([type=checkbox]){width:100%;max-width:28rem;border:1.5px solid var(--control);border-radius:.4rem;background:var(--paper);color:var(--ink)}
.pasted input[type=checkbox]{width:1.5rem;height:1.5rem;vertical-align:middle}
.pasted p+:not([hidden]){margin-top:1rem}
.trap{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.page{padding-block:clamp(2.5rem,7vw,5.5rem) clamp(1rem,4vw,3rem)}
.page>*{max-width:42rem}
.page>*+*{margin-top:1.15rem}
.page>h1{margin-bottom:0}
.page .form{margin-top:2.25rem}
.page form:not(.form){margin-top:2rem}
.page .follow h2,.page>div:not(.alert)>h2{font:600 1.0625rem/1.5 var(--sans);letter-spacing:0}
.page>div:not(.alert):has(>h2){margin-top:2.25rem}
.page>h2{font-size:1.25rem;margin-top:2rem}
.page>h2+p{margin-top:.4rem}
.lede{font-size:1.1875rem}
.muted{color:var(--muted)}
.steps{counter-reset:step;display:grid;gap:.9rem;margin-top:1.75rem}
.steps li{counter-increment:step;display:grid;grid-template-columns:2rem 1fr;gap:.9rem;align-items:baseline}
.steps li::before{content:counter(step);font:600 1rem/2rem var(--sans);width:2rem;height:2rem;border-radius:50%;text-align:center;background:var(--panel);color:var(--accent);box-shadow:inset 0 0 0 1.5px var(--accent)}
.mask{display:inline-block;padding:.6rem 1rem;background:var(--panel);border-radius:.4rem;font:600 1.125rem/1.4 var(--sans)}
.actions{display:flex;flex-wrap:wrap;gap:1rem;margin-top:2rem}
`;

/** On paper: the words, their source and nothing to press. */
export const PRINT_CSS = `
@media print{
  :root{--paper:#fff;--panel:#fff;--ink:#000;--muted:#333;--accent:#000;--line:#999}
  body{display:block;font-size:11pt}
  .skip,.top nav,.switch,.band,.older,.foot .follow,.contact>a,main:has(.contact)+.foot .contact,form{display:none}
  .wrap{max-width:none;padding:0}
  .story{display:block}.story>*+*{margin-top:.7cm}.story figure img{max-height:11cm;width:auto}
  .lead,.lead.pictured{grid-template-columns:2fr 3fr}
  .lead .extract,.row .extract{display:block}
  .rows>li,figure{break-inside:avoid}
  h1,h2{break-after:avoid}
  .prose{font-size:12pt;max-width:none}
  .source a::after{content:" (" attr(href) ")";font-weight:400}
  .button,.button.quiet{display:inline;padding:0;border:0;background:none;color:#000}
  .foot{margin-top:1cm}
}
`;
