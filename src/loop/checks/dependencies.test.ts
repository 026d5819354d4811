import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeRepository, userGit } from '../../change/fixtures/repository.js'
import { type BaseDependencies, readBaseDependencies } from './dependencies/base.js'
import { checkDependencies } from './dependencies.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'dependencies-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = (name: string, content: object) => writeFile(path.join(folder, name), JSON.stringify(content))
const manifest = (content: object) => write('package.json', content)
async function install(name: string, version: string, more: object = {}) {
  await mkdir(path.join(folder, 'node_modules', name), { recursive: true })
  await write(`node_modules/${name}/package.json`, { name, version, ...more })
}
const lock = (packages: object) => write('package-lock.json', { lockfileVersion: 3, packages })

/** A project of which everything fits: a view library with its peer, locked. */
const project = {
  engines: { node: '>=18' },
  dependencies: { view: '^18.0.0', 'view-dom': '^18.0.0', other: 'github:some/other' },
  devDependencies: { webpack: '^5.0.0' },
}
const locked = {
  '': project,
  'node_modules/view': { version: '18.2.0' },
  'node_modules/view-dom': { version: '18.2.0' },
  'node_modules/webpack': { version: '5.90.0' },
  'node_modules/webpack/node_modules/deep': { version: '1.0.0' },
  'node_modules/only-on-another-system': { version: '1.0.0', optional: true },
}
beforeEach(async () => {
  await manifest(project)
  await install('view', '18.2.0', { engines: { node: '>=0.10.0' } })
  await install('view-dom', '18.2.0', {
    peerDependencies: { view: '^18.2.0', types: '*' },
    peerDependenciesMeta: { types: { optional: true } },
  })
  await install('webpack', '5.90.0')
  await install('webpack/node_modules/deep', '1.0.0')
  await lock(locked)
})

const NEW: BaseDependencies = { asked: {}, locked: {} }
/** The unchanged system, as it was before anything was kept. */
const BASE: BaseDependencies = {
  asked: { ...project.dependencies, ...project.devDependencies },
  locked: { view: '18.2.0' },
}

const check = (base = BASE) => checkDependencies(folder, base, { webpack: '^4.0.0 || ^5.0.0' })

async function refusal(base = BASE): Promise<string> {
  const { passed, evidence } = await check(base)
  expect(passed, evidence).toBe(false)
  return evidence
}

describe('what fits', () => {
  it('passes, and says what was held against what', async () => {
    expect(await check()).toEqual({
      name: 'dependency-compatibility-check',
      passed: true,
      evidence: `3 packages are installed as package.json asks, as package-lock.json has it; their peers and engines.node (${process.version}) hold.`,
    })
  })

  it('passes without a lock file, and says so', async () => {
    await rm(path.join(folder, 'package-lock.json'))
    expect(await check()).toMatchObject({ passed: true, evidence: expect.stringContaining('no npm lock file') })
  })

  it('passes with what a lock file has and nobody asks for any more: npm ci leaves it out', async () => {
    const before = { ...project, devDependencies: { ...project.devDependencies, gone: '^1.0.0' } }
    await lock({
      ...locked,
      '': before,
      'node_modules/webpack': { version: '5.90.0', dependencies: { deep: '^1.0.0' } },
      'node_modules/gone': { version: '1.0.0', dependencies: { 'gone-too': '1' } },
      'node_modules/gone-too': { version: '1.0.0' },
    })
    expect(await check()).toMatchObject({ passed: true })
    await rm(path.join(folder, 'node_modules/webpack/node_modules'), { recursive: true })
    expect(await refusal()).toContain('deep 1.0.0, which is not installed')
  })

  it('reads the lock file of the workspace that the project is part of', async () => {
    const part = path.join(folder, 'apps/shop')
    await mkdir(part, { recursive: true })
    await write('apps/shop/package.json', project)
    await lock({ ...locked, 'apps/shop': project })
    expect(await checkDependencies(part, BASE)).toMatchObject({ passed: true })
    await install('view', '18.2.1')
    expect(await checkDependencies(part, BASE)).toMatchObject({ passed: false })
  })
})

