import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const VITEST = `node ${JSON.stringify(join(ROOT, 'node_modules/vitest/vitest.mjs'))} run --globals`

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewright-ci-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Runs our `.ci/run` on a small project with real tests; gives its exit code and last line. */
async function run(script: string, tests: string): Promise<{ code: number; last: string }> {
  const manifest = { name: 'small', version: '1.0.0', private: true, scripts: { test: script } }
  const lock = { name: 'small', version: '1.0.0', lockfileVersion: 3, requires: true, packages: { '': manifest } }
  await mkdir(join(folder, '.ci'))
  await copyFile(join(ROOT, '.ci/run'), join(folder, '.ci/run'))
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock))
  await writeFile(join(folder, 'a.test.js'), tests)
  const { code, stdout } = await promisify(execFile)('bash', [join(folder, '.ci/run')]).then(
    done => ({ code: 0, stdout: done.stdout }),
    (failed: { code: number; stdout: string }) => failed,
  )
  return { code, last: stdout.trimEnd().split('\n').at(-1) ?? '' }
}

const PASSES = "test('one', () => {}); test('two', () => {});"

describe('.ci/run', () => {
  it('counts what passed', async () => {
    expect(await run(VITEST, PASSES)).toEqual({ code: 0, last: '2 passed, 0 failed' })
  })

  it('counts what failed, and fails', async () => {
    const tests = `${PASSES} test('three', () => expect(1).toBe(2)); test.skip('four', () => {})`
    expect(await run(VITEST, tests)).toEqual({ code: 1, last: '2 passed, 1 failed' })
  })

  it('fails where a step before the tests fails', async () => {
    const { code, last } = await run(`exit 3 && ${VITEST}`, PASSES)
    expect(code).toBeGreaterThan(0)
    expect(last).toBe('0 passed, 0 failed')
  })

  it('fails where no test ran though the command succeeded', async () => {
    expect(await run('true', PASSES)).toEqual({ code: 1, last: '0 passed, 0 failed' })
  })
})
