import { access, constants, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { messageOf, TunewrightError } from '../model/errors.js'

/**
 * The absolute path of a report that can be written, decided before the work is done rather than after.
 * @param endings by which the kinds are told that are made, e.g. `.md`
 * @param kinds the same for people
 * @throws TunewrightError INPUT_INVALID for a kind of file that is not made, and for a place where none can be written
 */
export async function outputPath(file: string, endings: readonly string[], kinds: string): Promise<string> {
  if (!endings.includes(path.extname(file).toLowerCase()))
    throw new TunewrightError('INPUT_INVALID', `A report cannot be written as "${path.basename(file)}".`, {
      remedy: `Name a file that ends in ${kinds}.`,
    })
  const whole = path.resolve(file)
  const folder = path.dirname(whole)
  if (!(await isFolder(folder))) throw unwritable(whole, `there is no folder ${folder}`)
  if (await isFolder(whole)) throw unwritable(whole, `${whole} is a folder`)
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw unwritable(whole, `${folder} cannot be written to`, cause)
  })
  return whole
}

const isFolder = async (at: string): Promise<boolean> => (await stat(at).catch(() => null))?.isDirectory() ?? false

/**
 * Writes a report: the name holds all of it or what it held before, whatever happens.
 * @param o `state`: how things stand where it cannot be written; `mode`: as other files of the user's where absent
 * @throws TunewrightError INPUT_INVALID where it cannot be written
 */
export async function writeOutput(
  file: string,
  content: string,
  { state, ...mode }: { readonly state?: string; readonly mode?: number } = {},
): Promise<void> {
  const prepared = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.part`)
  try {
    await writeFile(prepared, content, mode)
    await rename(prepared, file)
  } catch (cause) {
    await rm(prepared, { force: true })
    throw unwritable(file, messageOf(cause), cause, state)
  }
}

const unwritable = (file: string, why: string, cause?: unknown, state?: string) =>
  new TunewrightError('INPUT_INVALID', `The report cannot be written to ${file}: ${why}.`, {
    remedy: 'Name a file in a folder that is there and that you may write to.',
    ...(state !== undefined && { state }),
    cause,
  })
