import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { z } from 'zod'
import { messageOf, TunewrightError } from '../model/errors.js'
import type { Flow } from '../model/flow.js'
import { type flowSetting, flowStep, recording } from '../model/schema/flow.js'
import { parseWith } from '../model/schema/parse.js'

/** A recording's path, or more of it. */
export type FlowSetting = z.output<typeof flowSetting>

const REMEDY = "Record it with the Recorder of Chrome's DevTools, and export it as JSON."

/** `flows/Buy a kettle.json` → `Buy-a-kettle` */
const idOf = (file: string): string =>
  basename(file)
    .replace(/\.json$/i, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|-+$/g, '') || 'flow'

async function contentOf(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new TunewrightError('INPUT_INVALID', `The flow ${path} cannot be read: ${messageOf(cause)}`, {
      remedy: `Correct \`flows\` in the configuration. ${REMEDY}`,
      cause,
    })
  })
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw new TunewrightError('INPUT_INVALID', `The flow ${path} is not JSON: ${messageOf(cause)}`, {
      remedy: REMEDY,
      cause,
    })
  }
}

/**
 * Reads recordings.
 * @throws TunewrightError INPUT_INVALID that names the file, and each step that cannot be taken again, with what was expected there
 */
export const readFlows = (root: string, settings: readonly FlowSetting[]): Promise<Flow[]> =>
  Promise.all(
    settings.map(async setting => {
      const { file, id, writes } = typeof setting === 'string' ? { file: setting } : setting
      const path = resolve(root, file)
      const content = await contentOf(path)
      const steps = (content as { steps?: unknown } | null)?.steps
      // One by one first, so that each is named as people count them.
      if (Array.isArray(steps)) {
        for (const [index, step] of steps.entries()) parseWith(flowStep, step, `flow ${path}, step ${index + 1},`)
      }
      const read = parseWith(recording, content, `flow ${path}`)
      return { id: id ?? idOf(file), ...read, ...(writes === undefined ? {} : { writes }) }
    }),
  )
