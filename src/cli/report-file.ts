import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import type { OptimizationAutomationReport } from '../model/session.js'
import type { PicturePreviews } from '../report/html/pictures.js'
import { renderReport } from '../report/html/render-report.js'
import { reportToJson } from '../report/json.js'

type Render = (report: OptimizationAutomationReport, previews: PicturePreviews) => string

const KINDS: Readonly<Record<string, Render>> = {
  '.html': (report, previews) => renderReport(report, { previews }),
  '.htm': (report, previews) => renderReport(report, { previews }),
  '.json': report => `${reportToJson(report)}\n`,
}

/**
 * The absolute path of a report that can be written, decided before the work is done rather than after.
 * @throws TunewrightError INPUT_INVALID for a kind of file that is not made
 */
export function reportPath(file: string): string {
  if (!Object.hasOwn(KINDS, path.extname(file).toLowerCase())) {
    throw unwritable(file)
  }
  return path.resolve(file)
}

/** Writes the report in the form that the file's ending asks for; folders are made. */
export async function writeReport(
  report: OptimizationAutomationReport,
  file: string,
  previews: PicturePreviews,
): Promise<void> {
  const render = KINDS[path.extname(file).toLowerCase()]
  if (!render) throw unwritable(file)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, render(report, previews))
}

const unwritable = (file: string) =>
  new TunewrightError('INPUT_INVALID', `A report cannot be written as "${path.basename(file)}".`, {
    remedy: 'Name a file that ends in .html (to read) or .json (for programs).',
  })
