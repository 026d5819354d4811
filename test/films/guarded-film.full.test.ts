import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { countArms } from '../../src/experiment/count-arms.js'
import { changed, realLab, type Site, target } from '../../src/experiment/fixtures/real-site.js'
import { folderWorkspace } from '../../src/strategies/fixtures/folder-workspace.js'
import { actuator } from '../../src/strategies/frontend/image-optimization/actuator.js'
import { sceneGif } from '../../src/strategies/frontend/image-optimization/fixtures/films.js'
import { observedFolder } from '../../src/strategies/frontend/image-optimization/fixtures/observed-folder.js'

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lamps</title><meta name="viewport" content="width=device-width">
<style>body { margin: 0; font: 16px/1.5 sans-serif } img { max-width: 100% } .lamp { border-radius: 8px }</style></head>
<body><main><h1>Lamps for long evenings</h1><p>How one is hung:</p><p><img class="lamp" src="lamp.gif" alt="A lamp is hung" width="320" height="240"></p>
<p>Warm light and quiet shade.</p></main></body></html>`

let machine: Awaited<ReturnType<typeof realLab>>
let folder = ''
let baseline: Site
let candidate: Site
let other: Site
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'guarded-film-'))
  const [shown, another] = await Promise.all([sceneGif(), sceneGif({ hue: 170, frames: 9 })])
  baseline = { 'index.html': PAGE, 'lamp.gif': shown }
  candidate = await asVideo('lamp', baseline)
  other = await asVideo('other', changed(baseline, { 'lamp.gif': another }))
  machine = await realLab()
}, 180_000)
afterAll(async () => {
  await machine.close()
  await rm(folder, { recursive: true, force: true })
})

/** The site after the strategy has made its first change. */
const asVideo = async (name: string, site: Site): Promise<Site> => {
  const at = await mkdtemp(path.join(folder, name))
  for (const [file, content] of Object.entries(site)) await writeFile(path.join(at, file), content)
  const context = { ...(await observedFolder(at, { 'lamp.gif': 320 })), cacheFolder: path.join(folder, 'cache') }
  const workspace = folderWorkspace(at)
  const [first] = (await actuator.propose(context, workspace)).candidates
  await actuator.apply(first!, context, workspace)
  const files = (await readdir(at)).filter(file => /\.\w+$/.test(file) && !file.startsWith('.'))
  return Object.fromEntries(
    await Promise.all(
      files.map(async file => [
        file,
        file === 'index.html' ? await readFile(path.join(at, file), 'utf8') : await readFile(path.join(at, file)),
      ]),
    ),
  )
}

/** What the guard says of an arm, by the path of an experiment. */
const guarded = async (name: string, site: Site) => {
  const { breakages, counted } = await countArms({
    target,
    profiles: ['mobile', 'desktop'],
    arms: { baseline: await machine.build('baseline', baseline), candidate: await machine.build(name, site) },
    lab: machine.lab,
    serve: machine.serve,
    criteria: [],
    rollbackTriggers: [],
    constraints: [],
    alpha: 0.002,
    maxBlocks: 4,
    deadline: Number.MAX_SAFE_INTEGER,
    seed: name,
  })
  return { found: breakages.filter(({ check }) => check !== 'confound'), counted }
}

const videoIn = (site: Site): string[] => Object.keys(site).filter(file => /\.(?:mp4|webm)$/.test(file))

it('nothing is broken by a video of the same frames, and it is weighed as the picture was', async () => {
  expect(String(candidate['index.html'])).toContain('<video')
  const { found, counted } = await guarded('video', candidate)
  expect(found).toEqual([])
  const bytes = ({ target: values }: (typeof counted)['baseline']) => values['image-transfer-size']?.[0] ?? 0
  const smallest = Math.min(...videoIn(candidate).map(file => (candidate[file] as Buffer).length))
  expect(bytes(counted.candidate)).toBeGreaterThan(smallest)
  expect(bytes(counted.candidate)).toBeLessThan(0.5 * bytes(counted.baseline))
}, 180_000)

it('another film is told', async () => {
  const [of, from] = [videoIn(candidate), videoIn(other)]
  const swapped = Object.fromEntries(
    of.map(file => [file, other[from.find(one => path.extname(one) === path.extname(file))!]!]),
  )
  const { found } = await guarded('another', changed(candidate, swapped))
  expect(found.map(({ message }) => message).join('\n')).toContain('shows another film')
}, 180_000)

it.each([
  [
    'one that does not start',
    () => changed(candidate, { 'index.html': String(candidate['index.html']).replace(' autoplay', '') }),
    'does not move any more',
  ],
  [
    'one that does not come',
    () => changed(candidate, Object.fromEntries(videoIn(candidate).map(file => [file, null]))),
    'lamp',
  ],
])(
  '%s is told',
  async (name, make, said) => {
    const { found } = await guarded(name, make())
    expect(found.map(({ message }) => message).join('\n')).toContain(said)
  },
  180_000,
)
