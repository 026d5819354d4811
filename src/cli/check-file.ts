import path from 'node:path'
import type { BuildCheck } from '../model/check.js'
import { checkToJson } from '../report/json.js'
import { renderCheck } from '../report/markdown/render-check.js'
import { outputPath, writeOutput } from './output-file.js'

const KINDS: Readonly<Record<string, (check: BuildCheck) => string>> = {
  '.md': renderCheck,
  '.json': check => `${checkToJson(check)}\n`,
}

/** As `outputPath`, for the report of a check. */
export const checkPath = (file: string): Promise<string> =>
  outputPath(file, Object.keys(KINDS), '.md (for a pull request) or .json (for programs)')

/**
 * Writes what came of a check, in the form that the file's ending asks for.
 * @param file as `checkPath` gave it
 * @throws TunewrightError INPUT_INVALID where it cannot be written
 */
export async function writeCheck(check: BuildCheck, file: string): Promise<void> {
  const render = KINDS[path.extname(file).toLowerCase()] ?? renderCheck
  await writeOutput(file, render(check), { state: 'The check was made; nothing of the project was changed.' })
}
