import path from 'node:path'
import type { OptimizationAutomationReport } from '../model/session.js'
import type { PicturePreviews } from '../report/html/pictures.js'
import { renderReport } from '../report/html/render-report.js'
import { reportToJson } from '../report/json.js'
import { renderMarkdown } from '../report/markdown/render-markdown.js'
import { outputPath, writeOutput } from './output-file.js'

type Render = (report: OptimizationAutomationReport, previews: PicturePreviews) => string

const html: Render = (report, previews) => renderReport(report, { previews })

const KINDS: Readonly<Record<string, Render>> = {
  '.html': html,
  '.htm': html,
  '.md': report => renderMarkdown(report),
  '.json': report => `${reportToJson(report)}\n`,
}

/** As `outputPath`, for a session's report. */
export const reportPath = (file: string): Promise<string> =>
  outputPath(file, Object.keys(KINDS), '.html (to read), .md (for a pull request) or .json (for programs)')

/**
 * Writes the report in the form that the file's ending asks for.
 * @param file as `reportPath` gave it
 * @throws TunewrightError INPUT_INVALID where it cannot be written
 */
export async function writeReport(
  report: OptimizationAutomationReport,
  file: string,
  previews: PicturePreviews,
): Promise<void> {
  const render = KINDS[path.extname(file).toLowerCase()] ?? html
  const { stateFolder } = report.session
  // The one in the state folder is nobody else's.
  const mode = file.startsWith(stateFolder + path.sep) ? { mode: 0o600 } : {}
  const state = `The session is done and stays in ${stateFolder}.`
  await writeOutput(file, render(report, previews), { ...mode, state })
}
