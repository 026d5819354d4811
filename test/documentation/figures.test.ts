import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { MOST_BLOCKS_OF_ABLATION } from '../../src/experiment/ablation/run-ablation.js'
import {
  emptyLedger,
  finalAlpha,
  nextAlpha,
  recordKept,
  SESSION_ALPHA,
  spendAlpha,
} from '../../src/experiment/alpha.js'
import { AGREEMENT } from '../../src/experiment/counted.js'
import {
  DEFAULT_TOLERANCE,
  FELT,
  FELT_ABSOLUTE_MARGIN,
  FELT_MARGIN,
  GUARDS,
  STAND_INS,
} from '../../src/experiment/decision-input.js'
import { disturbanceLimits } from '../../src/experiment/disturbance.js'
import { REJECTION_ALPHA } from '../../src/experiment/requirement.js'
import { FIRST_LOOK } from '../../src/experiment/sequential/looks.js'
import { PRIOR } from '../../src/instruments/deploys/change-chances.js'
import { MOST_JUDGED } from '../../src/instruments/video/encode-film.js'
import { MOST_BLOCKS } from '../../src/loop/expected-blocks.js'
import { STEADY_ENOUGH } from '../../src/loop/steadiness.js'
import { MOST_OF_ABLATION, SET_ASIDE_FOR_ABLATION } from '../../src/loop/time-estimate.js'
import { metric } from '../../src/model/metrics.js'
import { unseenShare } from '../../src/report/unseen.js'
import { strategy as buildTarget } from '../../src/strategies/frontend/build-target/index.js'
import { strategy as chunkPlan } from '../../src/strategies/frontend/chunk-plan/index.js'
import { strategy as fontFallbacks } from '../../src/strategies/frontend/font-fallbacks/index.js'
import { strategy as fontFiles } from '../../src/strategies/frontend/font-files/index.js'
import { strategy as fontLoading } from '../../src/strategies/frontend/font-loading/index.js'
import { LEAST_BYTES } from '../../src/strategies/frontend/image-optimization/films/show-films.js'
import { strategy as images } from '../../src/strategies/frontend/image-optimization/index.js'
import { LEAST_SHARE } from '../../src/strategies/frontend/image-optimization/rename/rename-pictures.js'
import { strategy as inlinedFiles } from '../../src/strategies/frontend/inlined-files/index.js'
import { strategy as layoutStability } from '../../src/strategies/frontend/layout-stability/index.js'
import { strategy as lcpPreload } from '../../src/strategies/frontend/lcp-preload/index.js'
import { strategy as minification } from '../../src/strategies/frontend/minification/index.js'
import { strategy as offlinePrecache } from '../../src/strategies/frontend/offline-precache/index.js'
import { REGISTRATION } from '../../src/strategies/frontend/offline-precache/worker-text.js'
import { strategy as packageImports } from '../../src/strategies/frontend/package-imports/index.js'
import { strategy as scriptLoading } from '../../src/strategies/frontend/script-loading/index.js'
import { strategy as stylesheetLoading } from '../../src/strategies/frontend/stylesheet-loading/index.js'
import { strategy as thirdParty } from '../../src/strategies/frontend/third-party/index.js'
import { strategy as treeShaking } from '../../src/strategies/frontend/tree-shaking/index.js'
import { strategy as unusedStyles } from '../../src/strategies/frontend/unused-styles/index.js'
import { ROOT } from './pages.js'

const read = async (page: string) => (await readFile(join(ROOT, 'docs', page), 'utf8')).replace(/\s+/g, ' ')
const percent = (share: number) => `${Number((100 * share).toFixed(2))} %`

it('how-it-decides.md says when a change is taken out, and in what time', async () => {
  const page = await read('how-it-decides.md')
  for (const said of [
    `is taken out in at most ${percent(REJECTION_ALPHA)} of cases`,
    `in at most ${MOST_BLOCKS_OF_ABLATION} blocks`,
    `at most ${percent(MOST_OF_ABLATION)} of a session’s time`,
    `up to ${percent(SET_ASIDE_FOR_ABLATION)} is set aside`,
  ])
    expect(page.replaceAll("'", '’')).toContain(said)
})

