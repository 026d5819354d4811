import type { MetricName } from './metrics.js'
import type { LcpDetail, RequestRecord } from './observation.js'
import type { ProfileId } from './profile.js'

/** What can be wrong with a page, by the question that finds it. `docs/diagnosis.md` says what each means. */
export const DIAGNOSIS_KINDS = [
  'server-wait',
  'network-wait',
  'lcp-load-delay',
  'lcp-transfer',
  'lcp-render-delay',
  'render-blocking-script',
  'render-blocking-style',
  'import-chain',
  'font-wait',
  'client-render',
  'main-thread-before-paint',
  'long-task',
  'layout-shift',
  'script-weight',
  'picture-weight',
  'unused-script',
  'unused-style',
  'oversized-picture',
  'package-weight',
  'package-copies',
  'polyfill',
  'font-weight',
  'uncompressed',
  'uncached',
  'loaded-twice',
] as const

export type DiagnosisKind = (typeof DIAGNOSIS_KINDS)[number]

/** How much a point matters: by its share of the metric, one step less where the metric is good as it is. */
export type Severity = 'high' | 'medium' | 'low'

/** Something that costs a page time or bytes. */
export interface Bottleneck {
  /** The page's id; `*` for what concerns all. */
  readonly page: string
  readonly profile: ProfileId
  readonly metric: MetricName
  /** In the metric's unit. */
  readonly value: number
  /** Share of the metric's value, 0–1. Shares of different points overlap: what loads at once is waited for once. */
  readonly share: number
  /** A sentence with figures, without its full stop. */
  readonly cause: string
  /** The applicable strategy that addresses it; null where none does. */
  readonly strategyId: string | null
  /** Absent in analyses of earlier versions, as are those below. */
  readonly kind?: DiagnosisKind
  readonly severity?: Severity
  /** The file, package or element that it is about; absent where it is about the page. */
  readonly subject?: string
  /** What to do by hand; absent where a strategy addresses it. */
  readonly advice?: string
  /** A strategy that addresses such things and does not do so here, and why. */
  readonly notBy?: { readonly strategyId: string; readonly reason: string }
}

/** A request on the way to another one. */
export interface ChainStep {
  readonly url: string
  readonly kind: RequestRecord['kind']
  /** How the next one was found in it; `seen-after`: the browser does not say, and nothing else came right before. */
  readonly finds: 'html' | 'style' | 'script' | 'preload' | 'seen-after'
  /** When it had come, ms. */
  readonly end: number
}

/** The largest element and where the time until it was painted went, of the load with the median LCP. */
export interface LcpDiagnosis extends LcpDetail {
  /** What led to its picture, the document first; absent for text, and where nobody knows. */
  readonly chain?: readonly ChainStep[]
  /** The picture's request. */
  readonly priority?: string
  readonly start?: number
  readonly bytes?: number
  readonly contentType?: string
  /** Whether it is asked for only when it comes near the screen. */
  readonly lazy?: boolean
  /** Pixels sent, and pixels of this screen in its box. */
  readonly natural?: { readonly width: number; readonly height: number }
  readonly shown?: { readonly width: number; readonly height: number }
}

/** A request that the first paint waited for. Times in ms from navigation start, bytes on the wire. */
export interface PaintBlocker {
  readonly url: string
  readonly kind: RequestRecord['kind']
  /** `head`: as the browser says; `import`: by a style sheet that blocks; `body`: a script that holds back what follows it; `font`: it holds text. */
  readonly how: 'head' | 'import' | 'body' | 'font'
  /** The sheet that imports it. */
  readonly via?: string
  readonly bytes: number
  readonly start: number
  readonly end: number
}

/** Main-thread time of a file in frames of more than 50 ms. */
export interface FileTime {
  /** A script's address; empty for style, layout and paint and what has no file. */
  readonly url: string
  readonly milliseconds: number
  /** Of it, what counts to Total Blocking Time, by its share of the frame. */
  readonly blocking: number
}

export interface FirstPaintDiagnosis {
  readonly time: number
  /** When the document had come, or begun to where it still came at the paint. */
  readonly documentEnd: number
  readonly blockers: readonly PaintBlocker[]
  /** From the last of them, or the document, to the paint. */
  readonly afterLast: number
  /** What the main thread did before, by file; absent where it was not watched. */
  readonly mainThread?: readonly FileTime[]
}

/** A file of which a page does not use all. Bytes uncompressed, but for `transferSize`. */
export interface UnusedFile {
  readonly url: string
  readonly kind: 'script' | 'stylesheet'
  readonly bytes: number
  readonly unusedBytes: number
  /** On the wire; 0 for what is inside of a document. */
  readonly transferSize: number
  /** The largest packages inside, by bytes in the output; empty where no build tells. */
  readonly packages: readonly { readonly name: string; readonly bytes: number }[]
}

export interface ShiftDiagnosis {
  readonly value: number
  /** ms from navigation start. */
  readonly time: number
  /** Selectors of what moved. */
  readonly moved: readonly string[]
  /** What came or grew, as far as is known. */
  readonly cause: string
  /** The address or the selector of what pushed. */
  readonly subject: string
  /** Whether it was seen there, or only came right before. */
  readonly seen: boolean
}

/** One page under one profile, taken apart. What is not known is absent. */
export interface PageDiagnosis {
  readonly page: string
  readonly profile: ProfileId
  readonly lcp?: LcpDiagnosis
  readonly firstPaint?: FirstPaintDiagnosis
  /** Files that run or apply in part, the largest waste first. */
  readonly unused: readonly UnusedFile[]
  /** Long frames by file, from the load with the median blocking time; absent where they were not watched. */
  readonly mainThread?: readonly FileTime[]
  readonly shifts: readonly ShiftDiagnosis[]
  /** Other hosts that it asks; what was blocked is missing in all figures. */
  readonly otherHosts: readonly OtherHost[]
}

export interface OtherHost {
  readonly host: string
  readonly requests: number
  readonly kinds: readonly RequestRecord['kind'][]
  readonly blocked: boolean
}

/** A package in the bundle, all its copies together. Bytes in the output, uncompressed. */
export interface PackageDiagnosis {
  readonly name: string
  readonly bytes: number
  /** Of it, what every visit loads at first. */
  readonly initialBytes: number
  readonly copies: readonly {
    /** Its folder, e.g. `node_modules/a/node_modules/b`. */
    readonly folder: string
    readonly bytes: number
    /** Packages that import it; null is the project itself. */
    readonly askedBy: readonly (string | null)[]
  }[]
  /** What there is lighter, in words; absent where nothing is known. */
  readonly lighter?: string
  /** What strategies found of it, in words. */
  readonly notes: readonly string[]
}

/** A target taken apart. */
export interface TargetDiagnosis {
  readonly pages: readonly PageDiagnosis[]
  /** The largest first; empty where no build tells. */
  readonly packages: readonly PackageDiagnosis[]
}
