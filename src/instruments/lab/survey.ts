import type { MetricValues } from '../../model/metrics.js'
import type { DimensionTrial, PageSurvey, RequestRecord, ShownImage } from '../../model/observation.js'
import { withoutQuery } from '../../model/pathname.js'
import type { Profile } from '../../model/profile.js'
import type { PageTarget } from '../../model/target.js'
import { sha256 } from '../../system/hash.js'
import { accessibleLines } from './accessible-tree.js'
import { CoverageRecorder, unusedCodeRatio } from './coverage.js'
import { FILM_WIDTH, filmOf, MOMENTS } from './film-frames.js'
import { keptNames } from './kept-names.js'
import { quietBeforeLatePaint } from './late-paint.js'
import { lcpDetail } from './lcp-detail.js'
import { safeLinks } from './links.js'
import { readAddresses } from './page/aspects/read-addresses.js'
import { readAnnounced } from './page/aspects/read-announced.js'
import { readForms } from './page/aspects/read-forms.js'
import { readHead } from './page/aspects/read-head.js'
import { readMedia } from './page/aspects/read-media.js'
import { readReach } from './page/aspects/read-reach.js'
import { declaredFonts } from './page/declared-fonts.js'
import { readFilled } from './page/filled.js'
import { followOwnWidth } from './page/follow-own-width.js'
import { currentPath } from './page/login-form.js'
import { readContent } from './page/read-content.js'
import { holdStill, scrollThrough } from './page/scroll.js'
import { shownFrames } from './page/shown-frames.js'
import { type SeenImage, shownImages } from './page/shown-images.js'
import { readSliders } from './page/sliders.js'
import { readTimings } from './page/timings.js'
import { tryDimensions } from './page/try-dimensions.js'
import { visibleUse } from './page/visible-use.js'
import { framesOf } from './picture-frames.js'
import { cacheHitRate, isFailed, requestMetrics } from './request-metrics.js'
import { requireShown } from './require-shown.js'
import { searchReadiness } from './search-readiness.js'
import { StyleRecorder } from './style-coverage.js'
import type { Visit } from './visit.js'

/** Counted metrics look at what a first visit loads until this long after the load event, ms. */
const COUNTED_AFTER_LOAD = 5_000
/** From so long after the load event on, a page is mostly at rest, ms. */
const RESTS_AFTER_LOAD = 1_000
const SCROLL_PAUSE = 100
const MOST_SCROLL_STEPS = 40
/** How long sound and films are waited for, ms. */
const MEDIA_PATIENCE = 2_000
/** How long the page must be quiet after scrolling, ms. */
const SETTLED = 500
/** A screenshot higher than this is cut: Chromium cannot paint more at once. */
const MOST_PIXELS_HIGH = 16_000
/** Style sheets of fonts and icons, mostly of hosts that the lab does not reach: they say nothing of pictures. */
const FONT_SHEETS =
  /^https?:\/\/(?:fonts\.(?:googleapis\.com|bunny\.net|cdnfonts\.com)|use\.typekit\.net|api\.fontshare\.com)\/|font-?awesome/i

type WithVisit = <R>(run: (visit: Visit) => Promise<R>, keepBodies: boolean) => Promise<R>

/** Lets other pages have this one's turn while it is only waited for. */
type Aside = <R>(wait: () => Promise<R>) => Promise<R>

export interface SurveyOptions {
  /** The page is left alone so much longer before it is read, ms; then it is read only, and no second visit is counted. */
  readonly later?: number
  /** Whether somebody comes back to it: a second visit is counted for what the first left in the cache (default true). */
  readonly comesBack?: boolean
}

/**
 * Surveys a page in one context: a first visit that is counted, then scrolled to its end, read and photographed, and a second visit
 * for the cache.
 */
export const surveyPage = async (
  page: PageTarget,
  profile: Profile,
  withVisit: WithVisit,
  aside: Aside,
  { later, comesBack = later === undefined }: SurveyOptions = {},
): Promise<PageSurvey> => {
  const survey = await withVisit(visit => firstVisit(visit, page, profile, aside, later ?? 0), true)
  if (!comesBack) return survey
  const hits = await withVisit(async visit => {
    await visit.go(page.path)
    await visit.untilOver(SETTLED)
    return cacheHitRate(visit.network.records(0))
  }, false)
  return hits === null ? survey : { ...survey, metrics: { ...survey.metrics, 'cache-hit-rate': hits } }
}

