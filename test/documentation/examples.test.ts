import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postcss from 'postcss'
import { glob } from 'tinyglobby'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readConfigFile } from '../../src/services/config-file.js'
import { type Block, blocksOf, inlineCode, ROOT, readPages } from './pages.js'
import { problemsOfShell } from './shell.js'
import { complaintsOf } from './type-check.js'

const pages = await readPages()
const blocks = pages.flatMap(blocksOf)
const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}
/** Those of this project's shop belong to its own page. */
const ours = blocks.filter(({ page }) => page !== 'examples/storefront/README.md')
const at = ({ page, line }: Block) => `${page}:${line}`
const ofKind = (...langs: string[]) => ours.filter(({ lang }) => langs.includes(lang))

const isConfiguration = ({ code, name }: Block) => /^export default /m.test(code) || name === 'tunewright.config.json'
const configurations = ofKind('ts', 'js', 'json').filter(isConfiguration)

/** Reads a block as the file that a user would make of it, by the loader that reads theirs. */
async function load({ lang, code }: Pick<Block, 'lang' | 'code'>): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-example-'))
  try {
    const kind = lang === 'js' ? 'mjs' : lang
    await writeFile(join(folder, `tunewright.config.${kind}`), code)
    return (await readConfigFile(folder))?.config
  } finally {
    await rm(folder, { recursive: true })
  }
}

describe('examples of the documentation', () => {
  it('are of kinds that are looked at here, or nothing that could be run', () => {
    // Without a kind: what a command prints.
    const kinds = new Set(['', 'css', 'html', 'js', 'json', 'sh', 'ts', 'yaml'])
    expect(ours.filter(({ lang }) => !kinds.has(lang)).map(at)).toEqual([])
    const known = ofKind('json').filter(({ name }) => ['tunewright.config.json', 'outcome'].includes(name))
    expect(known.map(at)).toEqual(ofKind('json').map(at))
    expect(
      ofKind('js')
        // A worker is run in a browser, by the test of its strategy.
        .filter(block => !isConfiguration(block) && block.name !== 'sw.js')
        .map(at),
    ).toEqual([])
    expect(ours.length).toBeGreaterThan(20)
  })

  it.each(ofKind('css').map(block => [at(block), block] as const))('%s: a style sheet', (_, { code }) => {
    expect(() => postcss.parse(code)).not.toThrow()
  })

  it.each(ofKind('sh').map(block => [at(block), block] as const))(
    '%s: commands and options that there are',
    (_, block) => {
      expect(problemsOfShell(block.code, scripts)).toEqual([])
    },
  )

  it.each(ofKind('yaml').map(block => [at(block), block] as const))(
    '%s: a workflow whose commands there are',
    (_, block) => {
      const { jobs } = parse(block.code) as { jobs: Record<string, { steps: { run?: string }[] }> }
      const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))
      expect(runs.length).toBeGreaterThan(0)
      expect(runs.flatMap(run => problemsOfShell(run, scripts))).toEqual([])
    },
  )

  it('in running text name commands and options that there are', () => {
    const wrong = pages.flatMap(page =>
      inlineCode(page)
        .filter(code => /^(npx )?tunewright [a-z]|^npm (run|test|ci)\b/.test(code) && !/[<[…]/.test(code))
        .flatMap(code => problemsOfShell(code, scripts).map(problem => `${page.path}: ${problem}`)),
    )
    expect(wrong).toEqual([])
  })

  it.each(configurations.map(block => [at(block), block] as const))(
    '%s: a configuration that loads',
    async (_, block) => {
      expect(Object.keys((await load(block)) as object)).not.toEqual([])
    },
  )

  it('in TypeScript and of results have the types of the package', async () => {
    const programs = ofKind('ts').map(block => [`${at(block).replace(/\W/g, '-')}.ts`, `${block.code}\nexport {}\n`])
    const outcomes = ofKind('json')
      .filter(({ name }) => name === 'outcome')
      .map(block => [
        `${at(block).replace(/\W/g, '-')}.ts`,
        `import type { OptimizeOutcome } from 'tunewright/source/cli/outcome.js'\nexport const outcome: OptimizeOutcome = ${block.code}\n`,
      ])
    for (const name of await glob('*.ts', { cwd: join(ROOT, 'examples/library') }))
      programs.push([name, await readFile(join(ROOT, 'examples/library', name), 'utf8')])
    expect(programs.length).toBeGreaterThan(6)
    expect(outcomes.length).toBeGreaterThan(0)
    expect(await complaintsOf(Object.fromEntries([...programs, ...outcomes]))).toEqual([])
  })
})

describe('an example that is broken is seen', () => {
  it.each([
    ['npx tunewright optimise', 'there is no such command'],
    ['tunewright optimize --dryrun', 'no option --dryrun'],
    ['tunewright optimize --budget soon', 'Write a number and a unit'],
    ['tunewright optimize --profiles tablet', 'is no profile'],
    ['tunewright verify one two', 'takes 1 arguments, not 2'],
    ['TUNEWRIGHT_HOME=/tmp/x npx tunewright analyse | tail -n 1', 'there is no such command'],
    ['npm run no-such-script', 'there is no such script'],
    ['npx vitest run test/none.test.ts', 'test/none.test.ts is not there'],
    ['make it', 'not known to be a command'],
  ])('%s', (script, problem) => {
    expect(problemsOfShell(`npx tunewright doctor\n${script} # as an example`, scripts)).toEqual([
      expect.stringContaining(problem),
    ])
  })

  it('in a configuration', async () => {
    await expect(load({ lang: 'js', code: "export default { target: { page: ['/'] } }" })).rejects.toThrow('page')
    await expect(load({ lang: 'json', code: '{"profiles": ["tablet"]}' })).rejects.toThrow('tablet')
  })

  it('in TypeScript', async () => {
    const complaints = await complaintsOf({
      'whole.ts': "import { detectTarget } from 'tunewright'\nexport const target = await detectTarget('.')\n",
      'broken.ts': "import { detectTargets } from 'tunewright'\nexport const target = await detectTargets('.')\n",
    })
    expect(complaints).toEqual([expect.stringMatching(/^broken\.ts.*detectTargets/)])
  })
})
