import type { FirstPaintDiagnosis, PaintBlocker } from '../../model/diagnosis.js'
import type { PageLoad, PageObservation, PageSurvey, RequestRecord } from '../../model/observation.js'
import { PROFILES } from '../../model/profile.js'
import { formatBytes, formatMilliseconds } from '../../report/format.js'
import { timeByFile } from './main-thread.js'
import { medianLoad, type Point, pointOn, WORTH_NAMING } from './point.js'
import { counted, listed, named } from './words.js'

const fcpOf = ({ metrics }: Pick<PageLoad, 'metrics'>): number | undefined => metrics['first-contentful-paint']

/** With these the text is not shown, or not at once, until the font has come. */
const HOLDS = new Set(['auto', 'block'])

const lastEnd = (all: readonly { readonly end: number }[], least: number): number =>
  all.reduce((latest, { end }) => Math.max(latest, end), least)

/** What had to come before the first paint. Of what the browser does not say that it blocks, nothing is claimed. */
function blockersOf(load: PageLoad, survey: PageSurvey, fcp: number, documentEnd: number): PaintBlocker[] {
  const came = load.requests.filter(({ failure, end, start }) => failure === undefined && start < fcp && end <= fcp + 1)
  const kindOf = new Map(load.requests.map(({ url, kind }) => [url, kind]))
  const blockerOf = (request: RequestRecord, how: PaintBlocker['how'], via?: string): PaintBlocker => ({
    url: request.url,
    kind: request.kind,
    how,
    ...(via !== undefined && { via }),
    bytes: request.transferSize,
    start: request.start,
    end: request.end,
  })
  const asked = came.flatMap(request => {
    if (request.blocking === undefined) return []
    const by = request.initiator?.url
    const isImported = request.kind === 'stylesheet' && by !== undefined && kindOf.get(by) === 'stylesheet'
    return [isImported ? blockerOf(request, 'import', by) : blockerOf(request, request.blocking)]
  })
  const others = lastEnd(asked, documentEnd)
  const holding = new Set(survey.fonts?.filter(({ display }) => HOLDS.has(display)).flatMap(({ urls }) => urls))
  const fonts = came.filter(({ kind, url, end }) => kind === 'font' && holding.has(url) && end > others)
  return [...asked, ...fonts.map(font => blockerOf(font, 'font'))].toSorted((a, b) => a.end - b.end)
}

/** What the first paint waited for, in the load with the median one. */
export function firstPaintOf({ loads, survey }: PageObservation): FirstPaintDiagnosis | undefined {
  const load = medianLoad(loads, fcpOf)
  const time = load && fcpOf(load)
  if (!load || time === undefined) return undefined
  // Later ones are of frames, those before have led on.
  const document = load.requests.find(({ kind, status }) => kind === 'document' && (status < 300 || status >= 400))
  if (!document) return undefined
  const documentEnd = document.end <= time ? document.end : (document.responseStart ?? document.start)
  const blockers = blockersOf(load, survey, time, documentEnd)
  return {
    time,
    documentEnd,
    blockers,
    afterLast: Math.max(0, time - lastEnd(blockers, documentEnd)),
    ...(load.longFrames && { mainThread: timeByFile(load.longFrames, 0, time) }),
  }
}

const GROUPS = [
  { kind: 'render-blocking-script', one: 'script', takes: (one: PaintBlocker) => one.kind === 'script' },
  {
    kind: 'render-blocking-style',
    one: 'style sheet',
    takes: (one: PaintBlocker) => one.kind === 'stylesheet' && one.how === 'head',
  },
] as const

const sizes = (all: readonly PaintBlocker[]): string => formatBytes(all.reduce((sum, { bytes }) => sum + bytes, 0))

