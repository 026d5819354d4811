import { cp, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { withDatabase } from '../../src/demo/database.js'
import { copyStorefront, seedDatabase } from '../../src/demo/storefront.js'
import type { TargetSystem } from '../../src/model/target.js'
import { detectTarget } from '../../src/target/index.js'
import type { BenchOptions } from '../row.js'
import { installPackages } from './install-packages.js'

type Progress = Pick<BenchOptions, 'signal' | 'progress'>

/** A project whose bundle is compared. */
export interface BundleProject {
  readonly name: string
  /** What a visit opens, in this order. */
  readonly visit: readonly string[]
  /** Lends a fresh copy of it, installed, as a target. `folder` is empty, and removed by the caller. */
  with<R>(folder: string, options: Progress, work: (target: TargetSystem) => Promise<R>): Promise<R>
}

/** Each path once, as pages of a target. */
const pagesOf = (visit: readonly string[]) =>
  [...new Set(visit)].map(at => ({ id: at.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home', path: at, weight: 1 }))

/** A buyer's way through the example shop. */
const SHOP_VISIT = ['/', '/category/lamps', '/product/alder-table-lamp', '/cart', '/checkout']

const storefront: BundleProject = {
  name: 'storefront',
  visit: SHOP_VISIT,
  with: (_, options, work) =>
    withDatabase(async databaseUrl => {
      const shop = await copyStorefront(options)
      try {
        await seedDatabase(shop, databaseUrl, options)
        const overrides = { name: 'storefront', pages: pagesOf(SHOP_VISIT), environment: { DATABASE_URL: databaseUrl } }
        return await work(await detectTarget(shop.repository, overrides))
      } finally {
        await rm(shop.folder, { recursive: true, force: true })
      }
    }),
}

/** A project of this folder's fixtures: real libraries, no server. */
const fixture = (name: string, visit: readonly string[]): BundleProject => ({
  name,
  visit,
  async with(folder, { progress }, work) {
    const root = path.join(folder, name)
    progress(`${name}: installing its packages`)
    await cp(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)), root, { recursive: true })
    await rename(path.join(root, 'gitignore'), path.join(root, '.gitignore'))
    await installPackages(root)
    const serve = { kind: 'static', folder: 'dist', fallback: 'index.html' } as const
    const build = { command: 'npm run build', output: 'dist' }
    return work(await detectTarget(root, { name, pages: pagesOf(visit), build, serve }))
  },
})

export const PROJECTS: readonly BundleProject[] = [
  storefront,
  // Routes that are lazy already and share libraries: only how chunks are cut can make a difference.
  fixture('toolbox', ['/', '/script', '/markup', '/style', '/query']),
  // One page without routes, whose panels need heavy libraries once they are opened.
  fixture('reader', ['/', '/?panel=outline', '/?panel=tree', '/?panel=rules', '/?panel=audit']),
]
