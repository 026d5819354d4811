import type { DiagnosisKind } from '../../model/diagnosis.js'
import type { MetricName } from '../../model/metrics.js'

export interface Remedy {
  readonly title: string
  /** Strategies that do not say what they address are held to do so where they are predicted to better this; null: none of those. */
  readonly metric: MetricName | null
  /** A strategy addresses it only where what it proposes names the subject. */
  readonly bySubject?: true
  /** What to do by hand. */
  readonly advice: string
}

/** What helps against each kind of point. */
export const REMEDIES: Readonly<Record<DiagnosisKind, Remedy>> = {
  'server-wait': {
    title: 'The server’s answer time',
    metric: null,
    advice:
      'Profile the slowest answers of the service and its database queries; send the head of the page before the rest is ready.',
  },
  'network-wait': {
    title: 'The network’s round trips',
    metric: null,
    advice:
      'Nothing on the page shortens them: a host or CDN nearer to visitors does, and no redirects before the page.',
  },
  'lcp-load-delay': {
    title: 'The largest picture is asked for late',
    metric: 'largest-contentful-paint',
    advice:
      'Name the picture in the HTML (an <img>, or <link rel="preload" as="image">), with fetchpriority="high" and without loading="lazy".',
  },
  'lcp-transfer': {
    title: 'The largest picture takes long to arrive',
    metric: 'largest-contentful-paint',
    advice: 'Send it in the size of its box and in AVIF or WebP, and keep what is less urgent off the line meanwhile.',
  },
  'lcp-render-delay': {
    title: 'The largest element is painted late',
    metric: 'first-contentful-paint',
    advice:
      'Take from the head what need not come first: scripts with defer, styles of the first view in the page, text shown before its font.',
  },
  'render-blocking-script': {
    title: 'Scripts hold back the first paint',
    metric: 'first-contentful-paint',
    advice:
      'Give them defer or type="module", or load them once the page is shown; keep in the head only what must run before anything is seen.',
  },
  'render-blocking-style': {
    title: 'Style sheets hold back the first paint',
    metric: 'first-contentful-paint',
    advice:
      'Put the rules of the first view into the page, and load the rest without holding it back; one small sheet is better than several.',
  },
  'import-chain': {
    title: 'Style sheets that import others',
    metric: 'first-contentful-paint',
    advice: 'Name the imported sheet in the HTML by a <link> of its own, or let the build put both into one.',
  },
  'font-wait': {
    title: 'Text waits for its font',
    metric: 'first-contentful-paint',
    advice: 'Set font-display: swap (or optional) in its @font-face, and preload the fonts of the first view.',
  },
  'client-render': {
    title: 'The page is painted by scripts',
    metric: 'initial-bundle-size',
    advice:
      'Render the first view on the server or at build time, or send fewer scripts before it: load routes and heavy packages when they are needed.',
  },
  'main-thread-before-paint': {
    title: 'The main thread is busy before the first paint',
    metric: 'initial-bundle-size',
    advice: 'Let what is not needed for the first view run later, and less of it; cut long work into pieces.',
  },
  'long-task': {
    title: 'Scripts hold up what visitors do',
    metric: 'total-blocking-time',
    advice: 'Cut the work into pieces (scheduler.yield, requestIdleCallback), do it when it is needed, or in a worker.',
  },
  'layout-shift': {
    title: 'The page moves by itself',
    metric: 'cumulative-layout-shift',
    advice:
      'Reserve its room: width and height (or aspect-ratio) on pictures and frames, a min-height for what scripts fill, a fallback font of the same size.',
  },
  'script-weight': {
    title: 'Most bytes are JavaScript',
    metric: 'bundle-size',
    advice: 'Load routes and heavy packages when they are needed, and look at which packages the first load holds.',
  },
  'picture-weight': {
    title: 'Most bytes are pictures',
    metric: 'image-transfer-size',
    advice:
      'Send them in AVIF or WebP, in the size of their boxes, and those below the first view with loading="lazy".',
  },
  'unused-script': {
    title: 'JavaScript that does not run',
    metric: 'bundle-size',
    advice:
      'See with the coverage panel of a browser’s developer tools what runs later, and load that by an import() when it is needed; remove what never runs.',
  },
  'unused-style': {
    title: 'Style rules that apply to nothing',
    metric: null,
    advice:
      'Other pages and states may need them: split sheets by route, and let a tool that knows all templates (a purge step) remove what no page uses.',
  },
  'oversized-picture': {
    title: 'Pictures with more pixels than are shown',
    metric: 'image-transfer-size',
    advice: 'Offer several widths by srcset and sizes, so that each screen takes the one that it shows.',
  },
  'package-weight': {
    title: 'A heavy package in the first load',
    metric: 'initial-bundle-size',
    bySubject: true,
    advice: 'Load it by an import() where it is used, import only the parts that are used, or take a lighter one.',
  },
  'package-copies': {
    title: 'A package in several copies',
    metric: 'bundle-size',
    bySubject: true,
    advice: 'Bring the versions that are asked for together (npm dedupe, or overrides), so that one copy suits all.',
  },
  polyfill: {
    title: 'Code for old browsers',
    metric: 'bundle-size',
    advice: 'Name the browsers that visitors have in a browserslist, and let the build choose by it what is filled in.',
  },
  'font-weight': {
    title: 'Fonts larger than needed',
    metric: null,
    advice:
      'Subset the font to the scripts that the pages are written in, one file each with its unicode-range, as WOFF2.',
  },
  uncompressed: {
    title: 'Text sent uncompressed',
    metric: null,
    advice:
      'Let the service answer with Content-Encoding br or gzip for text (HTML, CSS, JavaScript, JSON, SVG), and take away Cache-Control: no-transform.',
  },
  uncached: {
    title: 'Files that browsers may not keep',
    metric: null,
    advice:
      'Put a hash of the content into file names and send Cache-Control: public, max-age=31536000, immutable; a shorter max-age for others.',
  },
  'loaded-twice': {
    title: 'Sent more than once',
    metric: null,
    advice: 'Use one address for one file, and let a preload ask just as its use does (as, type, crossorigin).',
  },
}
