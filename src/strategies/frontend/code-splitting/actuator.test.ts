import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleMetrics } from '../../../instruments/bundle/bundle-metrics.js'
import { createProject, type Project } from '../../../instruments/bundle/fixtures/project.js'
import { readBundle } from '../../../instruments/bundle/read-bundle.js'
import type { Proposal } from '../../../model/actuator.js'
import { actuator } from './actuator.js'
import { SHOP } from './fixtures/shop.js'
import { contextOf, folderWorkspace } from './fixtures/workspace.js'
import type { Context } from './project.js'

const project = await createProject(SHOP)
afterAll(() => project.remove())
const workspace = folderWorkspace(project.root)

let context: Context
let proposal: Proposal
beforeAll(async () => {
  await project.build()
  context = await contextOf(project, { pages: ['/', '/catalogue', '/product/7'] })
  proposal = await actuator.propose(context, workspace)
})

/** Applies a candidate to a fresh copy. */
const carryOut = async (id: string): Promise<Project> => {
  const arm = await createProject(SHOP)
  const candidate = proposal.candidates.find(one => one.id === id)!
  await actuator.apply(candidate, context, folderWorkspace(arm.root))
  return arm
}

describe('what is offered', () => {
  it("begins with the manifest's own groups, then goes by the predicted effect", () => {
    const [first, ...others] = proposal.candidates
    expect(first?.id).toBe('manifest-split-chunks')
    expect(others.map(candidate => candidate.id)).toEqual(
      expect.arrayContaining(['missing-minimizer', 'lazy-routes-early', 'lazy-routes', 'lazy-conditional-components']),
    )
    const predicted = others.map(candidate => candidate.predicted['bundle-size'] ?? 0)
    expect(predicted).toEqual(predicted.toSorted((a, b) => a - b))
  })

  it('leaves light routes in the first load, and says so', () => {
    expect(proposal.refusals).toContainEqual({
      subject: 'src/pages/Home.jsx',
      reason: expect.stringContaining('below the threshold of 50.0 kB'),
    })
  })

  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(proposal))).toEqual(proposal)
  })
})

describe('what is carried out', () => {
  it('edits only what it must, in the style of the file', async () => {
    const arm = await carryOut('lazy-routes')
    const app = await folderWorkspace(arm.root).readText('src/App.jsx')
    expect(app).toBe(`import { lazy, Suspense } from 'react'
import { Link, Route, Routes } from 'react-router-dom'
import Home from './pages/Home'
// The catalogue is the heaviest page.
import './pages/catalogue.css'

const Catalogue = lazy(() =>
  import(/* webpackChunkName: "catalogue" */ './pages/Catalogue').then(module => ({ default: module.Catalogue })),
)
const Product = lazy(() => import(/* webpackChunkName: "product" */ './pages/Product'))

export function App() {
  return (
    <>
      <header><Link to="/">Shop</Link> <Link to="/catalogue">Catalogue</Link></header>
      <Suspense fallback={<div style={{ minHeight: '100vh' }} aria-busy="true" />}>
        <Routes>
          <Route path="/" element={<Home />} />
          <Route path="/catalogue" element={<Catalogue />} />
          <Route path="/product/:id" element={<Product />} />
        </Routes>
      </Suspense>
      <footer>Open till six</footer>
    </>
  )
}
`)
    const untouched = ['webpack.config.js', 'src/index.jsx', 'src/pages/Catalogue.jsx', 'src/pages/Product.jsx']
    for (const path of untouched) expect(await folderWorkspace(arm.root).readText(path)).toBe(SHOP[path])
    await arm.remove()
  })

  it('makes the same edits when it is done again on the same base', async () => {
    const [one, two] = [await carryOut('lazy-conditional-components'), await carryOut('lazy-conditional-components')]
    for (const path of await folderWorkspace(one.root).list()) {
      expect(await folderWorkspace(two.root).readText(path)).toBe(await folderWorkspace(one.root).readText(path))
    }
    await Promise.all([one.remove(), two.remove()])
  })

  it('takes out of the first load about what was predicted', async () => {
    const arm = await carryOut('lazy-routes-early')
    await arm.build()
    const before = bundleMetrics(context.observation.bundle!)['initial-bundle-size']!
    const bundle = await readBundle(arm.statsFile, join(arm.root, 'dist'))
    const change = (bundleMetrics(bundle)['initial-bundle-size']! / before - 1) * 100
    const predicted = proposal.candidates.find(candidate => candidate.id === 'lazy-routes-early')!.predicted[
      'initial-bundle-size'
    ]!
    expect(Math.abs(change - predicted)).toBeLessThan(3)
    const html = await folderWorkspace(join(arm.root, 'dist')).readText('index.html')
    expect(html).toContain('^/catalogue/?$')
    await arm.remove()
  })

  it('mends what the build does wrong together with it, since one candidate of a strategy is kept', async () => {
    const arm = await carryOut('mended-lazy-routes-early')
    const text = (path: string) => folderWorkspace(arm.root).readText(path)
    expect(await text('src/App.jsx')).toContain('const Catalogue = lazy(')
    const config = await text('webpack.config.js')
    for (const part of ['withCodeSplitting(', 'minimize: true']) expect(config).toContain(part)
    await arm.build()
    const initial = async (root: Project) =>
      bundleMetrics(await readBundle(root.statsFile, join(root.root, 'dist')))['initial-bundle-size']!
    const alone = await carryOut('lazy-routes-early')
    await alone.build()
    expect(await initial(arm)).toBeLessThan(0.9 * (await initial(alone)))
    const predictedOf = (id: string) =>
      proposal.candidates.find(one => one.id === id)!.predicted['initial-bundle-size']!
    expect(predictedOf('mended-lazy-routes-early')).toBeLessThan(predictedOf('lazy-routes-early'))
    await Promise.all([arm.remove(), alone.remove()])
  })

  it('waits for a library inside an asynchronous handler only, after what has to happen at once', async () => {
    const arm = await carryOut('lazy-conditional-components')
    const text = await folderWorkspace(arm.root).readText('src/pages/Catalogue.jsx')
    expect(text).toContain('{open && <Suspense fallback={null}><Details /></Suspense>}')
    await arm.remove()
  })
})
