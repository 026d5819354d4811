import type { MetricName, MetricValues } from './metrics.js'
import type { ProfileId } from './profile.js'
import type { PageTarget } from './target.js'

/** The failure of a request to another host than pages may reach. */
export const BLOCKED = 'blocked: not loopback'

/** One request of a load. Bodies are not kept; pictures keep the hash of theirs, so that a source file can be found by content. */
export interface RequestRecord {
  /** Path and query for same-origin requests, the whole URL for others. */
  readonly url: string
  readonly kind: 'document' | 'script' | 'stylesheet' | 'image' | 'font' | 'fetch' | 'other'
  /** 0 where no answer came. */
  readonly status: number
  readonly contentType: string
  readonly contentEncoding: string
  /** Bytes on the wire (headers left out) and after decoding. */
  readonly transferSize: number
  readonly decodedSize: number
  /** Milliseconds from navigation start. */
  readonly start: number
  /** When the answer's headers had come; absent where none came, or none was asked for (the browser's cache). */
  readonly responseStart?: number
  readonly end: number
  readonly fromCache: boolean
  readonly priority: string
  /** Who asked, by the browser's account; absent where it tells nothing. */
  readonly initiator?: Initiator
  /** `head`: nothing is painted before it has come; `body`: nothing that follows it is. Absent where it holds nothing back, or the browser does not say. */
  readonly blocking?: 'head' | 'body'
  /** As the answer says; absent where it says nothing. */
  readonly cacheControl?: string
  /** What failed, where it did (`net::ERR_…`, `BLOCKED`). */
  readonly failure?: string
  /** sha-256 of the decoded body, for images only. */
  readonly bodyHash?: string
  /** Pictures in the body, for images that hold more than one. */
  readonly frames?: number
}

/** What made the browser ask for something: the document or the style sheet that names it, or the script that asked. */
export interface Initiator {
  readonly by: 'parser' | 'script' | 'preload'
  /** Path and query (same origin), or the whole URL. */
  readonly url?: string
}

/** A frame that the main thread took more than 50 ms for (Long Animation Frames). Times in ms from navigation start. */
export interface LongFrame {
  readonly start: number
  readonly duration: number
  /** What of it held up input, ms. */
  readonly blocking: number
  /** Scripts that ran 5 ms or more: `url` is empty where the browser does not tell. */
  readonly scripts: readonly { readonly url: string; readonly start: number; readonly duration: number }[]
}

/** LCP with its parts: they add up to `time`. */
export interface LcpDetail {
  readonly time: number
  readonly kind: 'image' | 'text'
  /** A CSS selector that finds the element. */
  readonly selector: string
  readonly url?: string
  /** What the element says, cut; absent for pictures. */
  readonly text?: string
  readonly parts: {
    readonly server: number
    readonly loadDelay: number
    readonly transfer: number
    readonly renderDelay: number
  }
}

export interface LayoutShiftRecord {
  readonly value: number
  readonly time: number
  /** Selectors of the elements that moved. */
  readonly culprits: readonly string[]
  /** The uppermost of those that moved down, and how far, CSS pixels; absent where none did. */
  readonly pushed?: { readonly selector: string; readonly by: number }
  /** What lay right above it afterwards; absent where that could not be told. */
  readonly above?: PushingElement
}

/** An element that lies where another one lay before. */
export interface PushingElement {
  readonly selector: string
  readonly tag: string
  /** CSS pixels, once the other one had moved. */
  readonly height: number
  /** It has an id, and held nothing when the page's HTML had been read. */
  readonly filled?: true
  /** What it shows, where it shows a file: path and query (same origin), or the whole URL. */
  readonly url?: string
}

/** One load of one page under one profile, with what it measured. Metrics it could not measure are absent. */
export interface PageLoad {
  readonly page: string
  readonly profile: ProfileId
  readonly view: 'first' | 'repeat'
  readonly metrics: MetricValues
  readonly lcp: LcpDetail | null
  readonly shifts: readonly LayoutShiftRecord[]
  /** Absent in loads of earlier versions. */
  readonly longFrames?: readonly LongFrame[]
  readonly requests: readonly RequestRecord[]
  /** Uncaught errors and console errors, with ports, hosts and timestamps taken out. */
  readonly errors: readonly string[]
  /** Signals of a disturbed machine, fixed beforehand and blind to the arm. */
  readonly disturbance: { readonly timerJitter: number; readonly steal: number; readonly loadAverage: number }
  /** Frames of the load (ms from navigation start, a JPEG each), only where asked for. */
  readonly filmstrip?: readonly { readonly time: number; readonly jpegBase64: string }[]
}

