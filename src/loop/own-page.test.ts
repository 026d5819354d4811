import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { quiet } from '../change/fixtures/repository.js'
import { Lab } from '../instruments/lab/index.js'
import { serveArm } from '../instruments/serving/index.js'
import { PROFILES } from '../model/profile.js'
import { asOfBase, lineAsOfBase, withOwnPage } from './own-page.js'

it.each([
  ['/new/', '/new/', '/old/', '/old/'],
  ['/new/about.html', '/new/', '/old/', '/old/about.html'],
  ['/new/?page=2', '/new/', '/old/', '/old/?page=2'],
  ['/imprint', '/new/', '/old/', '/imprint'],
  ['/newer/x', '/new/', '/old/', '/newer/x'],
  // Pages beside each other: what lies there is of both.
  ['/new.html#top', '/new.html', '/old.html', '/old.html#top'],
  ['/style.css', '/new.html', '/old.html', '/style.css'],
  ['/new?v=2', '/new?v=2', '/old?v=1', '/old?v=1'],
  ['https://elsewhere.example/new/', '/new/', '/old/', 'https://elsewhere.example/new/'],
])('%s of a candidate at %s is, where the base is at %s, %s', (path, own, base, expected) => {
  expect(asOfBase(path, own, base)).toBe(expected)
})

it.each([
  ['“About us” leads to /new/about.html', '“About us” leads to /old/about.html'],
  ['canonical address "/new/"', 'canonical address "/old/"'],
  ['Uncaught Error: that fails (/new/main.js)', 'Uncaught Error: that fails (/old/main.js)'],
  ['“New/used” leads to /imprint and/or elsewhere', '“New/used” leads to /imprint and/or elsewhere'],
  ['/new/gone.json answers 404', '/old/gone.json answers 404'],
])('a line with paths in it: %s', (line, expected) => {
  expect(lineAsOfBase(line, '/new/', '/old/')).toBe(expected)
})

it('what a candidate asked for at its own path bears the paths of the base; that of the base stays as it is', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'own-page-'))
  for (const at of ['old', 'new']) {
    await mkdir(path.join(folder, at))
    await writeFile(path.join(folder, at, 'index.html'), `<!doctype html><title>x</title><p>x<img src="${at}.svg">`)
  }
  const target = { id: 'x', name: 'x', framework: 'frontend', root: folder, pages: [], environment: {} } as const
  const arm = { revision: 'x', root: folder, bundleStatistics: null, buildMilliseconds: 0 }
  const lab = await Lab.open({ logger: quiet })
  try {
    const side = {
      target,
      profiles: [PROFILES.mobile],
      lab,
      logger: quiet,
      signal: new AbortController().signal,
      serve: () => serveArm(arm, { ...target, serve: { kind: 'static', folder: '.' } }, { logger: quiet }),
      bundle: async () => null,
      preparation: () => [],
      step: () => {},
    }
    const [old, own] = [
      { id: 'x', path: '/old/', weight: 1 },
      { id: 'x', path: '/new/', weight: 1 },
    ]
    const asked = await Promise.all(
      withOwnPage(side, side, old, own).map(async runtime => {
        const served = await runtime.serve(arm)
        const { requests } = await runtime.lab.visit(served, old, PROFILES.mobile)
        await served.stop()
        return requests.map(({ url }) => url)
      }),
    )
    expect(asked).toEqual([
      ['/old/', '/old/old.svg'],
      ['/old/', '/old/new.svg'],
    ])
  } finally {
    await lab.close()
    await rm(folder, { recursive: true, force: true })
  }
})
