import { existsSync, statSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { glob } from 'tinyglobby'
import { isDuration, parseDuration } from '../../src/model/duration.js'
import { TunewrightError } from '../../src/model/errors.js'
import { sha256 } from '../../src/system/hash.js'
import { type MeasuredDeploys, measureDeploys } from '../chunk-plan/measure.js'
import type { Bench, BenchOptions } from '../row.js'
import { withLab } from '../with-lab.js'
import { measureProject } from './measure-project.js'
import type { MeasuredProject } from './measured.js'
import { ownProject } from './own-project.js'
import type { FrontendProject } from './project.js'
import { PROJECTS } from './projects.js'
import { rememberedIn } from './remembered-in.js'
import { report } from './report.js'
import { USUAL_SESSION } from './session.js'

/** What `tunewright optimize` takes where nobody says how long it may. */
const LONGEST_SESSION = '30m'

const TAKES = {
  only: `projects, separated by commas, of ${PROJECTS.map(({ name }) => name).join(', ')}; all where absent`,
  project: 'the folder of a project of yours, in place of them',
  session: `how long a session may take, from 1m to ${LONGEST_SESSION}; ${USUAL_SESSION} where absent, which the goals are for`,
  work: 'the folder in which an interrupted run is gone on with; one of the system’s for temporary files where absent',
}

/** Projects as teams have them: untouched, by their bundler's own advice, by others' tools, and by Tunewright. */
export const frontendBench: Bench = {
  name: 'frontend',
  title: 'Projects of unlike kinds, untouched, by settings, by other tools and by Tunewright, side by side',
  data: 'a folder of photographs for the projects’ pictures; without it, those of the example shop',
  takes: TAKES,
  async run(options) {
    const projects = projectsOf(options.said)
    if (options.said.project !== undefined && options.data !== null)
      throw wrong('--data makes the pictures of the bench’s own projects.', 'Leave out --data.')
    const budget = budgetOf(options.said)
    const folder = path.join(workOf(options.said), await fingerprint(options, budget))
    const measured: MeasuredProject[] = []
    let deploys: readonly MeasuredDeploys[] | null = null
    await withLab(options.signal, async lab => {
      for (const project of projects) {
        const own = path.join(folder, project.name)
        await mkdir(own, { recursive: true })
        measured.push(await measureProject(project, own, budget, lab, options))
      }
      // Chunks are planned for projects of their own, which have a next deploy.
      if (projects === PROJECTS)
        deploys = await rememberedIn(path.join(folder, 'chunk-plan.json'), () => measureDeploys(lab, options))
    })
    const result = report(measured, deploys, budget)
    // The next run measures anew; what a part of the projects came to is for the run of all.
    if (options.said.only === undefined) await rm(folder, { recursive: true, force: true })
    return result
  },
}

const wrong = (message: string, remedy: string): TunewrightError =>
  new TunewrightError('INPUT_INVALID', message, { remedy, state: 'Nothing was measured.' })

const isFolder = (at: string): boolean => existsSync(at) && statSync(at).isDirectory()

/** @throws TunewrightError INPUT_INVALID */
export const projectsOf = ({ only, project }: BenchOptions['said']): readonly FrontendProject[] => {
  if (project !== undefined) {
    if (only !== undefined) throw wrong('--only names projects of the bench, --project is another.', `Leave one out.`)
    if (project === '' || !isFolder(project)) throw wrong(`--project ${project} is not a folder.`, 'Name a project’s.')
    return [ownProject(path.resolve(project))]
  }
  if (only === undefined) return PROJECTS
  return only.split(',').map(name => {
    const found = PROJECTS.find(one => one.name === name.trim())
    if (found === undefined)
      throw wrong(`There is no project \`${name}\`.`, `Name some of ${PROJECTS.map(one => one.name).join(', ')}.`)
    return found
  })
}

/** @throws TunewrightError INPUT_INVALID */
export const budgetOf = ({ session = USUAL_SESSION }: BenchOptions['said']): string => {
  const most = parseDuration(LONGEST_SESSION)
  if (isDuration(session) && parseDuration(session) >= 60_000 && parseDuration(session) <= most) return session
  throw wrong(`--session ${session} is no time from 1m to ${LONGEST_SESSION}.`, 'Write e.g. `--session 10m`.')
}

const workOf = ({ work }: BenchOptions['said']): string =>
  path.resolve(work ?? path.join(os.tmpdir(), `tunewright-bench-frontend-${os.userInfo().username}`))

const OWN_ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** What figures come from. */
const SOURCES = [
  'src/**',
  'bench/bundle/**',
  'bench/chunk-plan/**',
  'bench/frontend/**',
  'examples/storefront/**',
  'package-lock.json',
]

/** Results are gone on with only where everything that they come from is the same. */
const fingerprint = async ({ data, said }: BenchOptions, budget: string): Promise<string> => {
  const files = (
    await glob(SOURCES, { cwd: OWN_ROOT, dot: true, ignore: ['**/*.test.ts', '**/node_modules/**'] })
  ).sort()
  const contents = await Promise.all(
    files.map(async name => `${name} ${sha256(await readFile(path.join(OWN_ROOT, name)))}`),
  )
  const asked = JSON.stringify({
    data,
    budget,
    project: said.project === undefined ? null : path.resolve(said.project),
  })
  return sha256([asked, ...contents].join('\n')).slice(0, 16)
}
