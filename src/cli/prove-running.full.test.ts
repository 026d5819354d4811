import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startProgram } from './fixtures/run-program.js'
import { serveFolder } from './fixtures/serve-folder.js'
import { shopVersions } from './fixtures/versions.js'

let on: Awaited<ReturnType<typeof shopVersions>>
let site: Awaited<ReturnType<typeof serveFolder>>
/** Both versions below one address, as their own folders. */
beforeAll(async () => {
  on = await shopVersions()
  for (const version of ['heavy', 'light']) {
    on.git('checkout', '-q', version)
    const folder = path.join(on.folder, 'sites', version)
    mkdirSync(folder, { recursive: true })
    for (const name of on.git('ls-files').split('\n'))
      writeFileSync(path.join(folder, name), readFileSync(path.join(on.shop, name)))
  }
  site = await serveFolder(path.join(on.folder, 'sites'))
})
afterAll(async () => {
  await site.close()
  rmSync(on.folder, { recursive: true, force: true })
})

const prove = (...args: string[]) =>
  startProgram(on.folder, ['prove', ...args, '--profiles', 'mobile', '--budget', '8m', '--json']).ended
const last = (stdout: string) => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')

it('two pages of a service that runs are held against each other, and it goes on running', async () => {
  const url = (version: string) => `http://localhost:${site.port}/${version}/`
  const { code, stdout } = await prove(url('heavy'), url('light'))
  const proving = last(stdout)
  // On a machine that is too noisy it stays undecided.
  expect([code, proving.outcome], stdout).toEqual(code === 0 ? [0, 'better'] : [3, 'undecided'])
  const bytes = proving.changes.find((one: { metric: string }) => one.metric === 'image-transfer-size')
  expect(bytes.change).toBeLessThan(-70)
  expect(proving).toMatchObject({
    base: { name: url('heavy'), kind: 'running', revision: null, place: url('heavy') },
    candidate: { kind: 'running', place: url('light') },
    pages: [{ path: '/heavy/' }],
    tested: { crawled: 0, ownTests: 'not-built' },
    caveats: expect.arrayContaining([
      expect.stringContaining('answered by the service'),
      expect.stringContaining('one draw of its noise'),
    ]),
  })
  expect((await fetch(url('light'))).status).toBe(200)
})

it('what runs is held against a folder, on the pages that its own links lead to', async () => {
  const running = await serveFolder(path.join(on.folder, 'sites', 'light'))
  try {
    const { code, stdout } = await prove(`http://127.0.0.1:${running.port}`, './sites/light', '--not-worse')
    const proving = last(stdout)
    expect([code, proving.outcome], stdout).toEqual(code === 0 ? [0, 'not-worse'] : [3, 'undecided'])
    const bytes = proving.proof.counted.filter((one: { metric: string }) => one.metric === 'total-transfer-size')
    // The service tells no lengths, and is counted all the same; what it makes on request is compressed less than files are.
    expect(bytes.length).toBeGreaterThan(0)
    for (const { before, after } of bytes) expect(Math.abs(before / after - 1)).toBeLessThan(0.02)
    expect(proving).toMatchObject({
      pages: [{ path: '/' }, { path: '/about.html' }],
      base: { kind: 'running' },
      candidate: { kind: 'folder' },
      caveats: expect.arrayContaining([
        expect.stringContaining('ran already'),
        expect.stringContaining('Only ./sites/light was built here'),
      ]),
    })
  } finally {
    await running.close()
  }
})
