import { existsSync } from 'node:fs'
import { link, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { messageOf, TunewrightError } from '../../model/errors.js'
import { isConfigurationFile } from '../../system/configuration-file.js'

const NAME = 'tunewright.config.ts'

/** Configuration files that are there: more than one is no error here, `--force` replaces them all. */
export const presentConfigs = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter(isConfigurationFile).sort()

function freeName(folder: string, name: string): string {
  let free = `${name}.old`
  for (let n = 2; existsSync(path.join(folder, free)); n++) free = `${name}.old-${n}`
  return free
}

export interface WrittenConfig {
  readonly file: string
  /** What was there before, by its new name. */
  readonly replaced: readonly { readonly name: string; readonly now: string }[]
}

/**
 * Writes the configuration file, whole or not at all. One that is there is never overwritten: with `force` it gets another name.
 * @throws TunewrightError INPUT_INVALID where one is there, or where none can be written
 */
export async function writeConfig(folder: string, text: string, force: boolean): Promise<WrittenConfig> {
  const present = await presentConfigs(folder)
  if (present.length > 0 && !force) throw alreadyThere(folder, present)
  const file = path.join(folder, NAME)
  const prepared = path.join(folder, `.${NAME}.${process.pid}.new`)
  const replaced: { name: string; now: string }[] = []
  try {
    await writeFile(prepared, text, { flag: 'wx' })
    for (const name of present) {
      const now = freeName(folder, name)
      await rename(path.join(folder, name), path.join(folder, now))
      replaced.push({ name, now })
    }
    // A link never replaces what appeared there in the meantime.
    await link(prepared, file)
  } catch (cause) {
    for (const { name, now } of replaced) await rename(path.join(folder, now), path.join(folder, name))
    throw new TunewrightError('INPUT_INVALID', `${file} cannot be written: ${messageOf(cause)}`, {
      remedy: 'Check that the folder can be written to, or take the text from --print.',
      cause,
    })
  } finally {
    await rm(prepared, { force: true })
  }
  return { file, replaced }
}

export const isFolder = async (folder: string): Promise<boolean> =>
  (await stat(folder).catch(() => null))?.isDirectory() ?? false

const alreadyThere = (folder: string, present: readonly string[]) =>
  new TunewrightError(
    'INPUT_INVALID',
    `${present.map(name => path.join(folder, name)).join(' and ')} is there already.`,
    {
      remedy: '--print shows what would be written; --force writes it and keeps what is there under another name.',
    },
  )
