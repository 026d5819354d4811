import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { messageOf, TunewrightError } from '../../model/errors.js'

const line = z.looseObject({ tool: z.enum(['webpack', 'rollup', 'rolldown', 'esbuild']) })

/** What one build of one bundler wrote: which, and what it says in its own way. */
export type StatisticsLine = z.infer<typeof line>

/** @returns the error that statistics which are not what the hooks write end with. */
export const unreadable = (statsFile: string, cause: unknown): TunewrightError =>
  new TunewrightError('BUILD_FAILED', `The bundler's statistics cannot be read: ${messageOf(cause)}`, {
    remedy:
      'Send the statistics file with a report: a build by webpack, Vite, Rollup, Rolldown or esbuild should be read.',
    details: { statsFile },
    cause,
  })

/**
 * The lines that the hooks of a build wrote, in their order; none where no bundler ran.
 * @throws TunewrightError BUILD_FAILED where a line is damaged
 */
export const statisticsLines = async (statsFile: string): Promise<readonly StatisticsLine[]> => {
  const text = await readFile(statsFile, 'utf8').catch(() => '')
  try {
    return text
      .split('\n')
      .filter(Boolean)
      .map(one => line.parse(JSON.parse(one)))
  } catch (error) {
    throw unreadable(statsFile, error)
  }
}
