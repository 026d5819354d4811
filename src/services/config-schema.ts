import { z } from 'zod'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import { sessionBudget } from '../model/schema/automation-config.js'
import { budgetList } from '../model/schema/budget.js'
import { flowSetting } from '../model/schema/flow.js'
import { imageCdn } from '../model/schema/image-cdn.js'
import { targetLogin } from '../model/schema/login.js'
import {
  buildStep,
  frameworkName,
  hostName,
  pageView,
  profileWeights,
  serveTarget,
  testStep,
} from '../model/schema/target.js'
import { duration, identifier, profileList, seed, text } from '../model/schema/vocabulary.js'
import { isSize, type Size } from '../model/size.js'

const pageSetting = z.union([
  z.string().startsWith('/', { error: 'a path that starts with a slash, e.g. "/products", or an object with a path' }),
  z.strictObject({
    path: z.string().startsWith('/', { error: 'a path that starts with a slash' }),
    id: identifier.exactOptional(),
    weight: z.number().positive().exactOptional(),
    view: pageView.exactOptional(),
  }),
])

/** What the file may say of the target; what it leaves out is detected. `false`: there is none, whatever package.json says. */
export const targetSettings = z.strictObject({
  id: identifier.exactOptional(),
  name: text.exactOptional(),
  framework: frameworkName.exactOptional(),
  pages: z.array(pageSetting).min(1, { error: 'at least one page' }).exactOptional(),
  profileWeights: profileWeights.exactOptional(),
  build: z.union([z.literal(false), buildStep]).exactOptional(),
  serve: serveTarget.exactOptional(),
  test: z.union([z.literal(false), testStep]).exactOptional(),
  allowHosts: z.array(hostName).exactOptional(),
  login: targetLogin.exactOptional(),
  flows: z.array(flowSetting).exactOptional(),
  imageCdn: imageCdn.exactOptional(),
  environment: z.record(z.string(), z.string()).exactOptional(),
})

/** How long the work of ended sessions is kept, and how large the state folder may grow. */
export const stateSettings = z.strictObject({
  retention: duration.exactOptional(),
  cap: z.custom<Size>(isSize, { error: 'a size: a number and one of kB, MB, GB, e.g. "10GB"' }).exactOptional(),
})

/** Typed for those who write one; held to its schema when it is registered, where the strategies are known. */
const ownOptimizer = z.custom<AutomatedOptimizer>(value => typeof value === 'object' && value !== null, {
  error: 'an optimizer',
})

export const configSchema = z.strictObject({
  target: targetSettings.exactOptional(),
  profiles: profileList.exactOptional(),
  budget: sessionBudget.exactOptional(),
  budgets: budgetList.exactOptional(),
  seed: seed.exactOptional(),
  includeDirty: z.boolean().exactOptional(),
  database: z.strictObject({ url: text.exactOptional() }).exactOptional(),
  state: stateSettings.exactOptional(),
  strategies: z.array(text).exactOptional(),
  optimizers: z.array(ownOptimizer).exactOptional(),
})

/** What a configuration file holds: every key is optional. */
export type TunewrightConfig = z.input<typeof configSchema>

/** Gives a configuration file its types: `export default defineConfig({ … })`. */
export const defineConfig = (config: TunewrightConfig): TunewrightConfig => config
