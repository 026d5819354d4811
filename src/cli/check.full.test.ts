import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fingerprint } from '../change/fixtures/repository.js'
import type { BuildCheck } from '../model/check.js'
import { type Bundler, bundledShop } from './fixtures/bundled-shop.js'
import { lastLine, startProgram } from './fixtures/run-program.js'

describe.each<Bundler>(['webpack', 'vite'])('a build by %s', bundler => {
  let on: ReturnType<typeof bundledShop>
  beforeAll(() => {
    on = bundledShop(bundler)
  })
  afterAll(() => on.remove())

  const check = async (args: readonly string[] = [], environment: Record<string, string> = {}) => {
    const ended = await startProgram(on.folder, ['check', 'shop', '--json', ...args], environment).ended
    return { ...ended, result: () => lastLine(ended.stdout) as BuildCheck }
  }

  it('is held against where the branch left main: each cause is named, with its commit, and nothing is left behind', async () => {
    const before = fingerprint(on.shop)
    const { code, stdout, result } = await check(['--report', 'size.md'])
    expect(code).toBe(0)
    const { growth, entries, base, bundler: by } = result()
    expect(base).toMatchObject({ name: 'main', revision: on.git('rev-parse', 'main') })
    expect(by).toMatch(bundler)
    expect(entries[0]!.size - entries[0]!.before!.size).toBeGreaterThan(80_000)
    expect(growth[0]).toMatchObject({ kind: 'new-package', subject: 'lodash', importedBy: ['src/cart.js'] })
    expect(growth[0]?.commits.map(({ subject }) => subject)).toEqual(['Add the cart'])
    expect(growth[1]).toMatchObject({ kind: 'moved-to-first-load', subject: 'semver' })
    expect(growth[1]?.message).toContain('src/index.js imports src/dialog.js statically now, by import() before')
    expect(growth[1]?.commits.map(({ subject }) => subject)).toEqual(['Open the dialog at once'])
    expect(growth.find(({ subject }) => subject === 'src/lamps.js')).toMatchObject({ kind: 'larger-module' })
    const lines = stdout.split('\n').filter(line => !line.startsWith('{'))
    expect(lines.filter(line => [...line].length > 80)).toEqual([])
    expect(readFileSync(path.join(on.folder, 'size.md'), 'utf8')).toMatch(/^# No budgets are set\n[\s\S]*lodash/)
    expect(fingerprint(on.shop)).toEqual(before)
    for (const name of ['work', 'runs', 'processes', 'locks']) {
      const folder = path.join(on.folder, 'state', name)
      expect([name, existsSync(folder) ? readdirSync(folder) : []]).toEqual([name, []])
    }
  })

  it('exits with 5 where a budget is not kept, or limits nothing, and with 0 where all are', async () => {
    const entry = bundler === 'webpack' ? 'main' : 'index'
    const of = (budgets: unknown) => ({ TUNEWRIGHT_BUDGETS: JSON.stringify(budgets) })
    const broken = await check(['--github'], {
      ...of([
        { entry, must: ['size <= 400kb', 'growth <= 5%'] },
        { files: 'none/*.js', must: 'count <= 1' },
      ]),
      GITHUB_STEP_SUMMARY: path.join(on.folder, 'summary.md'),
    })
    expect(broken.code).toBe(5)
    expect(broken.result().budgets.map(({ outcome }) => outcome)).toEqual(['kept', 'broken', 'void'])
    expect(broken.stdout).toMatch(/^::error title=Budget 1::entry \w+ grew by .*lodash/m)
    expect(readFileSync(path.join(on.folder, 'summary.md'), 'utf8')).toContain('2 of 2 budgets are not kept')
    const kept = await check(
      [],
      of([
        { entry, must: 'size <= 400kb' },
        { package: 'moment', must: 'size == 0' },
      ]),
    )
    expect(kept.code).toBe(0)
  })
})

describe('a check', () => {
  let on: ReturnType<typeof bundledShop>
  beforeAll(() => {
    on = bundledShop('vite')
  })
  afterAll(() => on.remove())
  const run = (...args: string[]) => startProgram(on.folder, ['check', 'shop', ...args])

  it('refuses a budget that cannot be read before anything is built, with its path', async () => {
    const file = path.join(on.folder, 'bad.json')
    writeFileSync(file, JSON.stringify({ budgets: [{ entry: 'index', must: 'size > 300kb' }] }))
    const { code, stderr } = await run('--config', file).ended
    expect(code).toBe(2)
    expect(stderr).toContain('budgets[0].must')
    expect(stderr).not.toContain('building')
  })

  it('says that a base does not build, and fails where that was asked for or is needed', async () => {
    on.git('checkout', '-q', 'main')
    on.commit('Break it', { 'src/index.js': 'import "./nowhere.js"\n' })
    on.git('checkout', '-q', '-B', 'fixed')
    on.commit('Repair it', { 'src/index.js': 'document.title = "Shop"\n' })
    const compared = await run('--json').ended
    expect(compared.code).toBe(0)
    expect(lastLine(compared.stdout).base).toMatchObject({ missing: expect.stringContaining('could not be built') })
    const asked = await run('--base', 'main').ended
    expect(asked.code).toBe(1)
    expect(asked.stderr).toContain('Nothing was held against main')
    const unknown = await run('--base', 'nothing').ended
    expect(unknown.code).toBe(2)
  })

  it('stopped by Ctrl-C leaves nothing behind', async () => {
    on.git('checkout', '-q', 'cart')
    const running = run()
    await running.said('building HEAD')
    running.child.kill('SIGINT')
    expect((await running.ended).code).toBe(130)
    for (const name of ['work', 'runs', 'processes', 'locks']) {
      const folder = path.join(on.folder, 'state', name)
      expect([name, existsSync(folder) ? readdirSync(folder) : []]).toEqual([name, []])
    }
  })
})
