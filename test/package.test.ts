import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { glob } from 'tinyglobby'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namedModules } from './layers-imports.js'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const run = async (command: string, args: readonly string[], cwd: string) =>
  promisify(execFile)(command, [...args], { cwd }).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (failed: { code: number; stdout: string; stderr: string }) => ({
      code: failed.code,
      output: failed.stdout + failed.stderr,
    }),
  )

interface Manifest {
  readonly types: string
  readonly bin: { readonly tunewright: string }
  readonly exports: { readonly '.': { readonly types: string; readonly default: string } }
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
}

/** Of a user who wants all that the compiler can say. */
const compilerOptions = {
  strict: true,
  module: 'nodenext',
  target: 'es2023',
  noEmit: true,
  skipLibCheck: true,
  types: [] as string[],
}

let folder: string
/** A project that depends on the package, as npm lays it out. */
let user: string
let installed: string
let manifest: Manifest
/** What is in the package, relative to it. */
let packed: readonly string[]

/** Packs what is in this checkout, built by the package's own script; nothing in the checkout is written. */
async function pack(): Promise<string> {
  const copy = join(folder, 'checkout')
  await mkdir(copy)
  const names = [
    'package.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'README.md',
    'LICENSE',
    'scripts',
    'schema',
    'src',
    'templates',
  ]
  for (const name of names) await cp(join(ROOT, name), join(copy, name), { recursive: true })
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  const settings = ['--offline', '--no-update-notifier', '--cache', join(folder, 'npm')]
  const { code, output } = await run('npm', ['pack', '--pack-destination', folder, ...settings], copy)
  expect(code, output).toBe(0)
  const [archive] = (await readdir(folder)).filter(name => name.endsWith('.tgz'))
  return join(folder, archive!)
}

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'tunewright-package-')))
  user = join(folder, 'user')
  installed = join(user, 'node_modules/tunewright')
  await mkdir(installed, { recursive: true })
  const extracted = await run('tar', ['-xzf', await pack(), '--strip-components=1', '-C', installed], folder)
  expect(extracted).toEqual({ code: 0, output: '' })
  packed = await glob('**', { cwd: installed, dot: true })
  manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as Manifest
  // What is declared, and nothing else: what only our development has is not there for users either.
  for (const name of Object.keys(manifest.dependencies)) {
    const place = join(user, 'node_modules', name)
    await mkdir(dirname(place), { recursive: true })
    await symlink(join(ROOT, 'node_modules', name), place)
  }
  await writeFile(join(user, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['user.ts'] }))
  await writeFile(join(user, 'package.json'), '{"type": "module"}')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const modules = () => packed.filter(file => /\.(js|cjs|d\.ts)$/.test(file))
const textOf = (file: string) => readFile(join(installed, file), 'utf8')

