import { expect, it } from 'vitest'
import { quiet } from '../change/fixtures/repository.js'
import type { BuiltArm } from '../model/change.js'
import { TunewrightError } from '../model/errors.js'
import { PROFILES } from '../model/profile.js'
import type { PageTarget } from '../model/target.js'
import { findPages } from './find-pages.js'
import type { LookingRuntime } from './runtime.js'

const home: PageTarget = { id: 'home', path: '/', weight: 1 }
const arm = {} as BuiltArm

/** A site of which some pages do not work. */
const site = (links: readonly string[], broken: Readonly<Record<string, string>>) => {
  const told: string[] = []
  const lab = {
    survey: async () => ({ links }),
    visit: async (_: unknown, { path }: PageTarget) => {
      const why = broken[path]
      if (why !== undefined)
        throw new TunewrightError(why === 'crash' ? 'BROWSER_FAILED' : 'PAGE_BROKEN', why, { remedy: '' })
      return {}
    },
  }
  const runtime = {
    lab,
    profiles: [PROFILES.mobile],
    logger: { ...quiet, warn: (message: string) => told.push(message) },
    serve: async () => ({ stop: async () => {} }),
    step() {},
  } as unknown as LookingRuntime
  return {
    told,
    find: (limit?: number) => findPages(runtime, arm, { pages: [home], ...(limit && { findPages: limit }) }),
  }
}

it('a page that was found and does not work gives way to the next, and is told', async () => {
  const { told, find } = site(['/lamps', '/about', '/terms'], { '/lamps': '/lamps paints nothing.' })
  expect((await find(3)).map(({ path }) => path)).toEqual(['/', '/about', '/terms'])
  expect(told).toEqual(['/lamps paints nothing. It was found, not named, and is left out'])
})

it('a browser that fails is no page that does', async () => {
  await expect(site(['/lamps'], { '/lamps': 'crash' }).find(3)).rejects.toMatchObject({ code: 'BROWSER_FAILED' })
})

it('pages that are named are what is measured, whatever they do', async () => {
  const { find } = site(['/lamps'], { '/': 'paints nothing' })
  expect(await find()).toEqual([home])
})
