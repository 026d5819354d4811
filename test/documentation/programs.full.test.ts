import { execFile } from 'node:child_process'
import { cp, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { glob } from 'tinyglobby'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blocksOf, ROOT, readPages } from './pages.js'

const SITE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Lamps</title></head>
<body><h1>Lamps</h1><p>Two lamps and a chair.</p></body>
</html>
`

/** Of a project that has the package installed, as far as its programs can tell. */
let folder: string
let site: string
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'tunewright-programs-')))
  site = await mkdtemp(join(folder, 'site-'))
  await writeFile(join(site, 'index.html'), SITE)
  await cp(join(ROOT, 'examples/library'), folder, { recursive: true })
  const compilerOptions = { module: 'nodenext', paths: { tunewright: [join(ROOT, 'src/index.ts')] } }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  await writeFile(join(folder, 'package.json'), '{"type": "module"}')
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs a program on the small site, in a state folder of its own; it has to end by itself. */
async function run(program: string): Promise<string> {
  const args = ['--tsconfig', join(folder, 'tsconfig.json'), join(folder, program)]
  const done = await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), ...args], {
    cwd: site,
    env: { ...process.env, TUNEWRIGHT_HOME: join(folder, 'state') },
    timeout: 300_000,
  })
  return done.stdout
}

describe('whole programs of the documentation run, and end', () => {
  it('examples/library', async () => {
    const programs = (await glob('*.ts', { cwd: join(ROOT, 'examples/library') })).sort()
    expect(programs).toEqual(['analyze.ts', 'cautious.ts', 'optimize.ts'])
    expect(await run('analyze.ts')).toMatch(
      /% of largest-contentful-paint on [\s\S]*does not apply: image-optimization/,
    )
    expect(await run('cautious.ts')).toContain('0 strategies carried to a verdict')
    expect(await run('optimize.ts')).toContain('no branch: nothing was worth keeping')
  })

  it('in pages', async () => {
    const blocks = (await readPages())
      .flatMap(blocksOf)
      .filter(({ lang, code }) => lang === 'ts' && !/^export default /m.test(code))
    expect(blocks.length).toBeGreaterThan(3)
    for (const [i, { code }] of blocks.entries()) {
      await writeFile(join(folder, `block-${i}.ts`), code)
      const output = await run(`block-${i}.ts`)
      if (code.includes('startOptimizationAutomation')) expect(output).toContain('nothing was worth keeping')
      if (code.includes('analyzeOptimizationOpportunities')) expect(output).toContain('[]')
    }
  })
})
