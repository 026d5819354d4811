import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const run = async (command: string, args: readonly string[], cwd: string) =>
  promisify(execFile)(command, [...args], { cwd }).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (failed: { code: number; stdout: string; stderr: string }) => ({
      code: failed.code,
      output: failed.stdout + failed.stderr,
    }),
  )
const tsc = (args: readonly string[], cwd: string) =>
  run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...args], cwd)

let user: string

/** A project that depends on the package: built as `npm run build` does, laid out as npm would install it. */
beforeAll(async () => {
  user = await realpath(await mkdtemp(join(tmpdir(), 'tunewright-user-')))
  const installed = join(user, 'node_modules/tunewright')
  await mkdir(installed, { recursive: true })
  await copyFile(join(ROOT, 'package.json'), join(installed, 'package.json'))
  await symlink(join(ROOT, 'node_modules'), join(installed, 'node_modules'))
  const built = await tsc(['-p', join(ROOT, 'tsconfig.build.json'), '--outDir', join(installed, 'dist')], ROOT)
  expect(built).toEqual({ code: 0, output: '' })
  const compilerOptions = {
    strict: true,
    module: 'nodenext',
    target: 'es2023',
    noEmit: true,
    skipLibCheck: true,
    types: [],
  }
  await writeFile(join(user, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['user.ts'] }))
  await writeFile(join(user, 'package.json'), '{"type": "module"}')
})
afterAll(() => rm(user, { recursive: true, force: true }))

describe('the package, from outside', () => {
  it('types the specification’s literal, and refuses a misspelt one', async () => {
    const seed = (await readFile(join(ROOT, 'test/contract/seed-optimizer.ts'), 'utf8'))
      .replace(/^import .*registry.*$/m, '')
      .replace('../../src/model/optimizer.js', 'tunewright')
    await writeFile(join(user, 'user.ts'), seed)
    expect(await tsc([], user)).toEqual({ code: 0, output: '' })
    await writeFile(
      join(user, 'user.ts'),
      seed.replace('minChunks', 'minChunk').replace("'bundle-size', 'load-time'", "'bundle'"),
    )
    const { code, output } = await tsc([], user)
    expect(code).not.toBe(0)
    expect(output).toContain("'minChunk' does not exist")
    expect(output).toContain(`Type '"bundle"' is not assignable`)
  })

  it('loads, and has what the documentation names', async () => {
    const script = "import('tunewright').then(package_ => console.log(Object.keys(package_).sort().join(' ')))"
    const { code, output } = await run(process.execPath, ['--input-type=module', '-e', script], user)
    expect(code, output).toBe(0)
    expect(output.trim().split(' ')).toEqual(
      expect.arrayContaining([
        'METRICS',
        'OptimizationAutomationOrchestrator',
        'TunewrightError',
        'consoleLogger',
        'detectTarget',
        'fileConfiguration',
        'pinoLogger',
        'prometheusMetrics',
        'storeMetrics',
        'winstonLogger',
      ]),
    )
  })

  it('has a command', async () => {
    const bin = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')).bin.tunewright as string
    const { code, output } = await run(process.execPath, [join(user, 'node_modules/tunewright', bin), '--help'], user)
    expect(code, output).toBe(0)
    expect(output).toContain('optimize')
  })
})