/** What a page's rules say of a size of an element, in whatever viewport or state. */
export interface StyledSize {
  /** Some rule decides it in all of them: an attribute of the same name would never show. */
  readonly always: boolean
  /** Some rule may make it a length, in one of them. */
  readonly length: boolean
}

/** What became of an `<img>` without dimensions when it was given some, in the page at rest. */
export interface DimensionTrial {
  /** CSS pixels of the picture, by the density that it was chosen for: what an automatic width is. */
  readonly natural: { readonly width: number; readonly height: number }
  /** What was tried: `natural` in whole pixels, or, beside a width of its own, the height that belongs to it. */
  readonly size: { readonly width: number; readonly height: number }
  /** Whether everything stayed where it is with both as attributes, with the width and an `aspect-ratio`, and with an `aspect-ratio` alone. */
  readonly stays: { readonly attributes: boolean; readonly width: boolean; readonly ratio: boolean }
  /** Null where the page has a style sheet that cannot be read. `limits` are least and largest sizes. */
  readonly styles: Readonly<
    Record<'width' | 'height' | 'widthLimits' | 'heightLimits' | 'aspectRatio', StyledSize>
  > | null
  /** Where it is seen; absent in surveys of earlier versions. */
  readonly here?: {
    /** Which of its sides are automatic. */
    readonly automatic: { readonly width: boolean; readonly height: boolean }
    /** Some rule that finds it there, in whatever viewport or state, gives it a height, or limits it, and says nothing of its width. */
    readonly heightAlone: boolean
    /** Some such rule gives it a ratio. */
    readonly aspectRatio: boolean
    /** The most that it can be wide without leaving what is around it, in whatever viewport, CSS pixels; absent where nothing limits that. */
    readonly room?: number
  }
}

/** A picture as a page shows it: what is sent, and the box it is seen in. */
export interface ShownImage {
  /** Path and query of the picture's URL (same origin), or the whole URL. */
  readonly url: string
  /** `film`: a silent video that plays by itself and for ever, as an animated picture does. */
  readonly via: 'img' | 'css-background' | 'svg-image' | 'video-poster' | 'input' | 'film'
  readonly selector: string
  /** CSS pixels of the box in which it is painted, at this viewport. For `cover`, the picture's own painted size. */
  readonly box: { readonly width: number; readonly height: number; readonly top: number; readonly left: number }
  /** Pixels sent. */
  readonly natural: { readonly width: number; readonly height: number }
  readonly objectFit: string
  readonly inFirstView: boolean
  readonly isLcp: boolean
  /** True where the element has width and height attributes (or an aspect-ratio in CSS). */
  readonly hasDimensions: boolean
  /** Of an `<img>` without dimensions. */
  readonly trial?: DimensionTrial
  /** An `<img>` that, or whose box, would be of another size if the picture were by itself only as wide as it is painted. */
  readonly followsOwnWidth?: boolean
  readonly loading: 'lazy' | 'eager' | 'auto'
  readonly bodyHash: string | null
  readonly contentType: string
  readonly bytes: number
  /** CSS pixels of the element that shows it: what of a larger picture lies outside is cut off. */
  readonly element?: { readonly width: number; readonly height: number }
  /** Its text alternative, where it is an element that has one. */
  readonly alt?: string
  /** Pictures in the file, where it holds more than one: what moves. */
  readonly frames?: number
  /** What it shows at equal distances of its time, small: PNG, base64; of what moves. */
  readonly film?: readonly string[]
  /** What the browser had to choose from, where the element names more than one address. */
  readonly choice?: ImageChoice
}

/** A frame (`<iframe>`) as a page shows it. */
export interface ShownFrame {
  /** Path and query of what it shows (same origin), or the whole URL; empty where it names nothing. */
  readonly url: string
  readonly selector: string
  /** CSS pixels, at this viewport, in the unscrolled page. */
  readonly box: { readonly width: number; readonly height: number; readonly top: number; readonly left: number }
  readonly inFirstView: boolean
  /** CSS pixels from the lower edge of the first view to its top; 0 where it begins above that. */
  readonly below: number
}

