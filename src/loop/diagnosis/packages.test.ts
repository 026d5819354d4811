import { expect, it } from 'vitest'
import type { BundleObservation, Observation } from '../../model/observation.js'
import type { OptimizationOpportunity } from '../../model/session.js'
import { observationOf } from '../../strategies/fixtures/observed.js'
import { causesOf, shopPage } from './fixtures/shop-page.js'
import { packagePoints, packagesOf } from './packages.js'

const module = (path: string, parsedSize: number, file = 'main.js', importer = 'src/index.js') => ({
  path,
  packageName: /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? null,
  parsedSize,
  chunkFiles: [file],
  importedBy: [{ path: importer, dynamic: false }],
})

const bundled = (...modules: ReturnType<typeof module>[]): Observation =>
  observationOf([shopPage()], {
    bundle: {
      chunks: [
        { initial: true, files: ['main.js'], size: 1_000_000 },
        { initial: false, files: ['later.js'], size: 500_000 },
      ],
      modules,
    } as unknown as BundleObservation,
  })

const points = (observation: Observation) => packagePoints(observation, packagesOf(observation, []))

it('names the packages that weigh in what every visit loads at first, and no others', () => {
  const found = points(
    bundled(
      module('node_modules/chart.js/a.js', 200_000),
      module('node_modules/chart.js/b.js', 100_000),
      module('node_modules/tiny/index.js', 20_000),
      module('node_modules/maps/index.js', 400_000, 'later.js'),
      module('src/own.js', 300_000),
    ),
  )
  expect(causesOf(found)).toEqual([
    'package-weight: package chart.js is in the JavaScript that every visit loads at first: 300 kB, 30 % of it',
  ])
  expect(found[0]).toMatchObject({ page: '*', metric: 'initial-bundle-size', share: 0.3, subject: 'chart.js' })
})

it('tells copies of one package apart by their folders, with who asks for each', () => {
  const observation = bundled(
    module('node_modules/marked/lib/marked.js', 40_000),
    module('node_modules/viewer/node_modules/marked/marked.js', 30_000, 'main.js', 'node_modules/viewer/index.js'),
    module('node_modules/viewer/index.js', 1_000),
  )
  expect(causesOf(points(observation)).filter(cause => cause.startsWith('package-copies'))).toEqual([
    'package-copies: package marked is in the bundle 2 times, 30 kB more than once: node_modules/marked for the project and node_modules/viewer/node_modules/marked for viewer',
  ])
  // Small copies are in the list, and no point.
  expect(
    points(bundled(module('node_modules/a/i.js', 40_000), module('node_modules/b/node_modules/a/i.js', 900))),
  ).toEqual([])
})

it('adds up what fills in for old browsers', () => {
  expect(
    causesOf(
      points(bundled(module('node_modules/core-js/a.js', 30_000), module('node_modules/whatwg-fetch/a.js', 9_000))),
    ),
  ).toEqual(['polyfill: 39 kB fills in for old browsers on every visit: core-js and whatwg-fetch'])
})

it('knows something lighter, and what strategies found; lodash only where it is whole', () => {
  const finding = { subject: 'moment', message: '160 locales are loaded' }
  const opportunity = { findings: [finding] } as unknown as OptimizationOpportunity
  const [moment] = packagesOf(bundled(module('node_modules/moment/moment.js', 300_000)), [opportunity])
  expect(moment?.lighter).toContain('Day.js')
  expect(moment?.notes).toEqual(['160 locales are loaded'])
  const lodash = (bytes: number) => packagesOf(bundled(module('node_modules/lodash/lodash.js', bytes)), [])[0]?.lighter
  expect(lodash(72_000)).toContain('lodash-es')
  expect(lodash(9_000)).toBeUndefined()
})

it('says nothing without a bundle', () => {
  expect(packagesOf(observationOf([shopPage()]), [])).toEqual([])
  expect(points(observationOf([shopPage()]))).toEqual([])
})
