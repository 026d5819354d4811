import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { writeSite } from '../../fixtures/static-site.js'
import { actuator } from './actuator.js'
import { CSS, siteAt, siteFiles } from './fixtures/contract-case.js'
import { installArimo, measureText, offBy, TEXT_BODY } from './fixtures/measure-text.js'
import { strategy } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const temporary = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-measures-'))
  folders.push(folder)
  return folder
}

it('text takes the same room before its font has come, by a font of the system', async () => {
  const [folder, system] = [await temporary(), await temporary()]
  await installArimo(system)
  const html = String(siteFiles()['index.html']).replace(/<body>.*<\/body>/s, `<body>${TEXT_BODY}</body>`)
  // Without the change, Arimo as it is: what a system with Arial shows.
  const css = CSS.replace('Text, sans-serif', 'Text, Arimo, sans-serif')
  await writeSite(folder, { ...siteFiles(), 'index.html': html, 'css/site.css': css })
  const before = await measureText(folder, system)
  const [context, workspace] = [contextOf(strategy, siteAt(folder)), folderWorkspace(folder)]
  const { candidates } = await actuator.propose(context, workspace)
  await actuator.apply(candidates[0]!, context, workspace)
  const after = await measureText(folder, system)
  expect(after.font).toEqual(before.font)
  expect(before.fallback.height).not.toBe(before.font.height)
  expect(after.fallback.height).toBe(after.font.height)
  expect(offBy(before)).toBeGreaterThan(0.03)
  expect(offBy(after)).toBeLessThan(0.02)
}, 60_000)