/** The `srcset` in which a browser found the picture that it shows: of the `<img>`, or of the `<source>` that it took. */
export interface ImageChoice {
  /** MIME type that the `<source>` asks for; null where it asks for none. */
  readonly type: string | null
  /** Whether a media query of the `<picture>` has a say in what is shown. */
  readonly byMedia: boolean
  /** Addresses as in `ShownImage.url`, with their descriptors (`480w`, `2x`, empty), in the element's order. */
  readonly candidates: readonly { readonly url: string; readonly descriptor: string }[]
  /** The attribute as written; empty where there is none. */
  readonly sizes: string
}

/** How much of a script ran, from precise coverage. */
export interface ScriptCoverage {
  readonly url: string
  readonly bytes: number
  readonly usedBytes: number
  /** Byte ranges of the script that were executed, merged, for attribution to modules. */
  readonly usedRanges: readonly (readonly [start: number, end: number])[]
}

/** How much of a style sheet applied to something, in bytes of its rules; what has no selector (fonts, keyframes) counts as used. */
export interface StyleCoverage {
  /** `/path#inline-1`, … for those inside a document. */
  readonly url: string
  readonly bytes: number
  readonly usedBytes: number
}

/** A font that a page's style sheets declare. */
export interface DeclaredFont {
  readonly family: string
  /** Path and query (same origin), or the whole URL, of each source in their order. */
  readonly urls: readonly string[]
  /** `font-display`; `auto` where nothing is said. */
  readonly display: string
  /** `unicode-range`; empty where nothing is said. */
  readonly range: string
}

/** An element with an id that held nothing when the page's HTML had been read, and holds something now. */
export interface FilledElement {
  readonly id: string
  /** The `min-height` by which it would have been as high from the start, CSS pixels. */
  readonly minHeight: number
  /** Something in it can be pressed: it may be meant to be closed. */
  readonly controls: boolean
}

/** Something to tap or click, and its size in CSS pixels. */
export interface TapTarget {
  readonly label: string
  readonly width: number
  readonly height: number
}

/** What a visitor can see and use of a page. */
export interface VisibleUse {
  /** Text that is laid out and cannot be seen: transparent, in the colour behind it, off the page, clipped away. */
  readonly unseenText: readonly string[]
  /** Text of which a part is clipped away. */
  readonly cutOffText: readonly string[]
  /** Text alternatives of the picture elements that really show one, empty for those without. */
  readonly pictures: readonly string[]
  /** What each of them shows: path and query (same origin), or the whole URL. */
  readonly pictureUrls?: readonly string[]
  readonly tapTargets: readonly TapTarget[]
  /** CSS pixels by which the page is wider than the screen. */
  readonly overflow: number
  /** Layout shift score of the load on an unshaped link: how far what one sees jumped by itself. */
  readonly shift: number
}

/**
 * What is read of a page in lines besides its text: what it says to machines (`head`), how its forms are made, whether media can be played, what
 * screen readers announce, controls that a click does not reach (`covered`), where links lead (`addresses`), also those within the page (`anchors`), what browsers are
 * told to keep (`kept`: names of cookies and scopes of service workers).
 */
export type PageAspect = 'head' | 'forms' | 'media' | 'announced' | 'covered' | 'addresses' | 'anchors' | 'kept'

export type PageAspects = Readonly<Partial<Record<PageAspect, readonly string[]>>>

/** Elements that stood one below the other until a script made a slider of them, of which one sees the first. */
export interface StartedSlider {
  /** Its id, or a class that no other element has: `#hero`, `.hero-slider`. */
  readonly selector: string
  /** A class that it has since. */
  readonly started: string
  readonly slides: number
  /** How high the first one is, and all of them one below the other would be, CSS pixels. */
  readonly height: number
  readonly stacked: number
  /** Whether it is a block of its own that hides what is outside of it (`overflow: hidden`). */
  readonly clips: boolean
  /** Selectors of what comes after it in the page, and so is pulled up when it starts: its later siblings, and those of what it is in. */
  readonly below: readonly string[]
}

