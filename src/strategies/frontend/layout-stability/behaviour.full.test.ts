import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Lab } from '../../../instruments/lab/lab.js'
import type { PageLoad, PageSurvey } from '../../../model/observation.js'
import { PROFILES } from '../../../model/profile.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { writeSite } from '../../fixtures/static-site.js'
import { LATE_PICTURES, loadPage, lookAtPages, photograph } from '../../html/fixtures/measured-site.js'
import { actuator } from './actuator.js'
import { siteAt } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const DESK = { ...PROFILES.desktop, network: LATE_PICTURES.network }

const page = (body: string): string =>
  `<!doctype html><html lang="en"><head><title>Shop</title><meta name="viewport" content="width=device-width"><style>
img { width: 100%; height: auto } #promo { padding: 5px; background: gold }
</style></head><body>${body}<p id="text">${'Text that is pushed down. '.repeat(20)}</p></body></html>`

const SITE: Readonly<Record<string, string>> = {
  'photo.html': page('<h1>Lamps</h1><img src="photo.jpg" alt="A lamp">'),
  'promo.html': page(
    `<h1>Lamps</h1><div id="promo"></div><script>
      addEventListener('load', () => setTimeout(() => { promo.innerHTML = '<div style="height: 80px">All lamps, half price</div>' }, 300))
    </script>`,
  ),
}

let folder: string
let lab: Lab
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewright-stability-'))
  await writeSite(folder, SITE)
  await writeFile(join(folder, 'photo.jpg'), await photograph(600, 300))
  lab = await Lab.open({ logger, cap: 60_000 })
})
afterAll(async () => {
  await lab?.close()
  await rm(folder, { recursive: true, force: true })
})

interface Seen {
  readonly surveys: readonly PageSurvey[]
  readonly loads: readonly (readonly PageLoad[])[]
}
const look = async (path: string): Promise<Seen> => ({
  surveys: (await lookAtPages(lab, folder, [path])).get(path)!,
  loads: [[await loadPage(lab, folder, path, LATE_PICTURES)], [await loadPage(lab, folder, path, DESK)]],
})
const shift = ({ loads }: Seen): number =>
  Math.max(...loads.flat().map(({ metrics }) => metrics['cumulative-layout-shift']!))

it.each([
  [
    '/photo.html',
    'dimensions',
    'the picture /photo.jpg (html > body > img) moves #text',
    '<img width="600" height="300" src',
  ],
  ['/promo.html', 'reserved-height', 'the late block #promo moves #text', '#promo { min-height: 80px }'],
])(
  '%s: what moved stays, and the page at rest is the same',
  async (path, id, finding, written) => {
    const before = await look(path)
    const views = before.surveys.map((survey, index) => ({
      page: { id: path, path, weight: 1 },
      profile: survey.profile,
      metrics: {},
      survey,
      loads: before.loads[index]!,
    }))
    const context = contextOf(strategy, siteAt(folder, views))
    const workspace = folderWorkspace(folder)
    const { candidates, findings } = await actuator.propose(context, workspace)
    expect(candidates.map(one => one.id)).toEqual([id])
    expect(findings[0]!.message).toContain(finding)
    await actuator.apply(candidates[0]!, context, workspace)
    expect(await workspace.readText(path.slice(1))).toContain(written)

    const after = await look(path)
    expect(shift(before)).toBeGreaterThan(0.01)
    expect(shift(after)).toBe(0)
    for (const [index, { screenshotBase64, profile }] of after.surveys.entries())
      expect(screenshotBase64 === before.surveys[index]!.screenshotBase64, profile).toBe(true)
  },
  240_000,
)
