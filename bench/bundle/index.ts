import path from 'node:path'
import type { Lab } from '../../src/instruments/lab/index.js'
import type { Bench, BenchOptions } from '../row.js'
import { withFolder } from '../with-folder.js'
import { withLab } from '../with-lab.js'
import { buildArms } from './arms.js'
import { measureArms } from './measure.js'
import { type BundleProject, PROJECTS } from './projects.js'
import { type MeasuredProject, projectNotes, projectRows } from './report.js'
import { withRuntime } from './runtime.js'

export const bundleBench: Bench = {
  name: 'bundle',
  title:
    'Bytes and LCP of a visit of five routes, against webpack’s own chunks and granular chunks (bytes over the wire)',
  data: null,
  async run(options) {
    return withLab(options.signal, async lab => {
      const measured: MeasuredProject[] = []
      for (const project of PROJECTS) measured.push(await measureProject(project, lab, options))
      return { rows: measured.flatMap(projectRows), notes: measured.map(projectNotes) }
    })
  },
}

const measureProject = (project: BundleProject, lab: Lab, options: BenchOptions): Promise<MeasuredProject> => {
  const { name, visit } = project
  return withFolder(folder =>
    project.with(folder, options, target =>
      withRuntime(target, path.join(folder, 'work'), lab, options, async runtime => {
        const { built, tried } = await buildArms(runtime)
        return { name, visit, tried, arms: await measureArms(target, built, visit, lab, options) }
      }),
    ),
  )
}
