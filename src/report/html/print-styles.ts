/** On paper: light, everything open, nothing that needs a hand, no row or picture torn in two. */
export const PRINT_STYLES = `
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  :root {
    color-scheme: light; --paper: #fff; --wash: #f6f6f6; --ink: #000; --muted: #444; --line: #bbb; --axis: #777; --better: #0b6b3f; --worse: #a3341a;
    --wait: #745500; --link: #000; --band: #eee; --start: #1f6b57; --on-start: #fff; --later: #e4ebe7; --on-later: #000;
    --document: #4a6fa5; --script: #b07d1d; --stylesheet: #7a5aa6; --image: #2f8f6b; --font: #a8517a; --fetch: #2b8a9b; --other: #7c857f;
    --fcp: #2f8f46; --lcp: #c2410c; --load: #3b5bdb;
    print-color-adjust: exact; -webkit-print-color-adjust: exact;
  }
  @page { margin: 16mm 14mm; }
  html { font-size: 9.5pt; }
  .maps { grid-template-columns: 1fr; }
  .overview .badge { white-space: nowrap; }
  .page { max-width: none; padding: 0; }
  nav, .tools, .skip, .pair.over input { display: none; }
  section { margin-top: 1.6rem; }
  tr, figure, li, .figures, .pairs div { break-inside: avoid; }
  h2, h3, h4, summary, caption, article header { break-after: avoid; }
  .scroll { overflow: visible; }
  .waterfall .address { white-space: normal; overflow: visible; }
  summary { list-style: none; }
  details::details-content { display: block; content-visibility: visible; block-size: auto; }
  .pair.over { grid-template-areas: "one two" "before after"; gap: 0 0.6rem; }
  .pair.over > div:first-of-type img { grid-area: one; } .pair.over > div + div img { grid-area: two; clip-path: none; }
  .pair.over > div + div p { text-align: left; }
  .roomy { display: revert; }
}
`