it('how-it-decides.md says what the code does', async () => {
  const page = await read('how-it-decides.md')
  const ledger = emptyLedger(SESSION_ALPHA)
  const first = spendAlpha(ledger, 'first')
  const second = nextAlpha(first.ledger)
  const { timerJitter, steal } = disturbanceLimits()
  const floor = (name: Parameters<typeof metric>[0]) => metric(name).toleranceFloor
  for (const figure of [
    `chance of **${percent(SESSION_ALPHA)}**`,
    `after each block from number ${FIRST_LOOK} on`,
    `there are at most ${MOST_BLOCKS}`,
    `fewer than ${Math.ceil(100 * unseenShare(8))} of 100 loads may not have shown in 8 blocks`,
    `For the first candidate that is ${percent(first.alpha)}`,
    `so it is a ${percent(1 - 2 * first.alpha)} interval`,
    `agree within ${percent(AGREEMENT)}`,
    `by at least ${percent(FELT_MARGIN)} (CLS also by ${FELT_ABSOLUTE_MARGIN['cumulative-layout-shift']}, blocking time by ${FELT_ABSOLUTE_MARGIN['total-blocking-time']} ms, INP by ${FELT_ABSOLUTE_MARGIN['interaction-to-next-paint']} ms)`,
    `by more than ${percent(DEFAULT_TOLERANCE)} or the metric's floor`,
    `${floor('largest-contentful-paint')} ms for FCP and LCP, ${floor('cumulative-layout-shift')} for CLS, ${floor('total-blocking-time')} ms for blocking time`,
    `in the lab within ±${percent(STEADY_ENOUGH)}`,
    `with an error of ${percent(REJECTION_ALPHA)}`,
    `over ${timerJitter} ms late, over ${percent(steal)} of the processor`,
  ])
    expect(page).toContain(figure)
  expect(floor('first-contentful-paint')).toBe(floor('largest-contentful-paint'))
  expect([...GUARDS].sort()).toEqual([
    'cumulative-layout-shift',
    'first-contentful-paint',
    'largest-contentful-paint',
    'load-time',
    'total-blocking-time',
  ])
  // "0.8 and 0.2 of α … main-thread time stands for blocking time (TBT), half of α each"
  expect(STAND_INS).toEqual({
    'load-time': { metric: 'fully-loaded-time', share: 0.2 },
    'total-blocking-time': { metric: 'main-thread-time', share: 0.5 },
  })
  expect(floor('main-thread-time')).toBe(floor('total-blocking-time'))
  expect(FELT).toHaveLength(4)
  // "A fifth of it is set aside … the first candidate gets half, the second a sixth, the third a twelfth"
  expect(finalAlpha(SESSION_ALPHA)).toBeCloseTo(SESSION_ALPHA / 5, 12)
  expect(first.alpha).toBeCloseTo(ledger.available / 2, 12)
  expect(second).toBeCloseTo(ledger.available / 6, 12)
  expect(nextAlpha(spendAlpha(first.ledger, 'second').ledger)).toBeCloseTo(ledger.available / 12, 12)
  // "What a kept change was given passes on to the next": the interval that the page explains is that of a second candidate.
  const passedOn = nextAlpha(recordKept(first.ledger, 'first'))
  expect(page).toContain(`(${percent(1 - 2 * passedOn)}: −49.3 % to −37.3 %)`)
})

it('lcp-preload.md says what its manifest does', async () => {
  const page = await read('lcp-preload.md')
  const { largestPicture } = lcpPreload.manifest.implementation.configuration
  for (const [key, value] of Object.entries(largestPicture)) {
    expect(page, key).toMatch(new RegExp(`\\| \`largestPicture\\.${key}\` \\| [^|]* \\| \`${value}\` \\|`))
  }
  for (const { threshold } of lcpPreload.manifest.applicability.conditions)
    expect(page).toContain(threshold < 1 ? percent(threshold) : `${threshold / 1000} s`)
  expect(page).toContain(`at least ${percent(0.05)} better`)
  expect(lcpPreload.manifest.validation.criteria[0]).toMatchObject({ improvement: 0.05 })
})

it('script-loading.md says what its manifest does', async () => {
  const page = await read('script-loading.md')
  const { deferred } = scriptLoading.manifest.implementation.configuration
  for (const [key, value] of Object.entries(deferred))
    expect(page, key).toMatch(new RegExp(`\\| \`deferred\\.${key}\` \\| [^|]* \\| \`${value}\` \\|`))
  for (const { threshold } of scriptLoading.manifest.applicability.conditions)
    expect(page).toContain(`${threshold / 1000} s`)
  expect(page).toContain(`at least ${percent(0.05)} earlier`)
  expect(scriptLoading.manifest.validation.criteria[0]).toMatchObject({ improvement: 0.05 })
})

