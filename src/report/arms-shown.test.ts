import { describe, expect, it } from 'vitest'
import type { PageLoad } from '../model/observation.js'
import { armsShown } from './arms-shown.js'
import { bundleParts } from './bundle-parts.js'
import { bundleAfter, bundleBefore, loadBefore } from './fixtures/arms.js'
import { report } from './fixtures/report.js'
import { waterfallsOf } from './waterfalls-of.js'

describe('what is shown of the JavaScript', () => {
  it('is packages and own modules, by when they are loaded', () => {
    const find = (parts: ReturnType<typeof bundleParts>['parts'], name: string) =>
      parts.find(part => part.name === name)
    expect(find(bundleParts(bundleBefore()).parts, 'moment')).toMatchObject({
      kind: 'package',
      when: 'initial',
      bytes: 288_000,
    })
    expect(find(bundleParts(bundleAfter()).parts, 'moment')).toMatchObject({ when: 'on-demand', bytes: 288_000 })
    expect(find(bundleParts(bundleAfter()).parts, 'src/App.jsx')).toMatchObject({ kind: 'own', when: 'initial' })
  })

  it('adds up the modules of a package, and names no more than can be told apart', () => {
    const bundle = bundleBefore()
    const [module] = bundle.modules
    const modules = Array.from({ length: 200 }, (_, index) => ({
      ...module!,
      path: `node_modules/p${index % 90}/m${index}.js`,
      packageName: `p${index % 90}`,
      parsedSize: 10,
    }))
    const { parts } = bundleParts({ ...bundle, modules })
    expect(parts).toHaveLength(61)
    expect(parts.at(-1)).toMatchObject({ name: null, kind: 'package' })
    expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(2_000)
    expect(parts.reduce((sum, part) => sum + part.modules, 0)).toBe(200)
  })

  it('counts a module that an initial chunk holds as loaded at the start', () => {
    const bundle = bundleAfter()
    const modules = bundle.modules.map(module => ({ ...module, chunkFiles: [...module.chunkFiles, 'main.js'] }))
    expect(new Set(bundleParts({ ...bundle, modules }).parts.map(({ when }) => when))).toEqual(new Set(['initial']))
  })
})

describe('what is shown of the requests', () => {
  const withLcp = (time: number): PageLoad => ({ ...loadBefore(), metrics: { 'largest-contentful-paint': time } })

  it('is the load with the median LCP of each page and profile', () => {
    const loads = [5_000, 1_000, 3_000, 2_000, 4_000].map(withLcp)
    const [waterfall, ...others] = waterfallsOf([...loads, { ...withLcp(7), page: 'other' }], 'candidate')
    expect(waterfall).toMatchObject({ page: 'home', arm: 'candidate', marks: { largestContentfulPaint: 3_000 } })
    expect(others.map(({ page }) => page)).toEqual(['other'])
  })

  it('is short: the first requests, and how many came later', () => {
    const [request] = loadBefore().requests
    const requests = Array.from({ length: 100 }, (_, index) => ({
      ...request!,
      start: 100 - index,
      url: `/${'x'.repeat(9_000)}`,
    }))
    const [waterfall] = waterfallsOf([{ ...loadBefore(), requests }], 'baseline')
    expect(waterfall).toMatchObject({ omitted: 20 })
    expect(waterfall?.requests[0]?.start).toBe(1)
    expect(JSON.stringify(waterfall).length).toBeLessThan(50_000)
  })
})

describe('what is shown of a target', () => {
  it('is both arms where something was kept', async () => {
    const [shown] = armsShown(await report())
    expect(shown?.missing).toBeNull()
    expect(shown?.bundle.after?.parts.some(({ when }) => when === 'on-demand')).toBe(true)
    expect(shown?.waterfalls.map(({ arm }) => arm)).toEqual(['baseline', 'candidate'])
  })

  it('is what it was before, and why there is no after, in a session of a version that did not record it', async () => {
    const full = await report()
    const { waterfalls: _, bundles: __, ...older } = full.session.finalProof.storefront!
    full.session.finalProof = { storefront: older }
    const [shown] = armsShown(full)
    expect(shown?.bundle).toMatchObject({ before: { bundler: 'webpack' }, after: null })
    expect(shown?.missing).toContain('not recorded by the version')
  })
})