describe('what does not fit is named, with what mends it', () => {
  it('a range: out of it, or not installed', async () => {
    await manifest({ ...project, dependencies: { ...project.dependencies, view: '^19.0.0', gone: '^1.0.0' } })
    const evidence = await refusal()
    expect(evidence).toContain('view 18.2.0 is outside ^19.0.0; gone is not installed')
    expect(evidence).toContain('npm install')
  })

  it('the lock file: another version, missing, made for another package.json, unreadable', async () => {
    await install('webpack/node_modules/deep', '1.0.1')
    expect(await refusal()).toContain(
      'package-lock.json has webpack/node_modules/deep 1.0.0, which is installed as 1.0.1. Run npm install where package.json was changed, else npm ci.',
    )
    await rm(path.join(folder, 'node_modules/webpack/node_modules'), { recursive: true })
    expect(await refusal()).toContain('deep 1.0.0, which is not installed')
    await install('webpack/node_modules/deep', '1.0.0')
    await manifest({ ...project, devDependencies: { webpack: '>=5' } })
    expect(await refusal()).toContain('was made for webpack ^5.0.0, and package.json asks for >=5')
    await manifest(project)
    await writeFile(path.join(folder, 'package-lock.json'), '{"packages":')
    expect(await refusal()).toContain('cannot be read')
  })

  it('a peer: out of range, or missing and not optional', async () => {
    await install('view-dom', '18.2.0', { peerDependencies: { view: '^17.0.0', gone: '^1.0.0' } })
    const evidence = await refusal(NEW)
    expect(evidence).toContain('view-dom 18.2.0 asks for view ^17.0.0 beside it, and 18.2.0 is installed')
    expect(evidence).toContain('asks for gone ^1.0.0 beside it, and none is installed')
    expect(evidence).toContain('Install view@"^17.0.0", or a view-dom that works with view 18.2.0.')
  })

  it('an optional peer that is there in a wrong version', async () => {
    await install('types', '1.0.0')
    await install('view-dom', '18.2.0', {
      peerDependencies: { types: '^2.0.0' },
      peerDependenciesMeta: { types: { optional: true } },
    })
    expect(await refusal(NEW)).toContain('asks for types ^2.0.0')
  })

  it('a peer that the change itself brings out of range', async () => {
    await install('view-dom', '18.2.0', { peerDependencies: { view: '^17.0.0' } })
    expect(await refusal({ ...BASE, locked: { ...BASE.locked, view: '17.0.2' } })).toContain('asks for view ^17.0.0')
    expect(await refusal({ ...BASE, asked: { ...BASE.asked, view: '^17.0.0' } })).toContain('asks for view ^17.0.0')
  })

  it('a peer that was out of range before is only warned of: npm installs it under legacy-peer-deps', async () => {
    await install('view-dom', '18.2.0', { peerDependencies: { view: '^17.0.0' } })
    const { passed, evidence } = await check()
    expect(passed).toBe(true)
    expect(evidence).toContain(
      `; engines.node (${process.version}) hold. Warning: view-dom 18.2.0 asks for view ^17.0.0`,
    )
  })

  it('Node: too old or too new for the project', async () => {
    await manifest({ ...project, engines: { node: '>=99' } })
    expect(await refusal()).toContain(`The project asks for Node >=99 (engines.node), and this is ${process.version}`)
  })

  it.each([
    ['a package that the unchanged system does not ask for', NEW],
    ['another range of it', { ...BASE, asked: { ...BASE.asked, view: '^17.0.0' } }],
    ['another version of it', { ...BASE, locked: { view: '18.1.0' } }],
  ])('Node: too old or too new for %s', async (_, base) => {
    await install('view', '18.2.0', { engines: { node: '<4' } })
    expect(await refusal(base)).toContain(
      `view 18.2.0, which the unchanged system does not have, asks for Node <4 (engines.node), and this is ${process.version}`,
    )
  })

  it('a package that wants another Node is only warned of where the unchanged system has the same', async () => {
    await install('view', '18.2.0', { engines: { node: '<4' } })
    const { passed, evidence } = await check()
    expect(passed).toBe(true)
    expect(evidence).toContain('their peers hold. Warning: view 18.2.0 asks for Node <4 (engines.node)')
    expect(evidence).toContain('The unchanged system has the same, so this refuses nothing.')
  })

  it('a tool in a version that the strategy does not work on', async () => {
    await install('webpack', '3.12.0')
    expect(await refusal()).toContain(
      'The strategy works on webpack ^4.0.0 || ^5.0.0, and the project builds with 3.12.0',
    )
  })
})

describe('what the unchanged system asked for', () => {
  const kept = { dependencies: { view: '^18.0.0' } }
  const made: string[] = []
  afterEach(() => Promise.all(made.splice(0).map(place => rm(place, { recursive: true, force: true }))))
  /** A repository with a commit on top of its base that asks for more. */
  const changed = async (files: Record<string, object>, prefix: string) => {
    const repository = makeRepository(
      Object.fromEntries(Object.entries(files).map(([name, content]) => [name, JSON.stringify(content)])),
    )
    made.push(repository)
    const base = userGit(repository, 'rev-parse', 'HEAD')
    const more = { ...kept, devDependencies: { added: '^1.0.0' } }
    await writeFile(path.join(repository, prefix, 'package.json'), JSON.stringify(more))
    userGit(repository, 'commit', '-aqm', 'More')
    return readBaseDependencies({ folder: repository, base, prefix })
  }
  const versions = {
    'node_modules/view': { version: '18.2.0' },
    'node_modules/a/node_modules/view': { version: '1.0.0' },
  }

  it('is read from the commit that changes are built on', async () => {
    const files = { 'package.json': kept, 'package-lock.json': { packages: { '': kept, ...versions } } }
    expect(await changed(files, '')).toEqual({ asked: kept.dependencies, locked: { view: '18.2.0' } })
  })

  it('is that of the package within its workspace, with its own copies first', async () => {
    const own = { 'apps/shop': kept, ...versions, 'apps/shop/node_modules/view': { version: '18.3.0' } }
    const files = { 'apps/shop/package.json': kept, 'package-lock.json': { packages: own } }
    expect(await changed(files, 'apps/shop')).toEqual({ asked: kept.dependencies, locked: { view: '18.3.0' } })
    expect(await changed({ 'apps/shop/package.json': kept }, 'apps/shop')).toEqual({
      asked: kept.dependencies,
      locked: {},
    })
  })
})
