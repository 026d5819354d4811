import { existsSync } from 'node:fs'
import { copyFile, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { knowSecrets } from '../model/redaction/index.js'
import type { TargetSystem } from '../model/target.js'
import { requireLoopbackDatabases } from '../system/loopback.js'

const ENVIRONMENT_FILE = /^\.env(?:\..+)?$/
const EXAMPLE = /\.(?:example|sample|template|dist|defaults?)$/

const SECRET_NAME = /key|secret|token|pass|pwd|auth|credential|dsn|salt|signature/i

async function environmentFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.filter(entry => entry.isFile() && ENVIRONMENT_FILE.test(entry.name)).map(entry => entry.name)
}

/**
 * Environment files are rarely under version control, yet a build without them makes another page: they are copied to where
 * they are missing. Databases that they name must be on this machine, unless the target's environment (which wins) says where else.
 *
 * @returns the files copied, relative to the clone
 * @throws TunewrightError UNSAFE_ENVIRONMENT
 */
export async function provideInputs(
  source: string,
  clone: string,
  prefix: string,
  target: TargetSystem,
): Promise<string[]> {
  const copied: string[] = []
  for (const folder of new Set(['', prefix])) {
    for (const name of await environmentFiles(path.join(source, folder))) {
      const to = path.join(clone, folder, name)
      if (!existsSync(to)) {
        await copyFile(path.join(source, folder, name), to)
        copied.push(folder === '' ? name : `${folder}/${name}`)
      }
    }
    for (const name of await environmentFiles(path.join(clone, folder))) {
      if (EXAMPLE.test(name)) continue
      const values: Record<string, string> = {}
      for (const [key, value] of Object.entries(parseEnv(await readFile(path.join(clone, folder, name), 'utf8')))) {
        // Builds and services are given these as well, and may print them.
        if (value !== undefined && SECRET_NAME.test(key)) knowSecrets([value])
        if (value !== undefined && !(key in target.environment)) values[key] = value
      }
      requireLoopbackDatabases(values, name)
    }
  }
  return copied
}