/** A deep, untimed look at a page under one profile: everything that is counted rather than clocked. */
export interface PageSurvey {
  /** The path at which the page ended, where that is another one than was asked for. */
  readonly redirectedTo?: string
  readonly page: string
  readonly profile: ProfileId
  readonly metrics: MetricValues
  readonly title: string
  readonly requests: readonly RequestRecord[]
  readonly errors: readonly string[]
  readonly images: readonly ShownImage[]
  /**
   * Pictures of no request of their own (`data:`): of the URL, the format is known; `bodyHash` and `bytes` are those of the file that it was, but of drawings. Absent where there
   * are none.
   */
  readonly inlinedImages?: readonly ShownImage[]
  readonly coverage: readonly ScriptCoverage[]
  /** Absent in surveys of earlier versions, as `fonts`. */
  readonly styles?: readonly StyleCoverage[]
  readonly fonts?: readonly DeclaredFont[]
  /** Same-origin links found, as paths. */
  readonly links: readonly string[]
  /** Visible text, line by line, after scrolling to the end and back. */
  readonly text: readonly string[]
  /** Accessible tree as indented lines `role "name"`, with states as `[expanded=false]`. */
  readonly accessibleTree: readonly string[]
  readonly use: VisibleUse
  readonly filled?: readonly FilledElement[]
  /** Absent where none was seen. */
  readonly sliders?: readonly StartedSlider[]
  /** Absent where it has none. */
  readonly frames?: readonly ShownFrame[]
  readonly aspects: PageAspects
  /** How long the page rested before it painted or moved something after all, ms, as far as was looked; absent where it did not. */
  readonly quietBeforeLatePaint?: number
  /** Full-page screenshot after scrolling to the end and back (PNG). */
  readonly screenshotBase64: string
}

/** What changes as one from deploy to deploy: a package with all of its modules, or a module of the project's own. */
export interface ChangeGroup {
  readonly id: string
  /** That the next deploy changes it, 0 to 1. */
  readonly chance: number
}

/** A module in the bundle and what it weighs. */
export interface BundleModule {
  /** Path relative to the project root, `node_modules/…` for packages. */
  readonly path: string
  /** The npm package, or null for the project's own code. */
  readonly packageName: string | null
  /**
   * Bytes in the output (minified): as webpack-bundle-analyzer attributes them; of another bundler's file by the share that the module has in it
   * before minification.
   */
  readonly parsedSize: number
  readonly gzipSize: number
  /** Files of the chunks that hold it. */
  readonly chunkFiles: readonly string[]
  /** Modules that import it, as paths, with how. */
  readonly importedBy: readonly { readonly path: string; readonly dynamic: boolean }[]
  /** What it changes with; absent where nobody has looked. */
  readonly changes?: ChangeGroup
}

export interface BundleChunk {
  readonly id: string
  readonly names: readonly string[]
  readonly files: readonly string[]
  readonly initial: boolean
  readonly entry: boolean
  /** Bytes of its JavaScript files in the output. */
  readonly size: number
}

/** The project's bundle as its own build makes it. */
export interface BundleObservation {
  /** `unknown`: one that is not listened to; what is said here is what the files of its output show. */
  readonly bundler: 'webpack' | 'vite' | 'rollup' | 'rolldown' | 'esbuild' | 'unknown'
  /** Empty where it is not known. */
  readonly bundlerVersion: string
  /** Empty where it is not known. */
  readonly mode: string
  readonly outputPath: string
  /** Whether `import()` makes a file of its own; of an unknown bundler, whether one was seen that did. */
  readonly codeSplitting: boolean
  readonly entrypoints: readonly { readonly name: string; readonly files: readonly string[]; readonly size: number }[]
  readonly chunks: readonly BundleChunk[]
  readonly modules: readonly BundleModule[]
  /** Own goals and hazards found in the configuration, in words. */
  readonly hazards: readonly string[]
  /** The chance, 0 to 1, that a script file has another name or other contents after the next deploy, by file; absent where nobody has looked. */
  readonly changeChances?: Readonly<Record<string, number>>
}

/** What is known of one page under one profile. */
export interface PageObservation {
  readonly page: PageTarget
  readonly profile: ProfileId
  readonly survey: PageSurvey
  readonly loads: readonly PageLoad[]
  /** Medians over the loads, completed by the survey's counts. */
  readonly metrics: MetricValues
}

/** Everything measured of a target before anything is decided. Plain data: it is stored and read back. */
export interface Observation {
  readonly targetId: string
  readonly revision: string
  readonly takenAt: string
  readonly pages: readonly PageObservation[]
  /** The pages as viewports show them that nothing is judged under: a change serves their visitors as well. */
  readonly otherViews: readonly PageSurvey[]
  readonly bundle: BundleObservation | null
  /** How the system had to be installed or built otherwise than by its own commands alone, as sentences; absent where it was not. */
  readonly preparation?: readonly string[]
  /** The target's value per metric: the worst page for sizes, the traffic-weighted mean of medians for times. */
  readonly metrics: MetricValues
  /** Metrics that could not be measured here, with the reason. */
  readonly unknown: Partial<Record<MetricName, string>>
}