const firstVisit = async (
  visit: Visit,
  page: PageTarget,
  profile: Profile,
  aside: Aside,
  later: number,
): Promise<PageSurvey> => {
  const { session, origin } = visit
  const shorten = (url: string): string => visit.shorten(url)
  const recorder = await CoverageRecorder.start(session)
  const sheets = await StyleRecorder.start(session)
  await visit.go(page.path)
  await visit.untilLoadedFor(RESTS_AFTER_LOAD)
  const { coverage, styles, timings, counted, document } = await aside(async () => {
    await visit.untilLoadedFor(COUNTED_AFTER_LOAD)
    const coverage = await recorder.take(origin, shorten)
    const styles = await sheets.take(origin, shorten)
    const timings = await visit.evaluate(readTimings)
    const counted = visit.network.records(timings.timeOrigin, 'finished')
    const { document } = await requireShown(visit, page, counted, timings)
    await visit.rest(later)
    return { coverage, styles, timings, counted, document }
  })
  const quiet = Math.round(quietBeforeLatePaint(timings, counted))

  await visit.evaluate(scrollThrough, SCROLL_PAUSE, MOST_SCROLL_STEPS)
  await visit.untilOver(SETTLED)
  await visit.evaluate(holdStill)
  const films = await knowImages(visit)
  const shownAt = await visit.evaluate(currentPath)
  const lcp = lcpDetail(timings, shorten)
  // Read before our own probes for pixel sizes ask for anything again.
  const requests = visit.network.records(timings.timeOrigin)
  const errors = visit.errors.errors()
  const seen = await visit.evaluate(shownImages, MOMENTS, FILM_WIDTH)
  const content = await visit.evaluate(readContent)
  const use = await visit.evaluate(visibleUse)
  const filled = await visit.evaluate(readFilled)
  const sliders = await visit.evaluate(readSliders)
  const frames = await visit.evaluate(shownFrames)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  const { undecoded: broken, shifts } = await visit.evaluate(readTimings)
  const undecoded = broken.map(shorten)
  const inlined = new Set(
    seen.filter(one => !isOwn(one)).map(({ url, alt, natural }) => JSON.stringify([url, alt, natural])),
  ).size
  const metrics: MetricValues = {
    ...requestMetrics(counted, timings.undecoded.map(shorten)),
    'image-load-failure-rate': requestMetrics(requests, undecoded, inlined)['image-load-failure-rate'] ?? 0,
    'unused-code-ratio': unusedCodeRatio(coverage),
    'error-rate': errors.length > 0 || requests.some(isFailed) ? 1 : 0,
    seoScore: searchReadiness(content.checks, document?.status ?? 0),
  }
  // Timed on an unshaped link: no measure of anything a visitor feels.
  delete metrics['image-load-time']
  // A video in an animated picture's place weighs as that did.
  const moving = new Set(seen.filter(({ via }) => via === 'film').map(({ url }) => shorten(url)))
  for (const { url, kind, transferSize } of counted)
    if (kind !== 'image' && moving.has(url))
      metrics['image-transfer-size'] = (metrics['image-transfer-size'] ?? 0) + transferSize
  // So does a picture that stands in the code, as the file that it was.
  const inCode = new Map(seen.flatMap(({ inlined }) => (inlined ? [[inlined.hash, inlined.bytes] as const] : [])))
  for (const bytes of inCode.values()) metrics['image-transfer-size'] = (metrics['image-transfer-size'] ?? 0) + bytes
  const picture = await screenshot(visit, content.height, profile)
  // What scrolls or asks for anything comes last.
  const { covered, anchors } = await visit.evaluate(readReach)
  const own = seen.filter(isOwn)
  const unsized = own.filter(image => image.via === 'img' && !image.hasDimensions)
  const missing = requests.some(one => one.kind === 'stylesheet' && !hasCome(one) && !FONT_SHEETS.test(one.url))
  const selectors = [...new Set(unsized.map(image => image.selector))]
  const elements = [...new Set(own.filter(({ via }) => via === 'img').map(({ selector }) => selector))]
  const following = new Set(await visit.evaluate(followOwnWidth, elements))
  const trials = new Map(await visit.evaluate(tryDimensions, selectors, missing, FONT_SHEETS.source))
  return {
    page: page.id,
    profile: profile.id,
    ...(shownAt === withoutQuery(page.path) ? {} : { redirectedTo: shownAt }),
    metrics,
    ...(quiet > 0 && { quietBeforeLatePaint: quiet }),
    title: content.title,
    requests,
    errors,
    images: withLargest(
      own.map(image => ({
        ...withFilm(described(image, trials.get(image.selector), shorten, requests), films),
        ...(image.via === 'img' && following.has(image.selector) && { followsOwnWidth: true }),
      })),
      lcp,
    ),
    ...(own.length < seen.length && {
      inlinedImages: seen.filter(image => !isOwn(image)).map(image => described(image, undefined, shorten, [])),
    }),
    coverage,
    styles,
    fonts: (await visit.evaluate(declaredFonts)).map(font => ({ ...font, urls: font.urls.map(shorten) })),
    links: safeLinks(content.links, visit.ownOrigins),
    text: content.text,
    accessibleTree: accessibleLines(nodes),
    use: { ...use, shift: shifts.reduce((sum, shift) => sum + shift.value, 0) },
    ...(filled.length > 0 && { filled }),
    ...(sliders.length > 0 && { sliders }),
    ...(frames.length > 0 && { frames: frames.map(frame => ({ ...frame, url: shorten(frame.url) })) }),
    aspects: {
      head: [...(await visit.evaluate(readHead)), ...visit.documentHeaders],
      forms: await visit.evaluate(readForms),
      announced: await visit.evaluate(readAnnounced),
      media: await visit.evaluate(readMedia, MEDIA_PATIENCE),
      kept: await keptNames(visit),
      addresses: await visit.evaluate(readAddresses),
      covered,
      anchors,
    },
    screenshotBase64: picture,
  }
}

