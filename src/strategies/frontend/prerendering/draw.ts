import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { targetEnvironment } from '../../../system/environment.js'
import { sha256 } from '../../../system/hash.js'
import { runCommand } from '../../../system/process.js'
import { type DrawnApplication, helperSource } from './helper/helper-source.js'
import type { Context } from './plan.js'

const drawnSchema = z.array(
  z.union([
    z.strictObject({ path: z.string(), markup: z.string() }),
    z.strictObject({ path: z.string(), reason: z.string() }),
  ]),
)

/** A page as the project's code draws it without a browser, or why it is left to its scripts. */
export type Drawn = z.infer<typeof drawnSchema>[number]

/** A build of the application and two runs of it for each path; it ends by itself long before, ms. */
const LONGEST = 120_000

const modeOf = (command: string): string =>
  /\bvite\b[^&|;]*\s(?:--mode|-m)[= ]\s*["']?([\w.-]+)/.exec(command)?.[1] ?? 'production'

/** What the helper is asked for in the project's folder, from which its own Vite is found. */
const asking = (config: string, mode: string): string => `
// writeFile is the helper's own.
const { resolveConfig } = await import('vite')
process.env.NODE_ENV ??= 'production'
const inline = { configFile: ${JSON.stringify(config)}, mode: ${JSON.stringify(mode)}, logLevel: 'silent' }
const config = await resolveConfig(inline, 'build', inline.mode, 'production')
await writeFile(process.env.DRAWN_PAGES, JSON.stringify(await drawPaths(config)))
process.exit(0)
`

const known = new Map<string, readonly Drawn[]>()

/**
 * Draws the pages of the unchanged project as a build with the helper would. Runs the project's own code, as its builds do; nothing is written into its folder.
 *
 * @param config path of the configuration of Vite
 * @returns a reason for all of them where the helper could not be run
 */
export const drawPages = async (
  application: DrawnApplication,
  config: string,
  { target, baseline, signal, logger }: Context,
): Promise<readonly Drawn[]> => {
  const code = (await helperSource(application)) + asking(config, modeOf(target.build?.command ?? ''))
  const key = sha256(JSON.stringify([baseline.root, baseline.revision, code]))
  const before = known.get(key)
  if (before) return before
  const folder = await mkdtemp(path.join(tmpdir(), 'tunewright-drawn-'))
  try {
    const file = path.join(folder, 'pages.json')
    const { exitCode, output } = await runCommand('node --input-type=module -e "$DRAWING"', {
      cwd: baseline.root,
      // What the helper would leave behind where it is stopped goes with the folder.
      environment: targetEnvironment(target, { DRAWING: code, DRAWN_PAGES: file, TMPDIR: folder }),
      timeout: LONGEST,
      signal,
    })
    const text = exitCode === 0 ? await readFile(file, 'utf8').catch(() => null) : null
    if (text === null) logger.debug('Pages could not be drawn without a browser', { output: output.slice(-2_000) })
    const drawn =
      text === null
        ? application.paths.map(one => ({
            path: one,
            reason: `it cannot be drawn without a browser: ${lastLine(output)}`,
          }))
        : drawnSchema.parse(JSON.parse(text))
    known.clear()
    known.set(key, drawn)
    return drawn
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const lastLine = (output: string): string => {
  const lines = output.split('\n').map(line => line.trim())
  return lines.find(line => /error/i.test(line)) ?? lines.findLast(line => line !== '') ?? 'no reason was given'
}
