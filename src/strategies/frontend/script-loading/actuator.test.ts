import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { imageOf } from '../../fixtures/observed.js'
import { writeSite } from '../../fixtures/static-site.js'
import { actuator } from './actuator.js'
import type { ScriptLoading } from './configuration.js'
import { SITE, siteAt } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const site = async (
  files: Readonly<Record<string, string>> = {},
  deferred: Partial<ScriptLoading['deferred']> = {},
) => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-scripts-'))
  folders.push(folder)
  await writeSite(folder, { ...SITE, ...files })
  const stock = contextOf(strategy, siteAt(folder))
  const context = { ...stock, configuration: { deferred: { ...stock.configuration.deferred, ...deferred } } }
  return { context, workspace: folderWorkspace(folder) }
}

describe('the pages of a site', () => {
  it('are offered with their scripts deferred where they stand, and asked for from the head', async () => {
    const { context, workspace } = await site()
    const { candidates, findings } = await actuator.propose(context, workspace)
    expect(candidates.map(({ id }) => id)).toEqual(['defer-in-place', 'defer-from-head'])
    expect(findings).toContainEqual({
      subject: '/',
      message: 'the first paint waits 701 ms for library.js, js/app.js',
      metric: 'first-contentful-paint',
      value: 701,
    })
    await actuator.apply(candidates[1]!, context, workspace)
    expect(await workspace.readText('index.html')).toContain('<script defer src="js/app.js"></script>\n  </head>')
    expect(await workspace.readText('about.html')).toContain(
      '    <link rel="stylesheet" href="site.css">\n    <script defer src="library.js"></script>\n  </head>',
    )
    expect(await workspace.readText('about.html')).toContain('<script type="module">\n      lib.start("#title")')
  })

  it('come ahead of pictures where a slider puts in the largest one again', async () => {
    const { context, workspace } = await site()
    const lcp = {
      time: 2000,
      kind: 'image' as const,
      url: '/hero.jpg',
      selector: '#slider > img',
      parts: { server: 0, loadDelay: 0, transfer: 0, renderDelay: 0 },
    }
    const pages = context.observation.pages.map(view =>
      view.page.path === '/'
        ? {
            ...view,
            loads: view.loads.map(load => ({ ...load, lcp })),
            survey: { ...view.survey, images: [imageOf({ url: '/hero.jpg', selector: '#slide00 > img' })] },
          }
        : view,
    )
    const moved = { ...context, observation: { ...context.observation, pages } }
    const { candidates } = await actuator.propose(moved, workspace)
    await actuator.apply(candidates[0]!, moved, workspace)
    expect(await workspace.readText('index.html')).toContain('<script defer fetchpriority="high" src="library.js">')
  })

  it('are predicted to be painted sooner by what they wait for now', async () => {
    const { context, workspace } = await site()
    const { candidates } = await actuator.propose(context, workspace)
    // Of two pages one waits 701 of 2000 ms; the other's scripts stand behind what is seen, but hold up its end.
    expect(candidates[0]!.predicted['first-contentful-paint']).toBe(-17.5)
  })

  it('keep their scripts where one cannot wait, with the reason', async () => {
    const { context, workspace } = await site({ 'js/app.js': "document.write('x')" })
    const { candidates, refusals } = await actuator.propose(context, workspace)
    expect(refusals).toEqual([{ subject: 'index.html: js/app.js', reason: 'it writes into the page where it stands' }])
    expect(candidates.map(({ id }) => id)).toEqual(['defer-from-head'])
  })

  it('are not offered what the configuration leaves out', async () => {
    const { context, workspace } = await site({}, { fromHead: false })
    const { candidates } = await actuator.propose(context, workspace)
    expect(candidates.map(({ id }) => id)).toEqual(['defer-in-place'])
  })

  it('that have changed since are refused', async () => {
    const { context, workspace } = await site()
    const { candidates } = await actuator.propose(context, workspace)
    await workspace.write('index.html', '<!doctype html><title>Other</title>')
    await expect(actuator.apply(candidates[0]!, context, workspace)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
  })
})
