import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Lab } from '../../../../instruments/lab/lab.js'
import type { PageLoad, PageSurvey } from '../../../../model/observation.js'
import { PROFILES } from '../../../../model/profile.js'
import { contextOf } from '../../../fixtures/context.js'
import { folderWorkspace } from '../../../fixtures/folder-workspace.js'
import { observationOf } from '../../../fixtures/observed.js'
import { LATE_PICTURES, loadPage, lookAtPages, photograph } from '../../../html/fixtures/measured-site.js'
import { strategy as imageOptimization } from '../../image-optimization/index.js'
import { actuator } from '../actuator.js'
import { appAsBuilt, componentApp, PHOTOS } from '../fixtures/component-app.js'
import { strategy } from '../index.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const DESK = { ...PROFILES.desktop, network: LATE_PICTURES.network }

let folder: string
let lab: Lab
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewright-held-'))
  lab = await Lab.open({ logger, cap: 60_000 })
})
afterAll(async () => {
  await lab?.close()
  await rm(folder, { recursive: true, force: true })
})

interface Seen {
  readonly surveys: readonly PageSurvey[]
  readonly loads: readonly PageLoad[]
}
const look = async (output: string): Promise<Seen> => ({
  surveys: (await lookAtPages(lab, output, ['/'])).get('/')!,
  loads: [await loadPage(lab, output, '/', LATE_PICTURES), await loadPage(lab, output, '/', DESK)],
})
const shift = ({ loads }: Seen): number => Math.max(...loads.map(one => one.metrics['cumulative-layout-shift']!))

/** Where everything is, whether or not there is a `<picture>` around an image. */
const boxes = ({ surveys }: Seen) =>
  surveys.map(({ images }) =>
    images.map(({ selector, box }) => ({ selector: selector.replace(' > picture > ', ' > '), box })),
  )
const rounded = (all: ReturnType<typeof boxes>) =>
  all.map(view =>
    view.map(({ selector, box }) => ({
      selector,
      box: Object.values(box).map(side => Math.round(side)),
    })),
  )

const APPS = [
  ['React, built by esbuild', 'esbuild', ['src/App.jsx', 'src/Card.jsx', 'src/Header.jsx']],
  ['Vue, built by Vite', 'vite', ['src/App.vue', 'src/RecipeCard.vue', 'src/SiteHeader.vue']],
] as const

/** The app, built, with what was seen of it. */
const seenApp = async (kind: (typeof APPS)[number][1], name: string) => {
  const pictures: Record<string, Buffer> = {}
  for (const [file, [width, height]] of Object.entries(PHOTOS))
    pictures[`public/photos/${file}`] = await photograph(width, height)
  // Not shown, but data may name it: no place is as wide as any of them.
  pictures['public/photos/other.jpg'] = await photograph(700, 500)
  const app = await componentApp(kind, join(folder, name), pictures)
  await app.build()
  const output = join(app.project.root, 'dist')
  const before = await look(output)
  const views = before.surveys.map((survey, index) => ({
    page: { id: '/', path: '/', weight: 1 },
    profile: survey.profile,
    metrics: {},
    survey,
    loads: [before.loads[index]!],
  }))
  const metrics = { 'cumulative-layout-shift': shift(before) }
  const asBuilt = await appAsBuilt(kind, app, observationOf(views, { metrics }))
  return { app, output, before, asBuilt, workspace: folderWorkspace(app.project.root) }
}

describe.each(APPS)('%s', (_, kind, files) => {
  it('what moved stays, and every box at rest is the same, whatever shape its picture has', async () => {
    const { app, output, before, asBuilt, workspace } = await seenApp(kind, kind)
    const context = contextOf(strategy, asBuilt)
    const { candidates } = await actuator.propose(context, workspace)
    expect(candidates.map(one => one.settings)).toEqual([{ files }])
    await actuator.apply(candidates[0]!, context, workspace)
    expect(await workspace.readText(files[0])).toContain('<img width="600" style=')
    await app.build()
    const after = await look(output)
    expect(shift(before)).toBeGreaterThan(0.1)
    expect(shift(after)).toBeLessThan(0.01)
    expect(boxes(after)).toEqual(boxes(before))
    for (const [index, { screenshotBase64, profile }] of after.surveys.entries())
      expect(screenshotBase64 === before.surveys[index]!.screenshotBase64, profile).toBe(true)
  }, 400_000)

  it('the same where image optimization has put a `<picture>` around each since it was seen', async () => {
    const { app, output, before, asBuilt, workspace } = await seenApp(kind, `${kind}-rewritten`)
    const ofImages = contextOf(imageOptimization, asBuilt)
    const rewriting = await imageOptimization.actuator.propose(ofImages, workspace)
    await imageOptimization.actuator.apply(rewriting.candidates[0]!, ofImages, workspace)
    const context = contextOf(strategy, asBuilt)
    const { candidates } = await actuator.propose(context, workspace)
    expect(candidates.map(one => one.settings)).toEqual([{ files }])
    await actuator.apply(candidates[0]!, context, workspace)
    const text = await workspace.readText(files[0])
    expect(text).toMatch(/<picture [\s\S]*<img width="600" /)
    await app.build()
    const after = await look(output)
    expect(shift(after)).toBeLessThan(0.01)
    expect(rounded(boxes(after))).toEqual(rounded(boxes(before)))
  }, 400_000)
})
