import { join } from 'node:path'
import { readBundle } from '../../../instruments/bundle/read-bundle.js'
import type { Actuator, SettingEffect } from '../../../model/actuator.js'
import type { BundleModule } from '../../../model/observation.js'
import { chunkPlanSchema, type PlannedChunk } from './plan/plan.js'
import { weighFiles } from './project.js'

const isIn = ({ packages, modules }: PlannedChunk, module: BundleModule): boolean =>
  modules.includes(module.path) || (module.packageName !== null && packages.includes(module.packageName))

/** Whether each planned chunk has been built as planned, and what they weigh together. */
export const inspectBuilt: NonNullable<Actuator<'chunk-plan'>['inspectBuilt']> = async (candidate, context, built) => {
  if (built.bundleStatistics === null) return []
  const plan = chunkPlanSchema.parse(candidate.settings)
  const output = join(built.root, context.target.build?.output ?? '.')
  const bundle = await readBundle(built.bundleStatistics, output, built.root)
  const weights = await weighFiles({ target: context.target, baseline: built }, bundle)
  let bytes = 0
  const strayed: string[] = []
  for (const chunk of plan.chunks) {
    const members = bundle.modules.filter(module => isIn(chunk, module) && module.parsedSize > 0)
    const files = new Set(members.flatMap(({ chunkFiles }) => chunkFiles))
    for (const file of files) bytes += weights.get(file)?.compressed ?? 0
    const others = bundle.modules.some(
      module => !members.includes(module) && module.parsedSize > 0 && module.chunkFiles.some(file => files.has(file)),
    )
    if (files.size !== 1 || others) strayed.push(chunk.name)
  }
  const asPlanned = plan.chunks.length - strayed.length
  const effect: SettingEffect = {
    key: 'automation.implementation',
    effect: strayed.length < plan.chunks.length ? 'acts' : 'without-effect',
    note: `${asPlanned} of ${plan.chunks.length} chunks are as planned, ${(bytes / 1000).toFixed(1)} kB compressed${strayed.length > 0 ? `; not so: ${strayed.join(', ')}` : ''}`,
  }
  return [effect]
}
