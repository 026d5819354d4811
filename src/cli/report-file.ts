import { access, constants, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { messageOf, TunewrightError } from '../model/errors.js'
import type { OptimizationAutomationReport } from '../model/session.js'
import type { PicturePreviews } from '../report/html/pictures.js'
import { renderReport } from '../report/html/render-report.js'
import { reportToJson } from '../report/json.js'
import { renderMarkdown } from '../report/markdown/render-markdown.js'

type Render = (report: OptimizationAutomationReport, previews: PicturePreviews) => string

const KINDS: Readonly<Record<string, Render>> = {
  '.html': (report, previews) => renderReport(report, { previews }),
  '.htm': (report, previews) => renderReport(report, { previews }),
  '.md': report => renderMarkdown(report),
  '.json': report => `${reportToJson(report)}\n`,
}

/**
 * The absolute path of a report that can be written, decided before the work is done rather than after.
 * @throws TunewrightError INPUT_INVALID for a kind of file that is not made, and for a place where none can be written
 */
export async function reportPath(file: string): Promise<string> {
  if (!Object.hasOwn(KINDS, path.extname(file).toLowerCase())) throw unknownKind(file)
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
 * Writes the report in the form that the file's ending asks for.
 * @throws TunewrightError INPUT_INVALID where it cannot be written
 */
export async function writeReport(
  report: OptimizationAutomationReport,
  file: string,
  previews: PicturePreviews,
): Promise<void> {
  const render = KINDS[path.extname(file).toLowerCase()]
  if (!render) throw unknownKind(file)
  // The one in the state folder is nobody else's; one that was asked for by name is as other files of the user's.
  const mode = file.startsWith(report.session.stateFolder + path.sep) ? { mode: 0o600 } : {}
  await writeWhole(file, render(report, previews), mode).catch((cause: unknown) => {
    throw unwritable(file, messageOf(cause), cause, `The session is done and stays in ${report.session.stateFolder}.`)
  })
}

/** The name holds all of the report or what it held before, whatever happens. */
async function writeWhole(file: string, content: string, mode: { mode?: number }): Promise<void> {
  const prepared = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.part`)
  try {
    await writeFile(prepared, content, mode)
    await rename(prepared, file)
  } catch (error) {
    await rm(prepared, { force: true })
    throw error
  }
}

const unknownKind = (file: string) =>
  new TunewrightError('INPUT_INVALID', `A report cannot be written as "${path.basename(file)}".`, {
    remedy: 'Name a file that ends in .html (to read), .md (for a pull request) or .json (for programs).',
  })

const unwritable = (file: string, why: string, cause?: unknown, state?: string) =>
  new TunewrightError('INPUT_INVALID', `The report cannot be written to ${file}: ${why}.`, {
    remedy: 'Name a file in a folder that is there and that you may write to.',
    ...(state !== undefined && { state }),
    cause,
  })
