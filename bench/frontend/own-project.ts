import { existsSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { findSource } from '../../src/change/source.js'
import { buildCurrent } from '../../src/loop/build.js'
import { findPages } from '../../src/loop/find-pages.js'
import { detectTarget, loadTargetConfig } from '../../src/target/index.js'
import { DEFAULT_PAGES } from '../../src/target/pages.js'
import { withRuntime } from '../bundle/runtime.js'
import { withFolder } from '../with-folder.js'
import type { FrontendProject } from './project.js'
import { commitAll, prepareOnce } from './projects.js'
import { rememberedIn } from './remembered-in.js'

const PAGES = 5

/**
 * A project of somebody's: it is copied as it lies there, with its packages and its history, and only the copy is worked on. What can be done to it
 * without knowing its build is done to what it leaves.
 * @param root absolute
 */
export const ownProject = (root: string): FrontendProject => ({
  name: path.basename(root),
  async with(folder, { signal, progress, lab }, work) {
    const { folder: source, prefix, kind } = await findSource(root)
    const copy = path.join(folder, path.basename(source))
    await prepareOnce(folder, async () => {
      progress(`${path.basename(root)}: copying it`)
      await cp(source, copy, { recursive: true, verbatimSymlinks: true })
      if (kind === 'folder' && !existsSync(path.join(copy, '.git'))) await commitAll(copy, signal)
    })
    const at = path.join(copy, prefix)
    const detected = await detectTarget(at, await loadTargetConfig(at))
    const pages = await rememberedIn(`${folder}.pages.json`, () =>
      withFolder(scratch =>
        withRuntime(detected, path.join(scratch, 'work'), lab, { signal, progress }, async runtime =>
          findPages(runtime, await buildCurrent(runtime), {
            pages: detected.pages,
            ...(detected.findPages !== undefined && { findPages: PAGES }),
          }),
        ),
      ),
    )
    const { findPages: _, ...target } = { ...detected, pages: pages.slice(0, DEFAULT_PAGES) }
    const visit = pages.map(page => page.path)
    return work({ target, detected: true, bundler: 'unknown', bestPractice: null, visit })
  },
})
