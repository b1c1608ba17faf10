/** The preferences page: groups of choices, each row one large target, and the parts below the form. */
export const CHOICE_CSS = `
.choices fieldset{border:0;margin:2.25rem 0 0;padding:0;min-width:0}
.choices legend{padding:0;font:var(--heavy) 1.25rem/1.4 var(--title)}
.choices .note{margin-top:.25rem}
.choices .button{margin-top:2rem}
.rowset{display:grid;gap:.25rem 2rem;margin-top:.5rem}
@media(min-width:36rem){.rowset.short{grid-template-columns:1fr 1fr}}
.choice{display:grid;grid-template-columns:2.75rem minmax(0,1fr);align-items:start;cursor:pointer}
.choice>span{padding-block:.55rem;line-height:1.5}
.choice small{display:block;color:var(--muted);font-size:.9375rem;line-height:1.5}
.choice input{appearance:none;width:2.75rem;height:2.75rem;margin:0 0 0 -.7rem;display:grid;place-content:center;border-radius:.4rem;cursor:pointer}
.choice input::before{content:"";box-sizing:border-box;width:1.375rem;height:1.375rem;border:1.5px solid var(--control);border-radius:.3rem;background:var(--paper)}
.choice [type=radio]::before{border-radius:50%}
.choice :checked::before{border:.4375rem solid var(--accent)}
.choice [type=checkbox]:checked::before{border-width:0;background:linear-gradient(var(--on-accent),var(--on-accent)) no-repeat center/0 0,var(--accent)}
.choice [type=checkbox]::after{content:"";grid-area:1/1;place-self:center;width:.375rem;height:.75rem;margin-top:-.15rem;rotate:45deg}
.choice [type=checkbox]::before{grid-area:1/1}
.choice [type=checkbox]:checked::after{border:solid var(--on-accent);border-width:0 .15rem .15rem 0}
@media(forced-colors:active){.choice input{appearance:auto;width:1.5rem;margin:0}.choice input::before,.choice input::after{content:none}}
.often{min-height:2.75rem;max-width:100%;padding:0 .5rem;font:inherit;border:1.5px solid var(--control);border-radius:.4rem;background:var(--paper);color:var(--ink)}
.part p:has(>.often){margin-top:.75rem}
.choices .field{margin-top:1.75rem}
.rowset .often{margin:0 0 .5rem 2rem}
.part{border-top:1px solid var(--line);padding-top:1.5rem;margin-top:2.5rem}
.part h2{font-size:1.25rem;margin-bottom:.25rem}
.page .part form,.part>.button{margin-top:1rem}
.part p{color:var(--muted)}
.code{background:var(--panel);padding:.5rem 1rem;font-size:.875rem}
.code pre{white-space:pre-wrap;overflow-wrap:anywhere;user-select:all}
.done{border-left:4px solid var(--accent);padding:.2rem 0 .2rem 1.1rem;font-weight:600}
`;
