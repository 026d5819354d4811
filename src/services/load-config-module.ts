import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * What a configuration file gives: its default export, or the value of a JSON file. Nothing is written beside it, and nothing but the file
 * and what it imports is run.
 */
export async function loadConfigModule(path: string): Promise<unknown> {
  const kind = extname(path)
  if (kind === '.json') return JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''))
  if (kind === '.ts' || kind === '.mts') return loadTypeScript(path)
  const module: { default?: unknown } = await import(pathToFileURL(path).href)
  return module.default
}

/** Node 20 reads no TypeScript: its types are taken out first. The loader's cache would lie in the user's node_modules: it has none. */
async function loadTypeScript(path: string): Promise<unknown> {
  const { createJiti } = await import('jiti')
  // The file's own values, not mixed with those of its default export: `export const seed` is no setting.
  const jiti = createJiti(pathToFileURL(path).href, { fsCache: false, interopDefault: false })
  const module = await jiti.import<{ default?: unknown }>(path)
  return module.default
}
