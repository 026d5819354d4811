/** Maps, waterfalls and pictures under a slider. */
export const CHART_STYLES = `
.key { display: inline-block; width: 0.8em; height: 0.8em; border-radius: 2px; background: var(--tone); }
.key.initial { --tone: var(--start); } .key.on-demand { --tone: var(--later); outline: 1px solid var(--axis); outline-offset: -1px; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; padding: 0; font-size: 0.82rem; color: var(--muted); }
.legend li { margin: 0; }

.maps { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.2rem 2rem; margin: 0 0 1.2rem; }
.map { margin: 0; }
.map figcaption { margin-bottom: 0.4rem; font-size: 0.92rem; }
.treemap { display: block; width: 100%; height: 18rem; overflow: visible; }
.treemap svg { overflow: hidden; }
.treemap rect { stroke: var(--paper); stroke-width: 2px; }
.treemap .initial rect { fill: var(--start); } .treemap .initial text { fill: var(--on-start); }
.treemap .on-demand rect { fill: var(--later); } .treemap .on-demand text { fill: var(--on-later); }
.treemap text { font-size: 12px; } .treemap .bytes { font-size: 11px; }
.treemap a:focus-visible { outline: none; }
.treemap a:focus-visible rect { stroke: var(--ink); stroke-width: 5px; }
.treemap a:hover rect { stroke: var(--ink); }
tr:target { background: var(--band); }

.waterfall { font-size: 0.82rem; table-layout: fixed; }
.waterfall th:nth-child(1) { width: 24%; } .waterfall th:nth-child(2) { width: 17%; } .waterfall th:nth-child(3) { width: 9%; }
.waterfall th, .waterfall td { border-bottom: 0; padding-top: 0.08rem; padding-bottom: 0.08rem; vertical-align: middle; }
.waterfall tbody tr:nth-child(even) { background: var(--wash); }
.waterfall caption strong { color: var(--ink); }
.waterfall .address { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.waterfall .bar { padding-top: 0; padding-bottom: 0; }
.waterfall thead th:last-child { vertical-align: bottom; }
.waterfall svg { display: block; width: 100%; height: 1.5rem; overflow: visible; }
.waterfall svg.times { height: 1.1rem; } .times text { font-size: 11px; fill: var(--muted); }
.waterfall rect { fill: var(--tone); } .waterfall .waiting { opacity: 0.4; }
.waterfall .coming { stroke: var(--tone); stroke-width: 1px; }
.waterfall .failed rect { fill: none; stroke: var(--worse); stroke-dasharray: 3 2; }
.kind-document { --tone: var(--document); } .kind-script { --tone: var(--script); } .kind-stylesheet { --tone: var(--stylesheet); }
.kind-image { --tone: var(--image); } .kind-font { --tone: var(--font); } .kind-fetch { --tone: var(--fetch); } .kind-other { --tone: var(--other); }
.mark-fcp { --tone: var(--fcp); } .mark-lcp { --tone: var(--lcp); } .mark-load { --tone: var(--load); }
.key[class*="mark-"] { width: 2px; height: 1.1em; border-radius: 0; vertical-align: -0.2em; }
.waterfall line { stroke: var(--tone); stroke-width: 1.5px; }

.lcp-parts { margin: 0.4rem 0 1.4rem; }
.lcp-parts svg { display: block; width: 100%; height: 1.5rem; border-radius: 3px; }
.lcp-parts rect { fill: var(--tone); stroke: var(--paper); stroke-width: 1px; }
.lcp-parts .legend { margin: 0.4rem 0 0.5rem; }
.lcp-parts p { margin-bottom: 0.3rem; }
.part-server { --tone: var(--document); } .part-loadDelay { --tone: var(--script); } .part-transfer { --tone: var(--font); } .part-renderDelay { --tone: var(--fetch); }
.chain { font-size: 0.875rem; margin-bottom: 0; }
.points { list-style: none; padding: 0; margin: 0 0 1.2rem; }
.points li { max-width: none; margin: 0; padding: 0.7rem 0; border-top: 1px solid var(--line); }
.points p { margin: 0 0 0.25rem; max-width: 48rem; }
.severity-high { --tone: var(--worse); } .severity-medium { --tone: var(--wait); } .severity-low { --tone: var(--muted); }

.diagnosed h3 { font-size: 1rem; margin: 1.6rem 0 0.4rem; }
.diagnosed th, .diagnosed td { overflow-wrap: anywhere; } .diagnosed tbody th { min-width: 8.5rem; }
.diagnosed td.right { padding-left: 0.4rem; }

.comparisons { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); gap: 1.6rem 2rem; }
.comparison { margin: 0; min-width: 0; }
.comparison figcaption { margin-bottom: 0.3rem; }
.comparison + .comparison { margin-top: 1.6rem; } .comparisons .comparison { margin-top: 0; }
.views { display: grid; grid-template-columns: 1fr 1fr; gap: 0.8rem 1.2rem; }
.views p { margin: 0 0 0.2rem; font-size: 0.82rem; color: var(--muted); }
.view { position: relative; border: 1px solid var(--line); border-radius: 3px; overflow: hidden; }
.view img { display: block; width: 100%; height: auto; background: var(--band); }
.view svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.view rect { fill: none; stroke: var(--lcp); stroke-width: 2px; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0.4rem 0.6rem; align-items: start; }
.pair img { display: block; width: 100%; height: auto; border-radius: 3px; background: var(--band); }
.pair p { margin: 0.3rem 0 0; font-size: 0.82rem; color: var(--muted); }
.pair.over { grid-template-columns: 1fr 1fr; grid-template-areas: "picture picture" "slider slider" "before after"; gap: 0 0.6rem; }
.pair.over > div { display: contents; }
.pair.over img { grid-area: picture; }
.pair.over > div + div img { clip-path: inset(0 0 0 var(--split)); }
.pair.over > div:first-of-type p { grid-area: before; }
.pair.over > div + div p { grid-area: after; text-align: right; }
.pair.over input { grid-area: slider; width: 100%; margin: 0.3rem 0 0; min-height: 1.6rem; accent-color: var(--link); }

@media (max-width: 34rem) {
  .roomy { display: none; }
  .waterfall th:nth-child(1) { width: 34%; } .waterfall th:nth-child(3) { width: 19%; }
  .pairs div, .views { grid-template-columns: 1fr; }
}
`
