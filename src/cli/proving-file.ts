import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Proving } from '../model/proving.js'
import { renderProvingPage } from '../report/html/render-proving.js'
import { comparisonToJson } from '../report/json.js'
import { renderProving } from '../report/markdown/render-proving.js'
import { outputPath, writeOutput } from './output-file.js'

const KINDS: Readonly<Record<string, (proving: Proving) => string>> = {
  '.html': renderProvingPage,
  '.htm': renderProvingPage,
  '.md': renderProving,
  '.json': proving => `${comparisonToJson(proving)}\n`,
}

/** As `outputPath`, for the report of a comparison. */
export const provingPath = (file: string): Promise<string> =>
  outputPath(file, Object.keys(KINDS), '.html (to read), .md (for a pull request) or .json (for programs)')

/**
 * Writes what came of a comparison, in the form that the file's ending asks for.
 * @param file as `provingPath` gave it
 * @throws TunewrightError INPUT_INVALID where it cannot be written
 */
export async function writeProving(proving: Proving, file: string): Promise<void> {
  const render = KINDS[path.extname(file).toLowerCase()] ?? renderProvingPage
  await writeOutput(file, render(proving), { state: `The comparison was made and is on record as ${proving.id}.` })
}

/**
 * Writes the HTML report into the comparison's own folder, which is made again if it was cleaned away.
 * @returns its file
 */
export async function writeOwnReport(proving: Proving, folder: string): Promise<string> {
  const file = path.join(folder, 'report.html')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeProving(proving, file)
  return file
}
