import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Project } from '../../../instruments/bundle/fixtures/project.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { lookAt } from '../inlined-files/fixtures/built.js'
import { actuator } from './actuator.js'
import { BUILT_SITES, builtSite } from './fixtures/built-site.js'
import { strategy } from './index.js'

const projects: Project[] = []
afterAll(() => Promise.all(projects.map(project => project.remove())))

const seen = async (
  bundler: keyof typeof BUILT_SITES,
  changes: Readonly<Record<string, string>> = {},
  fallback?: string,
) => {
  const project = await builtSite(bundler, changes)
  projects.push(project)
  const looked = await lookAt(project, BUILT_SITES[bundler].command)
  const [home] = looked.observation.pages
  const page = { ...home!.page, path: '/shop/' }
  const target = {
    ...looked.target,
    pages: [page],
    serve: { kind: 'static', folder: 'dist', base: '/shop', ...(fallback !== undefined && { fallback }) } as const,
  }
  const observation = { ...looked.observation, pages: [{ ...home!, page }] }
  return {
    project,
    context: contextOf(strategy, { ...looked, target, observation }),
    workspace: folderWorkspace(project.root),
  }
}

describe.each(['vite', 'webpack'] as const)('pages that %s writes', bundler => {
  it('hold what they may use of its style sheets once they are built', { timeout: 60_000 }, async () => {
    const { project, context, workspace } = await seen(bundler)
    const { candidates, refusals } = await actuator.propose(context, workspace)
    expect(refusals).toEqual([])
    expect(candidates).toMatchObject([{ settings: { files: [], built: ['index.html'] } }])
    const { details } = await actuator.apply(candidates[0]!, context, workspace)
    expect(details).toEqual([expect.stringContaining(`${BUILT_SITES[bundler].config}: what it exports passes through`)])
    await project.build(BUILT_SITES[bundler].command)
    const page = await readFile(join(project.root, 'dist/index.html'), 'utf8')
    const [, styles = ''] = /<style>([\s\S]*?)<\/style><link/.exec(page) ?? []
    for (const kept of ['.hero{', '.md\\:wide{', '.opened .hero{', '#title{', 'keyframes come', '@layer reset'])
      expect(styles.replaceAll(/\s+([{])/g, '$1')).toContain(kept)
    for (const left of ['.column-', 'keyframes go']) expect(styles).not.toContain(left)
    expect(page).toMatch(/<link data-late-sheet media="print" onload="this\.onload=null;this\.media='all'"[^>]*\.css/)
    expect(page).toMatch(/<noscript><link[^>]*stylesheet[^>]*><\/noscript>/)
    // Written so once, it is not proposed again.
    const again = await actuator.propose(context, workspace)
    expect(again.candidates).toEqual([])
    expect(again.refusals.map(({ reason }) => reason).join()).toContain('holds its styles already')
  })

  it('stay as they are where their content is drawn by scripts, at every path', { timeout: 60_000 }, async () => {
    const { context, workspace } = await seen(bundler, {}, 'index.html')
    const { candidates, refusals } = await actuator.propose(context, workspace)
    expect(candidates).toEqual([])
    expect(refusals).not.toEqual([])
  })
})

it('a page that shows nothing before its scripts have drawn it is left', { timeout: 60_000 }, async () => {
  const { 'index.html': page = '' } = BUILT_SITES.vite.files
  const { context, workspace } = await seen('vite', {
    'index.html': page.replace(/<main[\s\S]*<\/main>/, '<div id="app"></div>'),
  })
  const { candidates, refusals } = await actuator.propose(context, workspace)
  expect(candidates).toEqual([])
  expect(refusals.map(({ reason }) => reason).join()).toContain('shows nothing before its scripts have drawn it')
})

it('a configuration whose export cannot be passed on is left', { timeout: 60_000 }, async () => {
  const { 'webpack.config.js': config = '' } = BUILT_SITES.webpack.files
  const { context, workspace } = await seen('webpack', {
    'webpack.config.js': config
      .replace('module.exports =', 'const exported =')
      .concat('Object.assign(exports, exported)\n'),
  })
  const { candidates, refusals } = await actuator.propose(context, workspace)
  expect(candidates).toEqual([])
  expect(refusals.map(({ reason }) => reason).join()).toContain('cannot be passed on')
})

it('sources that no build is known for any more are refused', { timeout: 60_000 }, async () => {
  const { context, workspace } = await seen('vite')
  const { candidates } = await actuator.propose(context, workspace)
  await workspace.write('vite.config.js', 'export const config = {}\n')
  await expect(actuator.apply(candidates[0]!, context, workspace)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
})
