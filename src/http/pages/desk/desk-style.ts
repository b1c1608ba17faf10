import { compact } from '../stylesheet.ts';

/** Where the dashboard's own stylesheet stands; public pages do without it. */
export const DESK_STYLE_PATH = '/desk.css';

/** Rules of the dashboard, beside those of every page. */
export const DESK_CSS = compact(`
.desk{padding-block:clamp(1.5rem,3vw,2.5rem) 4rem;display:grid;gap:clamp(1.75rem,3vw,2.5rem)}
.desk>*,.panels>*{min-width:0}
.desk h1{font-size:clamp(1.5rem,1.2rem + 1.4vw,2.125rem)}
.desk h2{font-size:1.1875rem;margin-bottom:.2rem}
.desk .lede{font-size:1rem;color:var(--muted);margin-top:.35rem}
.keys{display:grid;gap:1px;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));background:var(--line);border-block:1px solid var(--line)}
.keys>div{background:var(--paper);padding:.9rem 1rem}
.keys dt{color:var(--muted);font-size:.9375rem;line-height:1.4}
.keys dd{font:var(--heavy) 1.75rem/1.3 var(--title);font-variant-numeric:tabular-nums lining-nums}
.keys .wants dd{color:var(--danger)}
.panels{display:grid;gap:2.5rem 3rem}
@media(min-width:60rem){.panels{grid-template-columns:1fr 1fr}.panels>.full{grid-column:1/-1}}
.panel{border-top:1px solid var(--line);padding-top:1.1rem}
.panel>p,.scale{color:var(--muted);font-size:.9375rem;line-height:1.5}
.plot{display:block;width:100%;height:11rem;margin-block:.8rem .35rem;border-bottom:1px solid var(--control);color:var(--accent)}
.plot .grid{stroke:var(--line)}
.plot .second{color:var(--danger)}
.meter{display:block;width:100%;height:.7rem;color:var(--accent)}
.meter .rest{color:var(--line)}
.scale{display:flex;justify-content:space-between;gap:1rem;font-variant-numeric:tabular-nums}
.panel summary{color:var(--accent);min-height:2.75rem;line-height:2.75rem;font-size:.9375rem}
.scroll{overflow-x:auto}
.scroll+.scroll{margin-top:1.75rem}
.figures .meter{margin-top:.3rem}
.figures{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.45;overflow-wrap:normal}
.figures caption{text-align:left}
.figures :is(th,td){text-align:left;vertical-align:top;padding:.5rem 1.25rem .5rem 0;border-bottom:1px solid var(--line);font-weight:400}
.figures thead th{color:var(--muted);white-space:nowrap}
.figures .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.figures .bar{width:45%;min-width:5rem}
.figures tbody th{min-width:9rem;overflow-wrap:anywhere}
.sick{color:var(--danger);font-weight:600}
.run{border-left:4px solid var(--accent);padding-left:1.1rem}
.run{margin-top:1.1rem}
.run .meter{margin-block:.6rem}
.run p{font-variant-numeric:tabular-nums}
.out{margin-left:auto}
`);
