import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copySource, type SourceCopy } from './source-copy.js'

const STRATEGY = 'src/strategies/frontend/late-text'
const INSTRUMENT = 'src/instruments/blocking-files'

let copy: SourceCopy
beforeAll(async () => {
  copy = await copySource()
})
afterAll(() => copy?.remove())

const newOne = (...args: string[]) => copy.run('tsx', 'scripts/new.ts', ...args)

/** The names of the tests that passed; whatever failed fails this one, with what it printed. */
async function passed(...args: string[]): Promise<readonly { readonly name: string }[]> {
  const { code, output } = await copy.run('vitest', 'run', ...args, '--reporter=json', '--outputFile=tests.json')
  const { testResults, success } = JSON.parse(await readFile(join(copy.root, 'tests.json'), 'utf8')) as {
    success: boolean
    testResults: { name: string; message: string; assertionResults: { status: string; fullName: string }[] }[]
  }
  expect(success, output + testResults.map(({ message }) => message).join('\n')).toBe(true)
  expect(code).toBe(0)
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'passed').map(({ fullName: name }) => ({ name })),
  )
}

describe('npm run new', () => {
  it('says what it takes, and refuses what it cannot make', async () => {
    const { code, output } = await newOne('optimizer', 'late-text')
    expect(code).toBe(2)
    expect(output).toContain('There is no template for "optimizer".')
    expect(output).toContain('npm run new -- <strategy|instrument> <id>')
  })

  it('makes a strategy and an instrument that pass lint, types, the contract and tests of their own', async () => {
    expect(await newOne('strategy', 'late-text')).toMatchObject({ code: 0 })
    expect(await newOne('instrument', 'blocking-files')).toMatchObject({ code: 0 })
    expect(await copy.run('tsc', '-p', 'tsconfig.json')).toEqual({ code: 0, output: '' })
    expect(await copy.run('biome', 'check', STRATEGY, INSTRUMENT)).toMatchObject({ code: 0 })

    expect((await passed(STRATEGY)).length).toBeGreaterThanOrEqual(3)
    expect((await passed(INSTRUMENT)).length).toBeGreaterThanOrEqual(3)
    const contract = await passed('test/strategies.contract', '-t', 'late-text|every strategy has a folder')
    expect(contract.filter(({ name }) => name.startsWith('frontend/late-text')).length).toBeGreaterThanOrEqual(9)
    expect((await passed('test/generated', 'test/layers', 'test/report-schema')).length).toBeGreaterThanOrEqual(10)
  })

  it('would not pass where a strategy broke the contract', async () => {
    const manifest = join(copy.root, STRATEGY, 'manifest.ts')
    const right = await readFile(manifest, 'utf8')
    await writeFile(manifest, right.replace('minimumWait:', 'minimalWait:'))
    expect((await copy.run('tsc', '-p', 'tsconfig.json')).output).toContain('minimalWait')
    await writeFile(manifest, right)
    const actuator = join(copy.root, STRATEGY, 'actuator.ts')
    const text = await readFile(actuator, 'utf8')
    await writeFile(actuator, text.replace("key: 'fontDisplay'", "key: 'fontsDisplay'"))
    const { code, output } = await copy.run('vitest', 'run', 'test/strategies.contract', '-t', 'late-text')
    expect(code).toBe(1)
    expect(output).toContain('says what each key of its configuration and automation did')
  })
})
