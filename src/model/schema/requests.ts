import { isAbsolute } from 'node:path'
import { z } from 'zod'
import type { BuildCheckRequest } from '../check.js'
import { parseLocalUrl } from '../local-url.js'
import type { ProvingRequest } from '../proving.js'
import type { OptimizationAnalysisConfig, OptimizationContext, OptimizationReportConfig } from '../session.js'
import { approval, sessionBudget } from './automation-config.js'
import { budgetList } from './budget.js'
import { flowList } from './flow.js'
import { targetLogin } from './login.js'
import { optimizerType } from './optimizer.js'
import { hostName, pageList, profileWeights, targetSystemSchema } from './target.js'
import { profileList, seed, text } from './vocabulary.js'

/** What the orchestrator's methods are asked with, besides a session's configuration. */

export const analysisConfigSchema = z.strictObject({
  scope: z.enum(['all', ...optimizerType.options]),
  profiles: profileList.exactOptional(),
  loads: z
    .int({ error: 'a whole number of loads' })
    .min(1, { error: 'at least one load' })
    .max(50, { error: 'at most 50 loads' })
    .exactOptional(),
  fresh: z.boolean().exactOptional(),
}) satisfies z.ZodType<OptimizationAnalysisConfig>

export const reportConfigSchema = z.strictObject({
  targetId: text,
  analysisConfig: analysisConfigSchema,
}) satisfies z.ZodType<OptimizationReportConfig>

/** By what is used of it: a signal may come from another realm or from a polyfill. */
const isSignal = (value: unknown): value is AbortSignal =>
  typeof value === 'object' &&
  value !== null &&
  typeof Reflect.get(value, 'aborted') === 'boolean' &&
  typeof Reflect.get(value, 'addEventListener') === 'function'

const signal = z.custom<AbortSignal>(isSignal, { error: 'an AbortSignal' })

export const optimizationContextSchema = z.strictObject({
  target: targetSystemSchema,
  sessionId: text.exactOptional(),
  profiles: profileList.exactOptional(),
  budget: sessionBudget.exactOptional(),
  seed: seed.exactOptional(),
  includeDirty: z.boolean().exactOptional(),
  signal: signal.exactOptional(),
  approve: approval.exactOptional(),
}) satisfies z.ZodType<OptimizationContext>

const absolutePath = z.string().refine(isAbsolute, { error: 'an absolute path' })

const isLocalUrl = (url: string): boolean => {
  try {
    return parseLocalUrl(url) !== null
  } catch {
    return false
  }
}

const projectSide = z.strictObject({
  name: text,
  target: targetSystemSchema,
  surroundings: absolutePath.exactOptional(),
  project: absolutePath.exactOptional(),
})

const runningSide = z.strictObject({
  name: text,
  url: z.string().refine(isLocalUrl, {
    error: 'an http or https URL on this machine, without user name and password, e.g. "http://localhost:3000"',
  }),
  pages: pageList.exactOptional(),
  login: targetLogin.exactOptional(),
  flows: flowList.exactOptional(),
  allowHosts: z.array(hostName).exactOptional(),
  profileWeights: profileWeights.exactOptional(),
  project: absolutePath.exactOptional(),
})

const provingSide = z.union([projectSide, runningSide])

export const provingRequestSchema = z.strictObject({
  base: provingSide,
  candidate: provingSide,
  aim: z.enum(['better', 'not-worse']).exactOptional(),
  profiles: profileList.exactOptional(),
  budget: sessionBudget.exactOptional(),
  seed: seed.exactOptional(),
  repeats: z.strictObject({ kind: z.enum(['optimization', 'session', 'comparison']), id: text }).exactOptional(),
  signal: signal.exactOptional(),
}) satisfies z.ZodType<ProvingRequest>

export const buildCheckRequestSchema = z.strictObject({
  candidate: projectSide,
  base: z.union([projectSide, z.strictObject({ missing: text, inOrder: z.boolean() })]),
  budgets: budgetList,
  includeDirty: z.boolean().exactOptional(),
  signal: signal.exactOptional(),
}) satisfies z.ZodType<BuildCheckRequest>
