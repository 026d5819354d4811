import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { glob } from 'tinyglobby'
import { messageOf, TunewrightError } from '../../model/errors.js'
import { fillTemplate, problemOfId } from '../../system/fill-template.js'
import { readProject } from '../../target/project.js'
import { knownStrategies } from './known-strategies.js'

/** Found by one of its files: a package holds no folders. */
const TEMPLATE = path.dirname(fileURLToPath(new URL('../../../templates/own-strategy/index.mjs', import.meta.url)))
const PLACEHOLDER = 'example-strategy'

export interface MadeStrategy {
  readonly id: string
  /** Paths of the files, relative to the project. */
  readonly files: readonly string[]
  /** As the configuration names it. */
  readonly name: string
  /** What runs its test. */
  readonly test: string
}

const refused = (message: string, remedy: string) => new TunewrightError('INPUT_INVALID', message, { remedy })

/** Everything, or nothing: the folder appears when it is whole. */
async function writeFolder(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const prepared = `${folder}.${process.pid}.new`
  try {
    await mkdir(prepared, { recursive: true })
    for (const [name, text] of files) await writeFile(path.join(prepared, name), text, { flag: 'wx' })
    await rename(prepared, folder)
  } catch (cause) {
    throw new TunewrightError('INPUT_INVALID', `${folder} cannot be written: ${messageOf(cause)}`, {
      remedy: 'Check that the folder can be written to.',
      cause,
    })
  } finally {
    await rm(prepared, { recursive: true, force: true })
  }
}

/**
 * Writes a strategy that works as it stands into `tunewright/<id>` of a project. Nothing that is there is changed.
 * @throws TunewrightError INPUT_INVALID for an id that is none or is taken, and where the folder is there or cannot be written
 */
export async function newStrategy(folder: string, id: string, config?: string): Promise<MadeStrategy> {
  const known = await knownStrategies(folder, config)
  const taken = known.flatMap(({ manifest }) => [manifest.id, manifest.implementation.type])
  const problem = problemOfId(id, taken)
  if (problem !== undefined) throw refused(problem, 'Give it an id of its own, of small letters, digits and hyphens.')
  const project = await readProject(folder)
  const place = `tunewright/${id}`
  const target = path.join(project.root, place)
  if (existsSync(target))
    throw refused(`${target} is there already.`, 'Give it another id, or go on with what is there.')
  const isVitest = project.hasDependency(/^vitest$/)
  const name = `./${place}`
  const test = isVitest ? `npx vitest run ${place}` : `node --test ${place}/index.test.mjs`
  const files = new Map<string, string>()
  for (const file of (await glob('*', { cwd: TEMPLATE })).sort()) {
    const text = fillTemplate(await readFile(path.join(TEMPLATE, file), 'utf8'), PLACEHOLDER, id)
    files.set(
      file,
      text
        .replace("from 'node:test'", isVitest ? "from 'vitest'" : "from 'node:test'")
        .replaceAll('{{test}}', test)
        .replaceAll('{{name}}', name),
    )
  }
  await writeFolder(target, files)
  return { id, files: [...files.keys()].map(file => `${place}/${file}`), name, test }
}
