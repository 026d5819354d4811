import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { STRATEGIES } from '../src/strategies/registry.generated.js'
import { isKind, KINDS, make, problemOf } from './new/make.js'

const root = fileURLToPath(new URL('../', import.meta.url))
const [kind, id, ...more] = process.argv.slice(2)

function refuse(problem: string): never {
  console.error(problem)
  console.error(`npm run new -- <${Object.keys(KINDS).join('|')}> <id>, e.g. npm run new -- strategy late-fonts`)
  process.exit(2)
}

/** A tool of this repository, by its own script: the same whatever the shell finds under its name. */
const run = (script: string, ...args: string[]) =>
  execFileSync(process.execPath, [createRequire(import.meta.url).resolve(script), ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })

/** `npm run new -- strategy <id>` and `npm run new -- instrument <id>`: a working one from its template, to be changed from there. */
if (!isKind(kind)) refuse(kind === undefined ? 'What shall it be?' : `There is no template for "${kind}".`)
if (id === undefined || more.length > 0) refuse('Give one id.')
const taken = kind === 'strategy' ? STRATEGIES.flatMap(({ manifest, actuator }) => [manifest.id, actuator.type]) : []
const problem = problemOf(root, kind, id, taken)
if (problem !== undefined) refuse(problem)

const made = await make(root, kind, id)
// Names of another length break lines elsewhere, and imports of another name stand elsewhere.
run('@biomejs/biome/bin/biome', 'check', '--write', ...made)
if (kind === 'strategy') run('tsx/cli', join(root, 'scripts/generate.ts'))
for (const path of made) console.log(path)
const folder = `${KINDS[kind].into}/${id}`
const contract = kind === 'strategy' ? ' test/strategies.contract.test.ts' : ''
console.log(
  `It works as it stands: npx vitest run ${folder}${contract}. Change it from there: CONTRIBUTING.md says how.`,
)
