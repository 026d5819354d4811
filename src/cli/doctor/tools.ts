import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import semver from 'semver'
import { z } from 'zod'
import { git, tryGit } from '../../change/git.js'
import type { Check } from './check.js'

const manifest = z.object({ engines: z.object({ node: z.string() }) })

/** The range of Node versions that we declare. */
export async function ownEngines(): Promise<string> {
  const text = await readFile(new URL('../../../package.json', import.meta.url), 'utf8')
  return manifest.parse(JSON.parse(text)).engines.node
}

export const nodeCheck: Check = {
  name: 'node',
  title: 'Node.js',
  async run() {
    const [version, range] = [process.versions.node, await ownEngines()]
    const fits = semver.satisfies(version, range, { includePrerelease: true })
    return {
      status: fits ? 'ok' : 'missing',
      found: `${version}${fits ? '' : `, and ${range} is needed`}`,
      ...(!fits && { remedy: `Install Node.js ${range.replace('>=', '')} or later (https://nodejs.org).` }),
      details: { version, range },
    }
  },
}

const OLDEST_GIT = '2.25.0'

export const gitCheck: Check = {
  name: 'git',
  title: 'git',
  async run() {
    const folder = await mkdtemp(path.join(tmpdir(), 'tunewright-doctor-'))
    try {
      const said = await git(folder, ['--version'])
      const version = semver.coerce(said)?.version ?? said
      const isOld = semver.valid(version) !== null && semver.lt(version, OLDEST_GIT)
      const made = await tryGit(folder, ['init', '--quiet'])
      const works = made.exitCode === 0 && (await git(folder, ['rev-parse', '--is-inside-work-tree'])) === 'true'
      return {
        status: isOld || !works ? 'missing' : 'ok',
        found: isOld
          ? `${version}, and ${OLDEST_GIT} or later is needed`
          : works
            ? version
            : `${version} makes no repository: ${made.stderr.trim()}`,
        ...((isOld || !works) && {
          remedy: 'Install git 2.25 or newer; see that `git init` works in an empty folder.',
        }),
        details: { version },
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
