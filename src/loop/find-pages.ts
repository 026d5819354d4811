import type { BuiltArm } from '../model/change.js'
import type { MeasuredSystem, PageTarget } from '../model/target.js'
import { choosePages } from '../target/pages.js'
import type { LookingRuntime } from './runtime.js'

/**
 * The pages to measure: those given or, where it is asked for, unlike ones found from the links of the first.
 * @param wanted the target's own where absent
 */
export async function findPages(
  runtime: LookingRuntime,
  arm: BuiltArm,
  wanted: Pick<MeasuredSystem, 'pages' | 'findPages'> = runtime.target,
): Promise<readonly PageTarget[]> {
  const { lab, profiles, serve } = runtime
  const [first] = wanted.pages
  const [profile] = profiles
  if (wanted.findPages === undefined || !first || !profile) return wanted.pages
  const served = await serve(arm)
  try {
    runtime.step('observe', 'finding pages')
    const { links } = await lab.survey(served, first, profile)
    const found = choosePages(links, wanted.findPages)
    const others = found.filter(page => page.path !== first.path && page.id !== first.id)
    return [first, ...others].slice(0, wanted.findPages)
  } finally {
    await served.stop()
  }
}