it('stylesheet-loading.md says what its manifest does', async () => {
  const page = await read('stylesheet-loading.md')
  const { inlined, rest, pictureDimensions } = stylesheetLoading.manifest.implementation.configuration
  for (const [key, value] of Object.entries({ ...inlined, rest, pictureDimensions }))
    expect(page, key).toMatch(new RegExp(`\\.?${key}\` \\| [^|]* \\| \`${value}\` \\|`))
  for (const { threshold } of stylesheetLoading.manifest.applicability.conditions)
    expect(page).toContain(`${threshold / 1000} s`)
  expect(page).toContain(`at least ${percent(inlined.minimumLeftOut)} of their bytes`)
  expect(page).toContain(`at most ${inlined.maximum / 1000} kB`)
  expect(page).toContain(`at least ${percent(0.05)} earlier`)
  expect(stylesheetLoading.manifest.validation.criteria[0]).toMatchObject({ improvement: 0.05 })
})

it('unused-styles.md says what its manifest does', async () => {
  const page = await read('unused-styles.md')
  const { removed } = unusedStyles.manifest.implementation.configuration
  for (const [key, value] of Object.entries(removed))
    expect(page, key).toMatch(new RegExp(`\\| \`removed\\.${key}\` \\| [^|]* \\| \`${value}\` \\|`))
  for (const { threshold } of unusedStyles.manifest.applicability.conditions)
    expect(page).toContain(`more than ${threshold / 1000} kB`)
  expect(page).toContain(`at least ${percent(removed.minimumShare)} and at least ${removed.minimumBytes / 1000} kB`)
  expect(page).toContain(`at least ${percent(0.01)} less`)
  expect(unusedStyles.manifest.validation.criteria[0]).toMatchObject({ improvement: 0.01 })
})

it('third-party.md says what its manifest does', async () => {
  const page = await read('third-party.md')
  const { frames, tags, workerScripts, videos } = thirdParty.manifest.implementation.configuration
  for (const [key, value] of Object.entries({ tags, videos }))
    expect(page, key).toMatch(new RegExp(`\\| \`${key}\` \\| [^|]* \\| \`${value}\` \\|`))
  expect(page).toMatch(new RegExp(`\\| \`frames\\.minimumDistance\` \\| [^|]* \\| ${frames.minimumDistance} \\|`))
  expect(page).toMatch(/\| `workerScripts` \| [^|]* \| none \|/)
  expect(workerScripts).toEqual([])
  for (const { threshold } of thirdParty.manifest.applicability.conditions)
    expect(page).toContain(`more than ${threshold / 1000} s`)
})

it('layout-stability.md says what its manifest does', async () => {
  const page = await read('layout-stability.md')
  const { implementation, applicability, validation } = layoutStability.manifest
  const { dimensions, reservedHeight, minimumShift } = implementation.configuration
  const keys = {
    'dimensions.ratioInStyle': dimensions.ratioInStyle,
    'reservedHeight.minimum': reservedHeight.minimum,
    minimumShift,
  }
  for (const [key, value] of Object.entries(keys))
    expect(page, key).toMatch(new RegExp(`\\| \`${key}\` \\| [^|]* \\| \`${value}\` \\|`))
  for (const { threshold } of applicability.conditions) expect(page).toContain(`more than ${threshold}`)
  expect(page).toContain(`at least ${minimumShift} to a page`)
  expect(page).toContain('kept where a gain is shown that is felt')
  expect(validation.criteria).toEqual([{ metric: 'no-functionality-regression', required: true }])
})

it('font-files.md says what its manifest does', async () => {
  const page = await read('font-files.md')
  const { implementation, applicability, validation } = fontFiles.manifest
  const { minimumSaving, selfHost, strategies } = implementation.configuration
  expect(page).toContain(`\`${minimumSaving}\` |`)
  expect(page).toContain(`| \`${selfHost}\` |`)
  for (const one of strategies) expect(page).toContain(`\`${one}\``)
  expect(page).toContain(`more than ${applicability.conditions[0]!.threshold / 1000} kB`)
  expect(page).toContain('at least 1 % less')
  expect(validation.criteria[0]).toMatchObject({ improvement: 0.01 })
})

it('offline-precache.md says what its manifest does', async () => {
  const page = await read('offline-precache.md')
  const { implementation, applicability, validation } = offlinePrecache.manifest
  for (const [key, value] of Object.entries(implementation.configuration))
    expect(page, key).toContain(`| \`${Array.isArray(value) ? '[]' : value}\` |`)
  for (const [key, value] of Object.entries(implementation.automation))
    expect(page, key).toContain(`| \`automation.${key}\` | \`${value}\`: `)
  expect(page).toContain(`fewer than ${percent(applicability.conditions[0]!.threshold)} of requests`)
  expect(page).toContain(`at least ${percent(0.1)} better`)
  expect(validation.criteria[0]).toMatchObject({ metric: 'cache-hit-rate', improvement: 0.1 })
  expect(page).toContain(`src="/${REGISTRATION}"`)
})