const hasCome = ({ status, failure }: RequestRecord): boolean => failure === undefined && status > 0 && status < 400

/**
 * The original bytes of each picture: hashed, so that the source file can be found by content, and asked how many pictures it holds.
 * @returns of those that move what they show, by their hashes
 */
const knowImages = async (visit: Visit): Promise<ReadonlyMap<string, readonly string[]>> => {
  const films = new Map<string, readonly string[]>()
  for (const requestId of visit.network.imageIds()) {
    try {
      const { body, base64Encoded } = await visit.session.send('Network.getResponseBody', { requestId })
      const bytes = Buffer.from(body, base64Encoded ? 'base64' : 'utf8')
      const [hash, frames] = [sha256(bytes), framesOf(bytes)]
      visit.network.noteBody(requestId, { hash, frames })
      const film = frames > 1 ? await filmOf(bytes, hash) : null
      if (film) films.set(hash, film)
    } catch {
      // Larger than what the browser keeps: a picture without a hash is looked for by its URL.
    }
  }
  return films
}

const withFilm = (image: ShownImage, films: ReadonlyMap<string, readonly string[]>): ShownImage => {
  const film = films.get(image.bodyHash ?? '')
  return film === undefined ? image : { ...image, film }
}

/** Whether a picture is asked for by itself: others stand in the page, its styles or its scripts. */
const isOwn = ({ url }: SeenImage): boolean => !url.startsWith('data:')

const described = (
  { inlined, ...image }: SeenImage,
  trial: DimensionTrial | undefined,
  shorten: (url: string) => string,
  requests: readonly RequestRecord[],
): ShownImage => {
  const url = shorten(image.url)
  const shortened = <T extends { readonly url: string }>(one: T): T => ({ ...one, url: shorten(one.url) })
  // The first one that came: a later one may have been answered by the cache.
  const ofUrl = requests.filter(request => request.url === url && request.failure === undefined)
  const request = ofUrl.find(one => one.transferSize > 0) ?? ofUrl[0]
  const known = ofUrl.find(one => one.bodyHash !== undefined)
  return {
    ...image,
    url,
    ...(trial === undefined ? {} : { trial }),
    isLcp: false,
    bodyHash: known?.bodyHash ?? inlined?.hash ?? null,
    ...(known?.frames === undefined ? {} : { frames: known.frames }),
    ...(image.choice && { choice: { ...image.choice, candidates: image.choice.candidates.map(shortened) } }),
    contentType: request?.contentType ?? '',
    bytes: request?.transferSize ?? inlined?.bytes ?? 0,
  }
}

/** Which of them was the largest paint: where a script has moved its element since, the first that is seen of that picture. */
const withLargest = (images: readonly ShownImage[], lcp: ReturnType<typeof lcpDetail>): readonly ShownImage[] => {
  if (lcp?.kind !== 'image') return images
  const ofPicture = images.filter(({ url }) => url === lcp.url)
  const there = ofPicture.filter(({ selector }) => selector.replace(/::(before|after)$/, '') === lcp.selector)
  const largest = new Set(there.length > 0 ? there : ofPicture.filter(({ inFirstView }) => inFirstView).slice(0, 1))
  return images.map(image => (largest.has(image) ? { ...image, isLcp: true } : image))
}

const screenshot = async (visit: Visit, height: number, profile: Profile): Promise<string> => {
  const { width, deviceScaleFactor } = profile.viewport
  const { data } = await visit.session.send('Page.captureScreenshot', {
    format: 'png',
    captureBeyondViewport: true,
    // One pixel per CSS pixel, whatever the device's density: pages stay comparable and pictures small.
    clip: { x: 0, y: 0, width, height: Math.min(Math.max(1, height), MOST_PIXELS_HIGH), scale: 1 / deviceScaleFactor },
  })
  return data
}
