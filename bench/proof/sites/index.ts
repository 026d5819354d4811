import path from 'node:path'
import type { Serve } from '../../../src/experiment/index.js'
import type { Lab } from '../../../src/instruments/lab/index.js'
import { serveArm } from '../../../src/instruments/serving/index.js'
import { buildCurrent } from '../../../src/loop/build.js'
import type { BuiltArm } from '../../../src/model/change.js'
import type { TargetSystem } from '../../../src/model/target.js'
import { detectTarget } from '../../../src/target/index.js'
import { PROJECTS } from '../../bundle/projects.js'
import { quiet, withRuntime } from '../../bundle/runtime.js'
import type { BenchOptions } from '../../row.js'
import { board, gallery, letter, writeFiles } from './made-pages.js'

/** A built system of which one page is measured. */
export interface ProofSite {
  readonly target: TargetSystem
  readonly arm: BuiltArm
}

/** Puts up instances of its arms. */
export const serveSite =
  ({ target }: ProofSite, signal: AbortSignal): Serve =>
  arm =>
    serveArm(arm, target, { logger: quiet, signal })

/** A page to prove things on, unlike the others. */
export interface ProofPage {
  readonly name: string
  /** Lends it, built. `folder` is empty, and removed by the caller. */
  with<R>(folder: string, lab: Lab, options: BenchOptions, work: (site: ProofSite) => Promise<R>): Promise<R>
}

const made = (name: string, files: () => Promise<Readonly<Record<string, string | Buffer>>>): ProofPage => ({
  name,
  async with(folder, _lab, _options, work) {
    const root = path.join(folder, name)
    await writeFiles(await files(), root)
    const pages = [{ id: name, path: '/', weight: 1 }]
    const target = await detectTarget(root, { name, pages, serve: { kind: 'static', folder: '.' } })
    return work({ target, arm: { revision: name, root, bundleStatistics: null, buildMilliseconds: 0 } })
  },
})

/** A page of a project that is built as its users build it. */
const built = (name: string, project: string, at: string): ProofPage => ({
  name,
  with(folder, lab, options, work) {
    const found = PROJECTS.find(one => one.name === project)
    if (found === undefined) throw new Error(`there is no project ${project}`)
    return found.with(folder, options, target =>
      withRuntime(target, path.join(folder, 'work'), lab, options, async runtime =>
        work({
          target: { ...target, pages: [{ id: name, path: at, weight: 1 }] },
          arm: await buildCurrent(runtime),
        }),
      ),
    )
  },
})

/** Seven unlike pages: text, pictures, a script's work, applications, and a shop with a server and a database. */
export const PROOF_PAGES: readonly ProofPage[] = [
  made('letter', letter),
  made('gallery', gallery),
  made('board', board),
  built('toolbox', 'toolbox', '/'),
  built('reader', 'reader', '/'),
  built('shop-home', 'storefront', '/'),
  built('shop-product', 'storefront', '/product/alder-table-lamp'),
]
