import { CHART_STYLES } from './chart-styles.js'
import { PRINT_STYLES } from './print-styles.js'

/** Type, colours and layout, light and dark, phone to desktop. */
const BASE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --wash: #f5f7f5; --ink: #17201b; --muted: #515c55; --line: #dbe1dc; --axis: #8b958e;
  --better: #0b6b3f; --worse: #a3341a; --wait: #745500; --link: #0a5a6b; --band: #e9edea; --focus: #0a5a6b;
  --start: #1f6b57; --on-start: #ffffff; --later: #dfe8e3; --on-later: #17201b;
  --document: #4a6fa5; --script: #b07d1d; --stylesheet: #7a5aa6; --image: #2f8f6b; --font: #a8517a; --fetch: #2b8a9b; --other: #7c857f;
  --fcp: #2f8f46; --lcp: #c2410c; --load: #3b5bdb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #121614; --wash: #1a201d; --ink: #e6ece8; --muted: #a4afa8; --line: #2f3833; --axis: #77827b;
    --better: #6fd3a0; --worse: #ff9f88; --wait: #e2c06a; --link: #86cbd9; --band: #262e2a; --focus: #86cbd9;
    --start: #2a7a64; --on-start: #ffffff; --later: #2b3530; --on-later: #e6ece8;
    --document: #7fa3d6; --script: #d9a94a; --stylesheet: #a98bd6; --image: #5cc39b; --font: #d98bb0; --fetch: #62bccb; --other: #97a19b;
    --fcp: #6fd38a; --lcp: #ff9d6b; --load: #93a8ff;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere; font-variant-numeric: tabular-nums;
}
.page { max-width: 66rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem) 4rem; }
a { color: var(--link); text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--paper); padding: 0.4rem 0.8rem; z-index: 1; }
h1, h2, h3, h4 { line-height: 1.2; font-weight: 650; letter-spacing: -0.011em; text-wrap: balance; }
h1 { font-size: clamp(1.7rem, 1.1rem + 2.6vw, 2.7rem); margin: 0.4rem 0 1rem; letter-spacing: -0.022em; }
h2 { font-size: 1.4rem; margin: 0 0 0.5rem; }
h3 { font-size: 1.1rem; margin: 0; }
section > h3, section section > h3, details + h3 { margin: 1.8rem 0 0.4rem; }
section section { margin-top: 0; }
h4 { font-size: 0.95rem; margin: 1.5rem 0 0.4rem; }
p { margin: 0 0 0.8rem; max-width: 44rem; }
ul, ol { margin: 0 0 0.8rem; padding-left: 1.25rem; }
li { margin: 0.2rem 0; max-width: 46rem; }
code { overflow-wrap: anywhere; font: 0.88em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.muted { color: var(--muted); }
.small { font-size: 0.875rem; }
.number { white-space: nowrap; }
.better { color: var(--better); } .worse { color: var(--worse); } .wait { color: var(--wait); }

.bar { padding-top: clamp(1.2rem, 4vw, 2.4rem); }
.bar p { font-size: 0.9rem; margin: 0; max-width: none; font-weight: 600; }
.bar .muted { font-weight: 450; }
.figures + ul, .facts + ul { margin-top: 1.2rem; }
.summary { margin-top: clamp(0.8rem, 3vw, 1.8rem); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.line { display: block; }
.lead { font-size: 1.12rem; max-width: 44rem; }
.facts { display: flex; flex-wrap: wrap; gap: 0.2rem 2rem; margin: 1.2rem 0 0; padding: 0; font-size: 0.9rem; }
.facts div { display: flex; gap: 0.5rem; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); margin: 2rem 0 0; padding: 0;
  border-block: 1px solid var(--line); }
.figures > div { padding: 1.1rem 1.5rem 1.1rem 0; display: flex; flex-direction: column; }
.figures dt { color: var(--muted); font-size: 0.9rem; }
.figures dd { margin: 0; }
.figures .size.open { color: var(--muted); font-weight: 450; }
.figures .size { font-size: clamp(2rem, 1.5rem + 2vw, 2.7rem); line-height: 1.15; font-weight: 650; letter-spacing: -0.03em; }
nav ul { list-style: none; padding: 0; margin: 2rem 0 0; display: flex; flex-wrap: wrap; gap: 0.3rem 1.3rem; font-size: 0.9rem; }
nav li { margin: 0; }

section { margin-top: 3.2rem; }
section > .intro { color: var(--muted); }
.scroll { overflow-x: auto; margin: 0 0 1rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
caption { text-align: left; color: var(--muted); font-size: 0.875rem; padding: 0 0 0.5rem; }
th, td { overflow-wrap: break-word; text-align: left; vertical-align: top; padding: 0.45rem 0.8rem 0.45rem 0; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-size: 0.8rem; font-weight: 600; color: var(--muted); border-bottom-color: var(--axis); }
tbody th { font-weight: 450; }
td.right, th.right { text-align: right; }
tr.group th { padding-top: 1.1rem; font-weight: 650; border-bottom-color: var(--axis); }
td .interval, .interval { display: block; color: var(--muted); font-size: 0.82rem; }
/* What may not be told as a gain is not painted as one. */
.reserved .change.better { font-weight: 450; color: var(--muted); } .reserved .plot .better { stroke: var(--muted); fill: var(--muted); }
.change { font-weight: 650; white-space: nowrap; } .change.same { font-weight: 450; color: var(--muted); }

.strip { margin: 1.6rem 0 0; }
.strip figcaption { margin-bottom: 0.5rem; }
.strip figcaption strong { font-weight: 650; }
.strip table { width: auto; font-size: 0.8rem; }
.strip th, .strip td { border: 0; padding: 0.15rem 0.3rem 0.15rem 0; text-align: center; font-weight: 450; min-width: 4.6rem; }
.strip tbody th { text-align: left; color: var(--muted); position: sticky; left: 0; background: var(--paper); min-width: 3.4rem;
  vertical-align: middle; }
.strip .frame { display: block; width: 4.4rem; border: 1px solid var(--line); border-radius: 3px; overflow: hidden; background: #fff; }
.strip.wide .frame { width: 7.6rem; }
.strip .frame img { display: block; width: 100%; height: auto; }
@media screen and (prefers-color-scheme: dark) { .strip .frame, .view { border-color: var(--axis); } .strip .frame img, .view img { filter: brightness(0.78); } }
.strip .frame.empty { aspect-ratio: 1 / 2; }
.strip.wide .frame.empty { aspect-ratio: 1.4; }
.strip .lcp .frame { border-color: var(--link); box-shadow: 0 0 0 2px var(--link); }
.strip .mark { display: block; color: var(--link); font-weight: 650; min-height: 1.3em; white-space: nowrap; }

article { border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 4px; margin: 1.2rem 0 0;
  padding: 1.1rem clamp(0.9rem, 3vw, 1.5rem) 0.6rem; }
article.kept { --tone: var(--better); } article.rejected { --tone: var(--worse); } article.inconclusive { --tone: var(--wait); }
article header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.3rem 0.8rem; margin-bottom: 0.6rem; }
article header p { margin: 0; flex-basis: 100%; }
.badge.kept { --tone: var(--better); } .badge.rejected { --tone: var(--worse); } .badge.inconclusive { --tone: var(--wait); }
.badge { font-size: 0.78rem; font-weight: 650; letter-spacing: 0.02em; color: var(--tone); border: 1px solid currentColor;
  border-radius: 99px; padding: 0.05rem 0.6rem; white-space: nowrap; }
.reason { font-size: 1.02rem; }
details { border-top: 1px solid var(--line); }
article > details:first-of-type { margin-top: 1rem; }
summary { cursor: pointer; padding: 0.65rem 0; font-weight: 600; font-size: 0.95rem; }
details > :last-child { margin-bottom: 1rem; }
summary .muted { font-weight: 450; }
details h4:first-of-type { margin-top: 0.4rem; }
.plot { display: block; width: 100%; max-width: 16rem; height: 1.1rem; margin-top: 0.2rem; }
.plot .axis { stroke: var(--line); } .plot .zero { stroke: var(--axis); } .plot .band { fill: var(--band); }
.plot .better { stroke: var(--better); fill: var(--better); } .plot .worse { stroke: var(--worse); fill: var(--worse); }
.plot .same { stroke: var(--muted); fill: var(--muted); }
.outcome { white-space: nowrap; font-weight: 600; }
.pairs { margin: 0 0 1rem; font-size: 0.92rem; }
.pairs div { display: grid; grid-template-columns: minmax(7rem, 13rem) 1fr; gap: 0 1rem; padding: 0.35rem 0; border-bottom: 1px solid var(--line); }
.pairs dt { color: var(--muted); } .pairs dd { margin: 0; }
.overview td:last-child { text-align: right; }
.overview .badge { display: inline-block; white-space: normal; text-align: center; border-radius: 1rem; } .overview .line { margin-top: 0.2rem; max-width: 44rem; }
.decisions { padding-left: 1.6rem; } .decisions li { max-width: none; }
.decisions li details { border-top: 0; } .decisions summary { padding: 0.25rem 0; font-weight: 500; }
.decisions summary h3 { display: inline; font-size: inherit; font-weight: 500; }
.steps { padding-left: 1.4rem; }
.steps li { margin: 0.7rem 0; }
.tools { margin: 1rem 0 0; }
button { font: inherit; font-size: 0.9rem; color: var(--link); background: none; border: 1px solid var(--line); border-radius: 4px;
  padding: 0.3rem 0.8rem; cursor: pointer; }
footer { margin-top: 4rem; border-top: 1px solid var(--line); padding-top: 1rem; color: var(--muted); font-size: 0.85rem; }

@media (max-width: 34rem) {
  th, td { padding-right: 0.5rem; }
  table { font-size: 0.86rem; }
  .figures > div + div { border-top: 1px solid var(--line); }
  .cards, .cards tbody, .cards caption { display: block; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards tr { display: grid; grid-template-columns: 1fr auto; gap: 0.2rem 0.8rem; padding: 0.7rem 0; border-bottom: 1px solid var(--line); }
  .cards th, .cards td { border: 0; padding: 0; }
  .cards td:nth-child(2):not(:last-child) { grid-row: 2; grid-column: 1 / -1; } .cards td:nth-child(3):not(.outcome) { grid-column: 1 / -1; }
  .cards .plot { max-width: none; }
}
@media (max-width: 62rem) {
  .strip .between { display: none; }
  .strip table { width: 100%; max-width: 44rem; table-layout: fixed; }
  .strip th, .strip td { min-width: 0; } .strip tr > :first-child { width: 3.2rem; min-width: 0; }
  .strip .frame, .strip.wide .frame { width: 100%; max-width: 8rem; margin: 0 auto; } .strip.wide .frame { max-width: 14rem; }
}
`

/** The report's whole style sheet. */
export const STYLES = `${BASE}${CHART_STYLES}${PRINT_STYLES}`