/** Every module that the packed files name, also by `require` and `createRequire(…).resolve`. */
async function named(): Promise<{ file: string; name: string }[]> {
  const found = await Promise.all(
    modules().map(async file => {
      const text = await textOf(file)
      const resolved = [...text.matchAll(/createRequire\(import\.meta\.url\)(?:\.resolve)?\('([^']+)'\)/g)]
      const required = file.endsWith('.cjs') ? [...text.matchAll(/\brequire\('([^']+)'\)/g)] : []
      return [...namedModules(text), ...[...resolved, ...required].map(([, name]) => name!)].map(name => ({
        file,
        name,
      }))
    }),
  )
  return found.flat()
}

describe('what is packed', () => {
  it('is the built code with its manifest, readme and licence: no sources, tests or fixtures', () => {
    expect(packed).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE']))
    expect(packed.filter(file => file.startsWith('dist/')).length).toBeGreaterThan(300)
    const others = packed.filter(
      file =>
        !/^dist\/.*\.([cm]?js|d\.ts|js\.map)$/.test(file) &&
        !/^(package\.json|README\.md|LICENSE|schema\/(?:check|report|comparison)\.schema\.json)$/.test(file) &&
        !/^templates\/own-strategy\/(?:index\.mjs|index\.test\.mjs|README\.md)$/.test(file),
    )
    expect(others).toEqual([])
    const ours = packed.filter(file => file.startsWith('dist/'))
    // What the tests of users' own strategies are given is what our own use.
    const given = /^dist\/strategies\/fixtures\/(?:context|folder-workspace|observed|static-site)\./
    expect(ours.filter(file => /\.test\.|\/fixtures\//.test(file) && !given.test(file))).toEqual([])
    const { types, bin, exports } = manifest
    for (const named of [types, bin.tunewright, exports['.'].types, exports['.'].default]) {
      expect(packed).toContain(normalize(named))
    }
  })

  it('has every file that it reads or imports at run time', async () => {
    const missing: string[] = []
    let assets = 0
    for (const file of modules()) {
      // The demo works on the example of the repository, and is not run from the package.
      if (/^dist\/demo\b/.test(file)) continue
      for (const [, asset] of (await textOf(file)).matchAll(/new URL\('(\.[^']*)',\s*import\.meta\.url\)/g)) {
        assets++
        const path = normalize(join(dirname(file), asset!))
        if (!packed.includes(path)) missing.push(`${file} reads ${path}`)
      }
    }
    for (const { file, name } of await named()) {
      if (!name.startsWith('.')) continue
      const path = normalize(join(dirname(file), name))
      const declared = path.replace(/\.js$/, '.d.ts')
      if (!packed.includes(path) && !(file.endsWith('.d.ts') && packed.includes(declared)))
        missing.push(`${file} imports ${path}`)
    }
    expect(missing).toEqual([])
    // The hook that is preloaded into builds, and the manifest with the version.
    expect(assets).toBeGreaterThanOrEqual(2)
  })

  it('imports nothing that is not declared as a dependency of its users', async () => {
    const declared = { ...manifest.dependencies, ...manifest.peerDependencies }
    const used = new Set<string>()
    const undeclared = new Set<string>()
    for (const { file, name } of await named()) {
      if (name.startsWith('.') || name.startsWith('node:') || builtinModules.includes(name)) continue
      const owner = name.split('/', name.startsWith('@') ? 2 : 1).join('/')
      used.add(owner)
      if (!Object.hasOwn(declared, owner)) undeclared.add(`${owner} (${file})`)
    }
    expect([...undeclared]).toEqual([])
    expect(used.size).toBeGreaterThan(15)
  })
})

describe('the package, from outside', () => {
  const tsc = () => run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc')], user)

  it('types the specification’s literal, and refuses a misspelt one', async () => {
    const seed = (await readFile(join(ROOT, 'test/contract/seed-optimizer.ts'), 'utf8'))
      .replace(/^import .*registry.*$/m, '')
      .replace('../../src/model/optimizer.js', 'tunewright')
    await writeFile(join(user, 'user.ts'), seed)
    expect(await tsc()).toEqual({ code: 0, output: '' })
    await writeFile(
      join(user, 'user.ts'),
      seed.replace('minChunks', 'minChunk').replace("'bundle-size', 'load-time'", "'bundle'"),
    )
    const { code, output } = await tsc()
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
        'openStore',
        'pinoLogger',
        'prometheusMetrics',
        'recompute',
        'storeMetrics',
        'winstonLogger',
      ]),
    )
  })

  it('makes a strategy of one’s own, whose test passes, whose types hold, and which a session has', async () => {
    const command = (...args: string[]) =>
      run(process.execPath, [join(installed, manifest.bin.tunewright), 'strategy', ...args], user)
    await writeFile(join(user, 'index.html'), '<!doctype html><p>Lamps</p>')
    const { code, output } = await command('new', 'late-text')
    expect(code, output).toBe(0)
    expect(output).toContain('node --test tunewright/late-text/index.test.mjs')
    const tested = await run(process.execPath, ['--test', 'tunewright/late-text/index.test.mjs'], user)
    expect(tested.output).toMatch(/pass 2\b/)
    expect(tested.code, tested.output).toBe(0)
    const options = { ...compilerOptions, allowJs: true, checkJs: true, types: ['node'] }
    const place = join(user, 'tsconfig.own.json')
    await writeFile(place, JSON.stringify({ compilerOptions: options, include: ['tunewright'] }))
    await mkdir(join(user, 'node_modules/@types'), { recursive: true })
    for (const name of ['@types/node', 'undici-types'])
      await symlink(join(ROOT, 'node_modules', name), join(user, 'node_modules', name))
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    expect(await run(process.execPath, [tsc, '-p', place], user)).toEqual({ code: 0, output: '' })
    await writeFile(join(user, 'tunewright.config.json'), '{"strategies": ["./tunewright/late-text"]}')
    expect((await command('list')).output).toMatch(/late-text +\.\/tunewright\/late-text +static/)
  })

  it('has a command', async () => {
    const { code, output } = await run(process.execPath, [join(installed, manifest.bin.tunewright), '--help'], user)
    expect(code, output).toBe(0)
    expect(output).toContain('optimize')
  })
})
