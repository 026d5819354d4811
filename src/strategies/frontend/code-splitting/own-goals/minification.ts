import type { ReadableWorkspace } from '../../../../model/change.js'
import { readPackage } from '../../../build-config/dev-server.js'
import { minifyInCommand, minifyInEsbuild, minifyInVite } from '../config/minify.js'
import { minifyInRollup, ROLLUP_MINIFIERS } from '../config/rollup-minifier.js'
import type { Context, Project } from '../project.js'
import { buildFiles } from './build-files.js'
import { mendScript, sharedScript } from './build-script.js'
import { mendEnvironment } from './environment.js'
import { leftAlone, type Mended, type Mending, mendFiles, NOT_WRITTEN_OUT } from './mending.js'
import { isWatchedByRollup, watchesItself } from './watching.js'

const ADVICE =
  'Rollup does not minify by itself, and no plugin that does is among the packages: install @rollup/plugin-terser, and name it last among the plugins'

type Editor = (path: string, source: string) => Mended

const whereText =
  (edit: (path: string, source: string) => string | null): Editor =>
  (path, source) => {
    const text = edit(path, source)
    return text === null ? null : { text }
  }

const rollupEditor = async (packageText: string, files: ReadonlyMap<string, string>, project: Project) => {
  const { dependencies, devDependencies } = readPackage(packageText)
  const declared = { ...dependencies, ...devDependencies }
  const installed: (typeof ROLLUP_MINIFIERS)[number][] = []
  for (const one of ROLLUP_MINIFIERS) {
    const { packageName } = one
    if (declared[packageName] !== undefined && (await project.packages.version(packageName)) !== null)
      installed.push(one)
  }
  const watched = isWatchedByRollup(packageText, files)
  const minifier = installed[0] ?? null
  return {
    minifier,
    editor: (path: string, source: string): Mended => minifyInRollup(path, source, minifier, watched),
  }
}

/** Where a bundler other than webpack is told not to minify, or not told to: in one place, or nowhere. */
export const mendMinification = async (
  project: Project,
  context: Context,
  packageText: string,
  workspace: ReadableWorkspace,
): Promise<Mending> => {
  const { bundler } = project
  const files = await buildFiles(project, context, workspace)
  const command = mendScript(packageText, context, minifyInCommand)
  if (bundler === 'rollup') {
    const { minifier, editor } = await rollupEditor(packageText, files, project)
    return (
      mendFiles(files, editor, 'JavaScript is minified', null) ??
      (await mendEnvironment(packageText, files, /terser|minif|uglify|closure|swc/i, { project, context })) ??
      leftAlone(minifier === null ? ADVICE : NOT_WRITTEN_OUT)
    )
  }
  const edit = bundler === 'vite' ? minifyInVite : bundler === 'esbuild' ? minifyInEsbuild : () => null
  const editor = whereText(edit)
  const shared = sharedScript(packageText, context, files.keys())
  const careful: Editor = (path, source) => {
    const mended = editor(path, source)
    if (mended === null || bundler !== 'esbuild') return mended
    if (watchesItself(source)) return { reason: `${path} also watches or serves for developers, by the same options` }
    return shared === null ? mended : { reason: `${shared} goes by the same options` }
  }
  return (
    mendFiles(files, careful, 'JavaScript is minified', command) ??
    (await mendEnvironment(packageText, files, /\bminify/, { project, context })) ??
    leftAlone(NOT_WRITTEN_OUT)
  )
}
