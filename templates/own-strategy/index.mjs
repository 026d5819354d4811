// @ts-check
import { defineStrategy, median, parseSheet, TunewrightError, z } from 'tunewright/strategy'

/**
 * Example Strategy: shows text in a fallback font while its own is on its way. It works as it stands; what it looks for and what it edits
 * are yours to change.
 */

/** What may be set: strict, so that a misspelt key is an error. Each key has to do something, and `settings` below says what it did. */
const configurationSchema = z.strictObject({
  /** Milliseconds for which a page's largest text must have waited for a font. */
  minimumWait: z.number().nonnegative(),
  /** `swap`: a fallback font at once, its own when that has come; `optional`: its own only where it comes at once. */
  fontDisplay: z.enum(['swap', 'optional']),
})

/** How it is done, in words of its own; where there is one way only, that is its only value. */
const automationSchema = z.strictObject({
  detection: z.literal('font-requests'),
  validation: z.literal('performance-comparison'),
})

/** A candidate is stored and read back: its settings are plain JSON, and checked when they come back. */
const settingsSchema = z.strictObject({
  sheets: z.array(z.strictObject({ file: z.string(), fonts: z.array(z.string()).min(1) })).min(1),
})

/** The name of a font's file: that of `/fonts/text.woff2?v=2` is `text.woff2`. @param {string} address */
const nameOf = address => address.split(/[?#]/)[0]?.split('/').at(-1) ?? ''

/**
 * The fonts for which the largest text of a page waited, with how long (ms). Pure: nothing is read but what was measured.
 * @param {import('tunewright/strategy').Observation} observation
 */
function waitingFonts(observation) {
  /** @type {Map<string, { url: string, page: string, shares: number[], waits: number[] }>} */
  const fonts = new Map()
  for (const { page, loads } of observation.pages) {
    for (const { lcp, requests, view } of loads) {
      if (view !== 'first' || lcp?.kind !== 'text') continue
      for (const { kind, failure, url, start } of requests) {
        if (kind !== 'font' || failure !== undefined || start >= lcp.time) continue
        const key = `${page.path} ${url}`
        const font = fonts.get(key) ?? { url, page: page.path, shares: [], waits: [] }
        font.waits.push(lcp.time - start)
        font.shares.push((lcp.time - start) / lcp.time)
        fonts.set(key, font)
      }
    }
  }
  return [...fonts.values()].map(({ url, page, shares, waits }) => ({
    url,
    page,
    wait: Math.round(median(waits)),
    share: median(shares),
  }))
}

/**
 * A style sheet in which the rules of these fonts have a `font-display`; null where it declares none of them without one, or cannot be read.
 * Every other byte stays as it is.
 * @param {string} css
 * @param {string} file
 * @param {readonly string[]} urls
 * @param {string} display
 */
function withFontDisplay(css, file, urls, display) {
  let sheet
  try {
    sheet = parseSheet(css, file)
  } catch {
    return null
  }
  const names = urls.map(nameOf)
  let changed = false
  sheet.walkAtRules('font-face', rule => {
    const declarations = rule.nodes?.filter(node => node.type === 'decl') ?? []
    if (declarations.some(({ prop }) => prop === 'font-display')) return
    const sources = declarations.filter(({ prop }) => prop === 'src').flatMap(({ value }) => value.split(/[\s()"',]+/))
    if (!sources.some(source => names.includes(nameOf(source)))) return
    rule.append({ prop: 'font-display', value: display })
    changed = true
  })
  return changed ? sheet.toString() : null
}

export const strategy = defineStrategy({
  // Kinds of target it works on; its test has a case for them. There are static, webpack, vite, rollup, rolldown and esbuild.
  targets: ['static'],
  optimizerType: 'frontend',
  configurationSchema,
  automationSchema,
  // Plain data. What it says is what is done: conditions are evaluated, criteria decided, prerequisites checked, triggers watched.
  manifest: {
    id: 'example-strategy',
    name: 'Example Strategy',
    description: 'Show text in a fallback font while its own is still on its way',
    category: 'font-loading',
    // When it is worth asking for candidates at all.
    applicability: {
      conditions: [{ metric: 'largest-contentful-paint', operator: '>', threshold: 1500 }],
      composition: 'and',
    },
    implementation: {
      type: 'example-strategy',
      configuration: { minimumWait: 100, fontDisplay: 'swap' },
      automation: { detection: 'font-requests', validation: 'performance-comparison' },
    },
    // What is believed before anything is known of a target; learning starts from it.
    impact: {
      metrics: [{ name: 'largest-contentful-paint', expectedChange: -10, unit: 'percentage' }],
      businessValue: { userExperience: 0.05 },
    },
    risks: {
      level: 'low',
      factors: ['quality-degradation'],
      mitigation: ['thorough-testing', 'performance-monitoring'],
    },
    prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
    // All of these must be shown for a change to be kept.
    validation: {
      criteria: [
        { metric: 'largest-contentful-paint', improvement: 0.05 },
        { metric: 'no-functionality-regression', required: true },
      ],
      duration: '24h',
      rollbackTriggers: [{ metric: 'error-rate', threshold: 0.05 }],
    },
    monitoring: { metrics: ['largest-contentful-paint', 'error-rate'], duration: '7d', alerting: true },
  },
  actuator: {
    type: 'example-strategy',

    /** Looks and says what could be tried, and what was left alone, with the reason. Edits nothing; the same each time. */
    async propose({ configuration, observation }, workspace) {
      const { minimumWait, fontDisplay } = configuration
      const refusals = []
      const waiting = []
      for (const font of waitingFonts(observation)) {
        if (font.wait >= minimumWait) waiting.push(font)
        else
          refusals.push({ subject: `${font.url} on ${font.page}`, reason: `text waited ${font.wait} ms for it only` })
      }
      /** @type {z.infer<typeof settingsSchema>["sheets"]} */
      const sheets = []
      for (const file of waiting.length > 0 ? await workspace.list(['**/*.css']) : []) {
        const css = await workspace.readText(file)
        const urls = [...new Set(waiting.map(({ url }) => url))]
        const fonts = urls.filter(url => withFontDisplay(css, file, [url], fontDisplay) !== null)
        if (fonts.length > 0) sheets.push({ file, fonts })
      }
      const held = waiting.filter(({ url }) => sheets.some(({ fonts }) => fonts.includes(url)))
      for (const { url, page } of waiting)
        if (!held.some(font => font.url === url))
          refusals.push({ subject: `${url} on ${page}`, reason: 'no style sheet declares it without a font-display' })
      const pages = new Set(observation.pages.map(({ page }) => page.path)).size
      const gain = held.reduce((sum, { share }) => sum + share, 0) / Math.max(1, pages)
      return {
        candidates:
          held.length === 0
            ? []
            : [
                {
                  id: 'show-text-at-once',
                  title: `Show text before its font has come on ${[...new Set(held.map(({ page }) => page))].join(', ')}`,
                  settings: { sheets },
                  predicted: { 'largest-contentful-paint': Math.round(-1000 * gain) / 10 },
                  basis: 'The measured wait: without it, text shows when its font is asked for.',
                },
              ],
        findings: held.map(({ url, page, wait }) => ({
          subject: page,
          message: `its largest text is shown ${wait} ms after ${url} was asked for`,
        })),
        measured: {},
        refusals,
        settings: [
          { key: 'minimumWait', effect: 'acts', note: `fonts that text waits for by at least ${minimumWait} ms` },
          { key: 'fontDisplay', effect: held.length > 0 ? 'acts' : 'without-effect', note: `rules get ${fontDisplay}` },
          { key: 'automation.detection', effect: 'acts', note: 'fonts asked for before the largest text was shown' },
          { key: 'automation.validation', effect: 'acts', note: 'measured against the unchanged pages' },
        ],
      }
    },

    /** Edits through the workspace alone: it writes down what undoes each edit first. The same candidate makes the same edits again. */
    async apply(candidate, { configuration }, workspace) {
      const details = []
      for (const { file, fonts } of settingsSchema.parse(candidate.settings).sheets) {
        const text = withFontDisplay(await workspace.readText(file), file, fonts, configuration.fontDisplay)
        if (text === null)
          throw new TunewrightError('CHANGE_REFUSED', `${file} declares none of ${fonts.join(', ')} any more.`, {
            remedy: 'Analyze the target again: it has changed since the proposal.',
          })
        await workspace.write(file, text)
        details.push(`${file}: font-display: ${configuration.fontDisplay} for ${fonts.join(', ')}`)
      }
      return { summary: candidate.title, details, refusals: [], measured: {} }
    },
  },
})
