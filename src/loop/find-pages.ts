import { serveArm } from '../instruments/serving/index.js'
import type { BuiltArm } from '../model/change.js'
import type { PageTarget } from '../model/target.js'
import { choosePages } from '../target/pages.js'
import type { ReadingRuntime } from './runtime.js'

/** The pages to measure: those given or, where the target asks for it, unlike ones found from the links of the first. */
export async function findPages(runtime: ReadingRuntime, arm: BuiltArm): Promise<readonly PageTarget[]> {
  const { target, lab, profiles } = runtime
  const [first] = target.pages
  const [profile] = profiles
  if (target.findPages === undefined || !first || !profile) return target.pages
  const served = await serveArm(arm, target, { logger: runtime.logger, signal: runtime.signal })
  try {
    runtime.step('observe', 'finding pages')
    const { links } = await lab.survey(served, first, profile)
    const found = choosePages(links, target.findPages)
    const others = found.filter(page => page.path !== first.path && page.id !== first.id)
    return [first, ...others].slice(0, target.findPages)
  } finally {
    await served.stop()
  }
}
