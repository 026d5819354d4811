import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Lab } from '../../../../instruments/lab/lab.js'
import type { PageLoad, PageSurvey } from '../../../../model/observation.js'
import { PROFILES } from '../../../../model/profile.js'
import { contextOf } from '../../../fixtures/context.js'
import { folderWorkspace } from '../../../fixtures/folder-workspace.js'
import { observationOf } from '../../../fixtures/observed.js'
import { LATE_PICTURES, loadPage, lookAtPages, photograph } from '../../../html/fixtures/measured-site.js'
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
const boxes = ({ surveys }: Seen) => surveys.map(({ images }) => images.map(({ selector, box }) => ({ selector, box })))

it.each([
  ['React, built by esbuild', 'esbuild', ['src/App.jsx', 'src/Card.jsx', 'src/Header.jsx']],
  ['Vue, built by Vite', 'vite', ['src/App.vue', 'src/RecipeCard.vue', 'src/SiteHeader.vue']],
] as const)(
  '%s: what moved stays, and every box at rest is the same, whatever shape its picture has',
  async (_, kind, files) => {
    const pictures: Record<string, Buffer> = {}
    for (const [name, [width, height]] of Object.entries(PHOTOS))
      pictures[`public/photos/${name}`] = await photograph(width, height)
    // Not shown, but data may name it: no place is as wide as any of them.
    pictures['public/photos/other.jpg'] = await photograph(700, 500)
    const app = await componentApp(kind, join(folder, kind), pictures)
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
    const context = contextOf(strategy, await appAsBuilt(kind, app, observationOf(views, { metrics })))
    const workspace = folderWorkspace(app.project.root)
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
  },
  400_000,
)
