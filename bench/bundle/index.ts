import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Lab } from '../../src/instruments/lab/index.js'
import type { Bench, BenchOptions } from '../row.js'
import { buildArms } from './arms.js'
import { measureArms } from './measure.js'
import { type BundleProject, PROJECTS } from './projects.js'
import { type MeasuredProject, projectNotes, projectRows } from './report.js'
import { quiet, withRuntime } from './runtime.js'

export const bundleBench: Bench = {
  name: 'bundle',
  title:
    'Bytes and LCP of a visit of five routes, against webpack’s own chunks and granular chunks (bytes over the wire)',
  data: null,
  async run(options) {
    const lab = await Lab.open({ logger: quiet, signal: options.signal })
    try {
      const measured: MeasuredProject[] = []
      for (const project of PROJECTS) measured.push(await measureProject(project, lab, options))
      return { rows: measured.flatMap(projectRows), notes: measured.map(projectNotes) }
    } finally {
      await lab.close()
    }
  },
}

const measureProject = async (project: BundleProject, lab: Lab, options: BenchOptions): Promise<MeasuredProject> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tunewright-bench-'))
  const { name, visit } = project
  try {
    return await project.with(folder, options, target =>
      withRuntime(target, path.join(folder, 'work'), lab, options, async runtime => {
        const { built, tried } = await buildArms(runtime)
        return { name, visit, tried, arms: await measureArms(target, built, visit, lab, options) }
      }),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
