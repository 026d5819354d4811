import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { breakages, cases, harmless } from './index.js'
import { serveSite } from './serve-site.js'
import type { Case, Side, Site } from './site.js'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const SIDES: readonly Side[] = ['base', 'candidate']

/** Names of other hosts in a text; the names of XML's vocabularies are no addresses that anyone asks. */
const hostsIn = (text: string): string[] =>
  [...text.matchAll(/(?:https?:)?\/\/([\w-]+(?:\.[\w-]+)+)/g)]
    .map(([, host]) => host!)
    .filter(host => host !== '127.0.0.1' && host !== 'www.w3.org')

const statusOf = (subject: Case, side: Side, page: string): number => subject.statuses?.[side]?.[page] ?? 200

const textsOf = ({ files }: Site): string[] => Object.values(files).filter(body => typeof body === 'string')

/** Functions are the same only where they are one; headers only in the same order. */
const isSame = (one: Site, other: Site): boolean =>
  isDeepStrictEqual(one, other) && JSON.stringify(one.headers) === JSON.stringify(other.headers)

describe('the corpus', () => {
  it('has at least twenty cases of each kind', () => {
    expect(breakages.length).toBeGreaterThanOrEqual(20)
    expect(harmless.length).toBeGreaterThanOrEqual(20)
  })

  it('names each case once, by its file, and leaves none out', () => {
    for (const [folder, listed] of Object.entries({ breakages, harmless })) {
      const files = readdirSync(`${HERE}${folder}`).map(name => name.replace(/\.ts$/, ''))
      expect(listed.map(({ id }) => id).sort()).toEqual(files.sort())
    }
    expect(breakages.every(({ kind }) => kind === 'breakage')).toBe(true)
    expect(harmless.every(({ kind }) => kind === 'harmless')).toBe(true)
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length)
  })

  it('says of each case what a person would notice, in words of its own', () => {
    expect(new Set(cases.map(({ symptom }) => symptom)).size).toBe(cases.length)
    for (const { id, symptom } of cases) expect(symptom, id).toMatch(/^.{15,}\.$/)
  })

  it('asks no other host', () => {
    for (const { id, base, candidate } of cases)
      expect([...textsOf(base), ...textsOf(candidate)].flatMap(hostsIn), id).toEqual([])
    const sources = readdirSync(HERE, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
    expect(sources.flatMap(name => hostsIn(readFileSync(HERE + name, 'utf8')))).toEqual([])
    expect(hostsIn(['<script src="', '/cdn.example.com/a.js">'].join('/'))).toEqual(['cdn.example.com'])
  })

  it.each(cases.map(one => [one.id, one] as const))(
    '%s: two sides that differ and answer as declared',
    async (_, one) => {
      expect(isSame(one.base, one.candidate)).toBe(false)
      for (const side of SIDES) {
        const { origin, close } = await serveSite(one[side], 1)
        const answers = await Promise.all(one.pages.map(page => fetch(origin + page, { redirect: 'manual' })))
        expect(answers.map(({ status }) => status)).toEqual(one.pages.map(page => statusOf(one, side, page)))
        await close()
      }
    },
  )
})

describe('a served site', () => {
  it('ends although an answer is still awaited', async () => {
    let taken = () => {}
    const arrived = new Promise<void>(resolve => {
      taken = resolve
    })
    const respond: NonNullable<Site['respond']> = () => {
      taken()
      return { never: true }
    }
    const { origin, close } = await serveSite({ files: {}, respond }, 1)
    const asked = fetch(origin).catch(error => error)
    await arrived
    await close()
    expect(await asked).toBeInstanceOf(Error)
  })

  it('leaves to chance what its seed says', async () => {
    const site: Site = { files: {}, respond: (_, { random }) => ({ body: String(random()) }) }
    const seen = async (seed: number): Promise<string> => {
      const { origin, close } = await serveSite(site, seed)
      const body = await (await fetch(origin)).text()
      await close()
      return body
    }
    expect(await seen(1)).toBe(await seen(1))
    expect(await seen(1)).not.toBe(await seen(2))
  })

  it('says that a path is none of its, and that a page takes no form', async () => {
    const { origin, close } = await serveSite({ files: { '/': '<p>Hello' } }, 1)
    expect((await fetch(`${origin}/none`)).status).toBe(404)
    expect((await fetch(origin, { method: 'POST' })).status).toBe(405)
    expect((await fetch(origin)).headers.get('content-type')).toBe('text/html; charset=utf-8')
    await close()
  })
})
