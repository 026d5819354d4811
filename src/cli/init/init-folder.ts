import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../../model/errors.js'
import type { TargetSystem } from '../../model/target.js'
import { detectTarget } from '../../target/detect.js'
import { type Explanation, explainTarget } from '../../target/explain.js'
import { choosePackage } from '../choose-package.js'
import type { CommandContext } from '../run.js'
import { configText } from './config-text.js'
import { isFolder, type WrittenConfig, writeConfig } from './write-config.js'

export interface InitRequest {
  readonly folder: string
  readonly package?: string
  readonly json: boolean
  readonly print: boolean
  readonly force: boolean
}

export interface InitDone {
  readonly target: TargetSystem | null
  readonly found: readonly Explanation[]
  /** Why nothing was detected, where nothing was. */
  readonly problem: string | null
  readonly text: string
  /** null where it was only printed. */
  readonly written: WrittenConfig | null
}

async function detected(root: string): Promise<Pick<InitDone, 'target' | 'found' | 'problem'>> {
  try {
    const target = await detectTarget(root)
    return { target, found: await explainTarget(target), problem: null }
  } catch (error) {
    // What cannot be detected is what the file is for: it is written with nothing active.
    if (!(error instanceof TunewrightError) || error.code !== 'TARGET_UNSUPPORTED') throw error
    return { target: null, found: [], problem: error.message }
  }
}

/**
 * Detects the project in a folder and writes its configuration file.
 * @throws TunewrightError TARGET_NOT_FOUND, INPUT_INVALID where a configuration is there already
 */
export async function initFolder(request: InitRequest, context: CommandContext): Promise<InitDone> {
  if (!(await isFolder(request.folder))) {
    throw new TunewrightError('TARGET_NOT_FOUND', `${path.resolve(request.folder)} is not a folder.`, {
      remedy: 'Name the folder of a project: one with a package.json, or with an index.html.',
    })
  }
  const root = await realpath(await choosePackage(request.folder, { ...request, command: 'init' }, context))
  const { target, ...rest } = await detected(root)
  const text = configText(target)
  return { target, ...rest, text, written: request.print ? null : await writeConfig(root, text, request.force) }
}
