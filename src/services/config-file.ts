import { stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { messageOf, TunewrightError } from '../model/errors.js'
import { parseWith } from '../model/schema/parse.js'
import { CONFIG_KINDS, CONFIG_NAMES } from '../system/configuration-file.js'
import { configSchema, type TunewrightConfig } from './config-schema.js'
import { errorPlace } from './error-place.js'
import { loadConfigModule } from './load-config-module.js'

export interface ConfigFile {
  readonly path: string
  readonly config: TunewrightConfig
}

const isKind = (kind: string): boolean => (CONFIG_KINDS as readonly string[]).includes(kind)

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
    return await inTime(path, loadConfigModule(path))
  } catch (cause) {
    if (cause instanceof TunewrightError) throw cause
    const place = await errorPlace(path, cause)
    throw new TunewrightError(
      'INPUT_INVALID',
      `${path} cannot be read: ${firstLine(messageOf(cause))}${place ? ` (${place})` : ''}`,
      { remedy: remedyFor(cause), cause },
    )
  }
}

const firstLine = (message: string): string => (message.split('\n')[0] ?? '').trim()

/** Types are erased, values are not: a file may name ours without having us installed only as a type. */
const remedyFor = (cause: unknown): string =>
  /Cannot find (?:module|package) '?tunewright\b/.test(messageOf(cause))
    ? "Write `import type { TunewrightConfig } from 'tunewright'`: types need no installation; or install tunewright in the project."
    : 'Correct the file, or leave it out: everything in it is optional.'

/**
 * The configuration file of a folder.
 * @returns null where it has none.
 * @throws TunewrightError INPUT_INVALID where it has several: which of them holds would be a guess.
 */
export async function findConfigFile(folder: string): Promise<string | null> {
  const found: string[] = []
  for (const name of CONFIG_NAMES) {
    const path = join(folder, name)
    if (await isFile(path)) found.push(path)
  }
  if (found.length > 1) {
    const names = found.map(path => basename(path)).join(' and ')
    throw new TunewrightError('INPUT_INVALID', `${folder} has ${found.length} configuration files: ${names}.`, {
      remedy: 'Keep one of them, or name the one that holds with --config.',
    })
  }
  return found[0] ?? null
}

/**
 * Reads the configuration file of a folder, or the file itself.
 * @returns null where the folder has none.
 * @throws TunewrightError TARGET_NOT_FOUND for a path that is not there, INPUT_INVALID for a file that cannot be used, or for several in one
 * folder.
 */
export async function readConfigFile(fileOrFolder: string): Promise<ConfigFile | null> {
  const given = resolve(fileOrFolder)
  const found = await stat(given).catch(() => undefined)
  if (found === undefined) {
    throw new TunewrightError('TARGET_NOT_FOUND', `${given} is not there.`, {
      remedy: 'Name a folder, or a configuration file in it.',
    })
  }
  if (!found.isDirectory() && !isKind(extname(given))) {
    throw new TunewrightError('INPUT_INVALID', `${given} is neither a folder nor a configuration file.`, {
      remedy: `Name the folder of the project, or a configuration file (${CONFIG_KINDS.join(', ')}).`,
    })
  }
  const path = found.isDirectory() ? await findConfigFile(given) : given
  if (path === null) return null
  return { path, config: parseWith(configSchema, await contentOf(path), `configuration file ${path}`) }
}
