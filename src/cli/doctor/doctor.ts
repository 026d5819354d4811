import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../../model/errors.js'
import { choosePackage } from '../choose-package.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { isFolder } from '../init/write-config.js'
import type { OutputOptions } from '../options.js'
import type { CommandContext } from '../run.js'
import { type Check, type CheckName, type CheckResult, carryOut } from './check.js'
import { checkText, conclusion } from './doctor-text.js'
import { machineCheck, portsCheck, stateCheck } from './machine.js'
import { browserCheck, picturesCheck, storeCheck } from './parts.js'
import { dependenciesCheck, leftOversCheck, projectCheck } from './project.js'
import { gitCheck, nodeCheck } from './tools.js'

export interface DoctorOptions extends OutputOptions {
  readonly package?: string
}

/** The machine first, while we ourselves are quiet; what rests on others after them. */
const CHECKS: readonly Check[] = [
  machineCheck,
  nodeCheck,
  gitCheck,
  stateCheck,
  browserCheck,
  storeCheck,
  picturesCheck,
  portsCheck,
  projectCheck,
  dependenciesCheck,
  leftOversCheck,
]

export interface Examined extends CheckResult {
  readonly name: CheckName
}

/** What `tunewright doctor` does: looks at each part by itself, says what it found as it goes, and counts what is missing. */
export async function doctor(
  folder: string | undefined,
  options: DoctorOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal } = context
  const at = await folderOf(folder, options, context)
  const results: Examined[] = []
  if (!options.quiet) terminal.print('')
  for (const check of CHECKS) {
    if (context.interrupt.requested) return EXIT.interrupted
    const examined = {
      name: check.name,
      ...(await carryOut(check, { folder: at, named: folder !== undefined, logger: context.logger })),
    }
    results.push(examined)
    if (!options.quiet) terminal.print(checkText(check.title, examined, terminal.colors, terminal.width()))
  }
  const missing = results.filter(({ status }) => status === 'missing')
  if (!options.quiet) terminal.print(conclusion(results, terminal.colors))
  if (options.json) terminal.print(JSON.stringify({ ok: missing.length === 0, checks: results }))
  return missing.length === 0 ? EXIT.done : EXIT.failed
}

async function folderOf(folder: string | undefined, options: DoctorOptions, context: CommandContext): Promise<string> {
  const given = folder ?? '.'
  if (!(await isFolder(given))) {
    throw new TunewrightError('TARGET_NOT_FOUND', `${path.resolve(given)} is not a folder.`, {
      remedy: 'Name the folder of a project.',
    })
  }
  // Without a name the root of a workspace is looked at as it is.
  if (options.package === undefined) return realpath(given)
  return realpath(await choosePackage(given, { ...options, command: 'doctor' }, context))
}
