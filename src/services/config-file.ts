import { readFile, stat } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { messageOf, TunewrightError } from '../model/errors.js'
import { sessionBudget } from '../model/schema/automation-config.js'
import { parseWith } from '../model/schema/parse.js'
import { buildStep, frameworkName, serveTarget, testStep } from '../model/schema/target.js'
import { identifier, profileList, seed, text } from '../model/schema/vocabulary.js'
import { errorPlace } from './error-place.js'

const pageSetting = z.union([
  z.string().startsWith('/', { error: 'a path that starts with a slash, e.g. "/products", or an object with a path' }),
  z.strictObject({
    path: z.string().startsWith('/', { error: 'a path that starts with a slash' }),
    id: identifier.exactOptional(),
    weight: z.number().positive().exactOptional(),
  }),
])

/** What the file may say of the target; what it leaves out is detected. `false`: there is none, whatever package.json says. */
export const targetSettings = z.strictObject({
  id: identifier.exactOptional(),
  name: text.exactOptional(),
  framework: frameworkName.exactOptional(),
  pages: z.array(pageSetting).min(1, { error: 'at least one page' }).exactOptional(),
  build: z.union([z.literal(false), buildStep]).exactOptional(),
  serve: serveTarget.exactOptional(),
  test: z.union([z.literal(false), testStep]).exactOptional(),
  environment: z.record(z.string(), z.string()).exactOptional(),
})

const configSchema = z.strictObject({
  target: targetSettings.exactOptional(),
  profiles: profileList.exactOptional(),
  budget: sessionBudget.exactOptional(),
  seed: seed.exactOptional(),
  includeDirty: z.boolean().exactOptional(),
  database: z.strictObject({ url: text.exactOptional() }).exactOptional(),
  /** Optimizers of one's own; each is held to its schema when it is registered. */
  optimizers: z.array(z.unknown()).exactOptional(),
})

/** What `tunewright.config.mjs`, `.js` or `.json` holds. */
export type TunewrightConfig = z.input<typeof configSchema>

/** Gives a configuration file its types: `export default defineConfig({ … })`. */
export const defineConfig = (config: TunewrightConfig): TunewrightConfig => config

export interface ConfigFile {
  readonly path: string
  readonly config: TunewrightConfig
}

const NAMES = ['tunewright.config.mjs', 'tunewright.config.js', 'tunewright.config.json']

const KINDS = ['.mjs', '.js', '.json']

const isFile = async (path: string) => (await stat(path).catch(() => undefined))?.isFile() ?? false

/** How long a file may wait for something before it is ready, ms. */
const LOADING = 10_000

/** A module may wait at its top level, or export a promise, for what never comes; the timer also keeps Node from ending silently meanwhile. */
async function inTime<T>(path: string, loading: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new TunewrightError('INPUT_INVALID', `Reading ${path} did not end within ${LOADING / 1_000} s.`, {
          remedy: 'Let it export its settings without waiting for anything.',
        }),
      )
    }, LOADING)
  })
  return Promise.race([loading, late]).finally(() => clearTimeout(timer))
}

async function contentOf(path: string): Promise<unknown> {
  try {
    if (path.endsWith('.json')) return JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''))
    const loading = import(pathToFileURL(path).href) as Promise<{ default?: unknown }>
    return await inTime(
      path,
      loading.then(module => module.default),
    )
  } catch (cause) {
    if (cause instanceof TunewrightError) throw cause
    const place = await errorPlace(path, cause)
    throw new TunewrightError(
      'INPUT_INVALID',
      `${path} cannot be read: ${messageOf(cause)}${place ? ` (${place})` : ''}`,
      {
        remedy: 'Correct the file, or leave it out: everything in it is optional.',
        cause,
      },
    )
  }
}

/**
 * Reads the configuration file of a folder, or the file itself.
 * @returns null where the folder has none.
 * @throws TunewrightError TARGET_NOT_FOUND for a path that is not there, INPUT_INVALID for a file that cannot be used.
 */
export async function readConfigFile(fileOrFolder: string): Promise<ConfigFile | null> {
  const given = resolve(fileOrFolder)
  const found = await stat(given).catch(() => undefined)
  if (found === undefined) {
    throw new TunewrightError('TARGET_NOT_FOUND', `${given} is not there.`, {
      remedy: 'Name a folder, or a configuration file in it.',
    })
  }
  if (!found.isDirectory() && !KINDS.includes(extname(given))) {
    throw new TunewrightError('INPUT_INVALID', `${given} is neither a folder nor a configuration file.`, {
      remedy: `Name the folder of the project, or a configuration file (${KINDS.join(', ')}).`,
    })
  }
  const candidates = found.isDirectory() ? NAMES.map(name => join(given, name)) : [given]
  for (const path of candidates) {
    if (!(await isFile(path))) continue
    return { path, config: parseWith(configSchema, await contentOf(path), `configuration file ${path}`) }
  }
  if (await isFile(join(given, 'tunewright.config.ts'))) {
    throw new TunewrightError(
      'INPUT_INVALID',
      `${join(given, 'tunewright.config.ts')} is TypeScript, which is not read.`,
      {
        remedy: 'Rename it to tunewright.config.mjs; `defineConfig` from "tunewright" gives it types there too.',
      },
    )
  }
  return null
}
