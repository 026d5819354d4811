import { bundlerBuild } from './bundler-build.js'
import type { FoundOutput } from './framework-output.js'
import { outputFolder } from './output-folder.js'
import type { Project } from './project.js'
import { buildScript, resolvedScript, runScript } from './scripts.js'

/** How a project by itself is built. */
export interface HowBuilt {
  readonly command: string
  /** What says so. */
  readonly because: string
  /** Undefined where it is not known. */
  readonly output: FoundOutput | undefined
}

/** By the script that builds, else by its bundler's own command; undefined where nothing builds it. */
export async function howBuilt(project: Project): Promise<HowBuilt | undefined> {
  const script = buildScript(project)
  if (script !== undefined) {
    return {
      command: runScript(project, script),
      because: `the script "${script}" in package.json`,
      output: await outputFolder(project, resolvedScript(project, script) ?? ''),
    }
  }
  const own = await bundlerBuild(project)
  return (
    own && {
      command: own.command,
      because: `${own.config} configures it; package.json has no script that builds`,
      output: await outputFolder(project, own.command),
    }
  )
}
