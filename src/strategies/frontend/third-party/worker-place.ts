import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { ActuatorContext } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { copiedFolder } from '../../html/copied-folder.js'
import { FOLDER, installedPartytown } from './partytown.js'
import type { WorkerPlace } from './plan-file.js'

/** Where the library of a worker goes, or why it cannot: as a sentence's end; null where the configuration asks for none. */
export const workerPlace = async (
  { target, observation, baseline, configuration }: ActuatorContext<'third-party'>,
  workspace: ReadableWorkspace,
): Promise<WorkerPlace | string | null> => {
  if (configuration.tags !== 'worker') return null
  const { serve, build } = target
  if (serve.kind !== 'static')
    return 'who serves the files of the site is not known: the library of the worker has to come from its own host'
  const textOf = (path: string): Promise<string | null> =>
    readFile(join(baseline.root, build?.output ?? '', path), 'latin1').catch(() => null)
  const root = build ? await copiedFolder({ target, observation }, textOf, workspace) : { folder: serve.folder }
  if (typeof root === 'string') return root
  const folder = posix.join(root.folder, FOLDER)
  if ((await workspace.list([`${folder}/**`])).length > 0) return `${folder} is there already`
  const library = await installedPartytown(workspace)
  return typeof library === 'string' ? library : { folder, library }
}
