import path from 'node:path'
import type { Proving } from '../model/proving.js'
import { toJson } from '../report/json.js'
import { renderProving } from '../report/markdown/render-proving.js'
import { writeOutput } from './output-file.js'

const KINDS: Readonly<Record<string, (proving: Proving) => string>> = {
  '.md': renderProving,
  '.json': proving => `${JSON.stringify(toJson(proving))}\n`,
}

/** For `outputPath`. */
export const PROVING_KINDS = [Object.keys(KINDS), '.md (for a pull request) or .json (for programs)'] as const

/**
 * Writes what came of a comparison, in the form that the file's ending asks for.
 * @param file as `outputPath` gave it
 * @throws TunewrightError INPUT_INVALID where it cannot be written
 */
export async function writeProving(proving: Proving, file: string): Promise<void> {
  const render = KINDS[path.extname(file).toLowerCase()] ?? renderProving
  await writeOutput(file, render(proving), { state: 'The comparison itself was made; nothing else is lost.' })
}