/** @param paint as `firstPaintOf` gives it */
export function firstPaintPoints(page: PageObservation, paint: FirstPaintDiagnosis | undefined): Point[] {
  if (!paint) return []
  const { blockers, documentEnd } = paint
  const point = (kind: Point['kind'], value: number, cause: string, subject?: string): Point[] =>
    value / paint.time < WORTH_NAMING
      ? []
      : [pointOn(page, kind, 'first-contentful-paint', value, value / paint.time, cause, subject)]
  const groups = GROUPS.flatMap(({ kind, one, takes }) => {
    const files = blockers.filter(takes).toSorted((a, b) => b.end - a.end)
    const last = files[0]
    if (!last) return []
    const others = lastEnd(
      blockers.filter(blocker => !takes(blocker)),
      documentEnd,
    )
    const also =
      others > last.end + 20 ? `; other things come until ${formatMilliseconds(others)}, so it is not alone` : ''
    const cause = `the first paint waits for ${counted(files.length, one)} (${listed(files.map(({ url }) => named(url)))}, ${sizes(files)}), the last of which has come at ${formatMilliseconds(last.end)}, ${formatMilliseconds(last.end - documentEnd)} after the HTML${also}`
    return point(kind, last.end - documentEnd, cause, last.url)
  })
  return [
    ...groups,
    ...importPoints(blockers, point),
    ...fontPoints(blockers, documentEnd, point),
    ...gapPoints(page, paint, point),
  ]
}

type MakePoint = (kind: Point['kind'], value: number, cause: string, subject?: string) => Point[]

/** Sheets that sheets name cannot be asked for before those have come: one wait after the other. */
function importPoints(blockers: readonly PaintBlocker[], point: MakePoint): Point[] {
  return blockers
    .filter(({ how }) => how === 'import')
    .flatMap(imported => {
      const via = blockers.find(({ url }) => url === imported.via)
      if (!via) return []
      const wait = imported.end - via.end
      return point(
        'import-chain',
        wait,
        `${named(imported.url)} is asked for only when ${named(via.url)} has come, which imports it: ${formatMilliseconds(wait)} more before the first paint`,
        via.url,
      )
    })
}

function fontPoints(blockers: readonly PaintBlocker[], documentEnd: number, point: MakePoint): Point[] {
  const fonts = blockers.filter(({ how }) => how === 'font')
  const last = fonts.at(-1)
  if (!last) return []
  const wait =
    last.end -
    lastEnd(
      blockers.filter(({ how }) => how !== 'font'),
      documentEnd,
    )
  return point(
    'font-wait',
    wait,
    `text is not shown before its font has come: ${listed(fonts.map(({ url }) => named(url)))} (${sizes(fonts)}) ${formatMilliseconds(wait)} after everything else that the first paint waits for`,
    last.url,
  )
}

/** What lies between the last thing that blocks and the paint: scripts that paint the page, or a busy main thread. */
function gapPoints(page: PageObservation, paint: FirstPaintDiagnosis, point: MakePoint): Point[] {
  const load = medianLoad(page.loads, fcpOf)
  const from = paint.time - paint.afterLast
  const { height } = PROFILES[page.profile].viewport
  const filled = page.survey.filled?.find(({ minHeight }) => minHeight >= height / 2)
  const scripts = (load?.requests ?? [])
    .filter(({ kind, end, failure }) => kind === 'script' && failure === undefined && end > from && end <= paint.time)
    .toSorted((a, b) => b.end - a.end)
  if (filled && scripts[0]) {
    return point(
      'client-render',
      paint.afterLast,
      `#${filled.id} is empty in the HTML and painted by scripts: ${listed(scripts.map(({ url }) => named(url)))} (${formatBytes(scripts.reduce((sum, { transferSize }) => sum + transferSize, 0))}) must come and run, ${formatMilliseconds(paint.afterLast)} after all else that the first paint waits for`,
      scripts[0].url,
    )
  }
  const busy = paint.mainThread ?? []
  const total = busy.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  const files = busy
    .filter(({ url }) => url !== '')
    .map(({ url, milliseconds }) => `${named(url)} ${formatMilliseconds(milliseconds)}`)
  return point(
    'main-thread-before-paint',
    total,
    `the main thread is busy for ${formatMilliseconds(total)} in long frames before the first paint${files.length > 0 ? `: ${listed(files)}` : ' with parsing, style and layout'}`,
    busy.find(({ url }) => url !== '')?.url,
  )
}
