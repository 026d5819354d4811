import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import picocolors from 'picocolors'
import { afterAll, describe, expect, it } from 'vitest'
import { TunewrightError } from '../../model/errors.js'
import { OptimizationAutomationOrchestrator } from '../../orchestrator.js'
import { fileConfiguration } from '../../services/file-configuration.js'
import { consoleLogger } from '../../services/logger.js'
import { memoryMetrics } from '../../services/metrics.js'
import { loadStrategies } from '../load-strategies.js'
import { readProjectSettings } from '../project-settings.js'
import { knownStrategies, strategyOf } from './known-strategies.js'
import { newStrategy } from './new-strategy.js'
import { strategyText } from './strategy-text.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

/** A project with files besides its page. */
async function project(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-own-'))
  folders.push(folder)
  for (const [path, text] of Object.entries({ 'index.html': '<!doctype html><p>Lamps</p>', ...files })) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

const naming = (...names: string[]) => ({ 'tunewright.config.json': JSON.stringify({ strategies: names }) })

const failure = (folder: string) =>
  knownStrategies(folder).then(
    () => Promise.reject(new Error('it was accepted')),
    (error: unknown) => error as TunewrightError,
  )

describe('a strategy of one’s own', () => {
  it('is made into the project, is loaded from it, and stands beside the others', async () => {
    const folder = await project(naming())
    const made = await newStrategy(folder, 'late-text')
    expect(made).toMatchObject({
      name: './tunewright/late-text',
      test: 'node --test tunewright/late-text/index.test.mjs',
    })
    for (const file of made.files)
      expect(await readFile(join(folder, file), 'utf8')).not.toMatch(/example.?strategy|\{\{/i)

    await writeFile(join(folder, 'tunewright.config.json'), JSON.stringify({ strategies: [made.name] }))
    const known = await knownStrategies(folder)
    const own = strategyOf(known, 'late-text')
    expect(own).toMatchObject({ source: './tunewright/late-text', targets: ['static'] })
    expect(known.filter(({ source }) => source === null).length).toBeGreaterThan(5)
    expect(strategyText(own, picocolors.createColors(false), 80)).toContain(
      'Largest Contentful Paint: more than 1.50 s',
    )
  })

  it('is held by the stock optimizer of its category, and chosen by its id', async () => {
    const folder = await project()
    await newStrategy(folder, 'late-text')
    await writeFile(join(folder, 'tunewright.config.json'), JSON.stringify({ strategies: ['./tunewright/late-text'] }))
    const { strategies } = await readProjectSettings(folder, {})
    const [loaded] = await loadStrategies(strategies)
    const orchestrator = new OptimizationAutomationOrchestrator(
      consoleLogger({ level: 'error' }),
      await fileConfiguration({ environment: {} }),
      memoryMetrics(),
    )
    const stock = orchestrator.optimizers().find(({ id }) => id === 'bundle-optimizer')!
    orchestrator.registerOptimizer({ ...stock, constraints: [] })
    orchestrator.registerStrategy(loaded!.module, loaded!.source)
    const holders = orchestrator.optimizers().filter(one => one.strategies.some(({ id }) => id === 'late-text'))
    expect(holders.map(({ id }) => id)).toEqual(['page-load-optimizer'])
    // One that the user has replaced stays as it was given.
    expect(orchestrator.optimizers().find(({ id }) => id === 'bundle-optimizer')?.constraints).toEqual([])
    expect(() => orchestrator.registerStrategy(loaded!.module)).toThrow('there is a strategy "late-text" already')
    await orchestrator.close()
  })

  it('is tested by what the project tests with', async () => {
    const folder = await project({ 'package.json': '{"name": "shop", "devDependencies": {"vitest": "*"}}' })
    const { test } = await newStrategy(folder, 'late-text')
    expect(test).toBe('npx vitest run tunewright/late-text')
    expect(await readFile(join(folder, 'tunewright/late-text/index.test.mjs'), 'utf8')).toContain("from 'vitest'")
  })

  it('may be written in TypeScript', async () => {
    const folder = await project({ ...naming('./mine'), ...(await sources('late-text')) })
    const text = await readFile(join(folder, 'mine/index.mjs'), 'utf8')
    await writeFile(join(folder, 'mine/index.ts'), `${text}\nexport const typed: number = 1\n`)
    await rm(join(folder, 'mine/index.mjs'))
    expect(strategyOf(await knownStrategies(folder), 'late-text').source).toBe('./mine')
  })

  it.each([
    ['Late', '"Late" is no id'],
    ['../late', '"../late" is no id'],
    ['lcp-preload', '"lcp-preload" is the name of a strategy'],
    ['resource-hints', 'of what implements one already'],
  ])('has no id that cannot be one: %s', async (id, problem) => {
    const folder = await project()
    await expect(newStrategy(folder, id)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining(problem),
    })
    expect(await readdir(folder)).toEqual(['index.html'])
  })

  it('never takes the place of what is there', async () => {
    const folder = await project({ 'tunewright/late-text/notes.txt': 'mine' })
    await expect(newStrategy(folder, 'late-text')).rejects.toThrow('is there already')
    expect(await readdir(join(folder, 'tunewright/late-text'))).toEqual(['notes.txt'])
    expect(await readdir(join(folder, 'tunewright'))).toEqual(['late-text'])
  })
})

/** The files of a strategy that was made elsewhere, in `mine`, with a change to its module. */
async function sources(id: string, change: (text: string) => string = text => text): Promise<Record<string, string>> {
  const folder = await project()
  await newStrategy(folder, id)
  return { 'mine/index.mjs': change(await readFile(join(folder, `tunewright/${id}/index.mjs`), 'utf8')) }
}

describe('a strategy that cannot be used is told with its file, and what to do', () => {
  it.each<[string, (text: string) => string, string]>([
    ['a kind that there is not', text => text.replace("targets: ['static']", "targets: ['parcel']"), 'targets[0]'],
    ['no kind', text => text.replace("targets: ['static']", 'targets: []'), 'at least one kind of target'],
    ['a misspelt key', text => text.replace('optimizerType:', 'optimiserType:'), 'optimizerType'],
    ['a misspelt key of its manifest', text => text.replace('composition:', 'compose:'), 'composition'],
    [
      'a configuration that its schema refuses',
      text => text.replace("fontDisplay: 'swap' }", "fontDisplay: 'block' }"),
      'fontDisplay',
    ],
    [
      'another type than its actuator',
      text => text.replace("  actuator: {\n    type: 'late-text'", "  actuator: {\n    type: 'later'"),
      'implementation.type and actuator.type',
    ],
    ['no way to apply', text => text.replace('async apply(', 'async carryOut('), 'actuator.apply'],
    [
      'no schema of zod',
      text =>
        text.replace('  configurationSchema,\n  automation', '  configurationSchema: { parse() {} },\n  automation'),
      'zod',
    ],
    ['an id that is taken', text => text.replace("id: 'late-text'", "id: 'lcp-preload'"), '"lcp-preload" already'],
    ['no export', text => text.replace('export const strategy', 'const strategy'), 'exports no strategy'],
    ['a fault in it', text => `${text}\nthrow new Error('not today')\n`, 'not today'],
    ['an import that is not there', text => `import 'no-such-package'\n${text}`, 'no-such-package'],
  ])('%s', async (_, change, problem) => {
    const folder = await project({ ...naming('./mine'), ...(await sources('late-text', change)) })
    const error = await failure(folder)
    expect(error).toBeInstanceOf(TunewrightError)
    expect(error.code).toBe('INPUT_INVALID')
    expect(`${error.message} ${error.remedy}`).toContain(problem)
    expect(error.message).toContain('./mine')
  })

  it('one that is not there', async () => {
    const error = await failure(await project(naming('./none')))
    expect(error.message).toContain('The strategy ./none')
    expect(error.remedy).toContain('as it is seen from the configuration file')
  })
})