it('font-fallbacks.md says what its manifest does', async () => {
  const page = await read('font-fallbacks.md')
  const { implementation, applicability, validation } = fontFallbacks.manifest
  expect(page).toContain(`\`${implementation.configuration.minimumShift}\` |`)
  expect(page).toContain(`more than ${applicability.conditions[0]!.threshold} (CLS)`)
  expect(page).toContain('kept where a gain is shown that is felt')
  expect(validation.criteria).toEqual([{ metric: 'no-functionality-regression', required: true }])
})

it('font-loading.md says what its manifest does', async () => {
  const page = await read('font-loading.md')
  const { implementation, applicability, validation } = fontLoading.manifest
  for (const [key, value] of Object.entries(implementation.configuration))
    expect(page, key).toMatch(new RegExp(`\\| \`${key}\` \\| [^|]* \\| \`${value}\` \\|`))
  for (const { threshold } of applicability.conditions) expect(page).toContain(`${threshold / 1000} s`)
  expect(page).toContain(`at least ${percent(0.03)} earlier`)
  expect(validation.criteria[0]).toMatchObject({ improvement: 0.03 })
})

it.each([
  ['package-imports.md', packageImports],
  ['build-target.md', buildTarget],
  ['tree-shaking.md', treeShaking],
  ['minification.md', minification],
] as const)('%s says what its manifest does', async (name, { manifest }) => {
  const page = await read(name)
  const { implementation, applicability, validation } = manifest
  for (const [group, keys] of Object.entries(implementation.configuration)) {
    for (const [key, value] of Object.entries(keys as Record<string, unknown>))
      expect(page, key).toMatch(new RegExp(`\\| \`${group}\\.${key}\` \\| [^|]* \\| \`${value}\` \\|`))
  }
  const [condition] = applicability.conditions
  expect(page).toContain(`more than ${condition!.threshold / 1000} kB`)
  const [criterion] = validation.criteria
  expect(criterion).toHaveProperty('improvement')
  if (criterion && 'improvement' in criterion) expect(page).toContain(`at least ${percent(criterion.improvement)} less`)
  for (const one of validation.criteria)
    if ('minimum' in one) expect(page).toContain(`at least ${percent(one.minimum)} of the use`)
})

it('inlined-files.md says what its manifest does', async () => {
  const page = await read('inlined-files.md')
  const { implementation, applicability, validation } = inlinedFiles.manifest
  const { minimumBytes } = implementation.configuration.inlined
  expect(page).toMatch(new RegExp(`\\| \`inlined\\.minimumBytes\` \\| [^|]* \\| \`${minimumBytes}\` \\|`))
  for (const [key, value] of Object.entries(implementation.automation))
    expect(page, key).toContain(`| \`automation.${key}\` | \`${value}\`: `)
  expect(page).toContain(`at least ${minimumBytes / 1000} kB together`)
  expect(page).toContain(`more than ${applicability.conditions[0]!.threshold / 1000} s`)
  expect(validation.criteria).toEqual([{ metric: 'no-functionality-regression', required: true }])
})

it('image-optimization.md says when an animated GIF becomes a video', async () => {
  const page = await read('image-optimization.md')
  const { criteria } = images.manifest.validation
  const saved = criteria.find(({ metric: name }) => name === 'transfer-size-reduction') as { minimum: number }
  expect(page).toContain(`A GIF of ${LEAST_BYTES / 1024} KB or more becomes a video`)
  expect(page).toContain(`demands of the manifest (${saved.minimum * 100} % in the stock one)`)
  expect(page).toContain(`Up to ${MOST_JUDGED} frames, from the first to the last`)
  expect(page).toContain(`less than ${LEAST_SHARE * 100} % of the browsers that the project means`)
  expect(images.manifest.implementation.configuration).toMatchObject({ animated: 'video' })
})

it('chunk-plan.md says what its manifest does', async () => {
  const page = await read('chunk-plan.md')
  const { implementation, applicability, validation } = chunkPlan.manifest
  const { visit, limits } = implementation.configuration
  for (const [key, value] of [...Object.entries(visit), ...Object.entries(limits)])
    expect(page, key).toMatch(new RegExp(`\\.${key}\` \\| [^|]* \\| \`${value}\` \\|`))
  for (const { threshold } of applicability.conditions) expect(page).toContain(`${threshold / 1000} kB of scripts`)
  expect(page).toContain(`at least ${percent(limits.minimumGain)} of that`)
  expect(page).toContain(`at least ${percent(0.05)} fewer bytes`)
  expect(validation.criteria[0]).toMatchObject({ improvement: 0.05 })
  expect(page).toContain(
    `${percent(PRIOR.own)} for own modules, ${percent(PRIOR.package)} for packages, ${percent(PRIOR.framework)} for what`,
  )
})
