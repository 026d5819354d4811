import { posix } from 'node:path'
import { z } from 'zod'
import { valuesIn } from './configuration-object.js'

const SERVES = /\bwebpack(?:-cli)?\s+(?:serve|server|s)\b|\bwebpack-dev-server\b|\bwebpack\b.*\s(?:--watch|-w)\b/

const packageSchema = z.looseObject({
  scripts: z.record(z.string(), z.string()).default({}),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
})

/** The parts of a `package.json` that say how a project is built and served, or none where it cannot be read. */
export const readPackage = (text: string): z.infer<typeof packageSchema> => {
  try {
    return packageSchema.parse(JSON.parse(text))
  } catch {
    return packageSchema.parse({})
  }
}

const configOf = (command: string): string | null => /(?:--config|-c)[= ]\s*(\S+)/.exec(command)?.[1] ?? null

/**
 * What besides the build takes its mode from these configuration files: developers' own server, which is to stay as it is.
 *
 * @param configs the files, by path, with their texts
 * @returns what it is, in words; null where nothing is
 */
export const servedBy = (packageText: string, configs: ReadonlyMap<string, string>): string | null => {
  const { scripts, dependencies, devDependencies } = readPackage(packageText)
  const serving = Object.entries(scripts).filter(([, command]) => SERVES.test(command))
  const sharing = serving.find(([, command]) => {
    const config = configOf(command)
    const ours = config === null || [...configs.keys()].some(path => path === posix.normalize(config))
    return ours && !/--mode\b/.test(command)
  })
  if (sharing) return `the script ${sharing[0]} (${sharing[1]})`
  // Where each of the scripts that serve has a configuration or a mode of its own, that is how developers work.
  if (serving.length > 0) return null
  const [withServer] = [...configs].find(([path, text]) => valuesIn(path, text, 'devServer').length > 0) ?? []
  if (withServer !== undefined) return `the development server that ${withServer} configures`
  return { ...dependencies, ...devDependencies }['webpack-dev-middleware'] === undefined
    ? null
    : 'webpack-dev-middleware'
}
