import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import type { OptimizationAutomationReport } from '../model/session.js'
import { renderReport } from '../report/html/render-report.js'
import { reportToJson } from '../report/json.js'

const KINDS: Readonly<Record<string, (report: OptimizationAutomationReport) => string>> = {
  '.html': report => renderReport(report),
  '.htm': report => renderReport(report),
  '.json': report => `${reportToJson(report)}\n`,
}

/**
 * The absolute path of a report that can be written, decided before the work is done rather than after.
 * @throws TunewrightError INPUT_INVALID for a kind of file that is not made
 */
export function reportPath(file: string): string {
  if (!Object.hasOwn(KINDS, path.extname(file).toLowerCase())) {
    throw new TunewrightError('INPUT_INVALID', `A report cannot be written as "${path.basename(file)}".`, {
      remedy: 'Name a file that ends in .html (to read) or .json (for programs).',
    })
  }
  return path.resolve(file)
}

/** Writes the report in the form that the file's ending asks for; folders are made. */
export async function writeReport(report: OptimizationAutomationReport, file: string): Promise<void> {
  const render = KINDS[path.extname(file).toLowerCase()] ?? renderReport
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, render(report))
}
