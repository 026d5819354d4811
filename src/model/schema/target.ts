import { isAbsolute } from 'node:path'
import { z } from 'zod'
import type { PageTarget, ProfileWeights, ServeTarget, TargetSystem } from '../target.js'
import { flowList } from './flow.js'
import { imageCdn } from './image-cdn.js'
import { targetLogin } from './login.js'
import { identifier, profileId, text, uniqueIds } from './vocabulary.js'

/** A path within the project: relative, with forward slashes, not leading out. */
export const relativePath = z.string().refine(path => !isAbsolute(path) && !path.split(/[\\/]/).includes('..'), {
  error: 'a path relative to the project that does not lead out of it',
})

export const pageView = z.enum(['first', 'repeat'])

export const pageTarget = z.strictObject({
  id: identifier,
  path: z.string().regex(/^\/(?!\/)/, { error: 'a path that starts with one slash, e.g. "/products?page=2"' }),
  weight: z.number().positive(),
  view: pageView.exactOptional(),
}) satisfies z.ZodType<PageTarget>

/** Timers of Node end at once where they are set to more than 31 bits of milliseconds. */
const timeout = z
  .number()
  .positive()
  .max(2 ** 31 - 1, { error: 'milliseconds, at most 24 days' })

export const serveTarget = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('static'),
    folder: relativePath,
    fallback: relativePath.exactOptional(),
    base: z
      .string()
      .regex(/^(?:\/[\w.~-]+)+$/, { error: 'a path without a slash at its end, e.g. "/shop"' })
      .exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('process'),
    command: text,
    readyPath: z.string().startsWith('/', { error: 'a path that starts with a slash' }),
    readyTimeout: timeout.exactOptional(),
  }),
]) satisfies z.ZodType<ServeTarget>

export const frameworkName = z.enum(['frontend', 'backend', 'full-stack'])

export const buildStep = z.strictObject({ command: text, output: relativePath, timeout: timeout.exactOptional() })

export const testStep = z.strictObject({ command: text })

/** A name or an address and nothing else: it becomes a part of a rule of the browser's. */
export const hostName = z
  .string()
  .regex(/^(?:\*\.)?(?!-)[a-z0-9-]+(?:\.[a-z0-9-]+)*$|^\[?[0-9a-f:]*:[0-9a-f:.]+\]?$/i, {
    error: 'the name or address of a host without scheme and port, e.g. "cdn.example.com" or "*.example.com"',
  })

export const profileWeights = z.partialRecord(profileId, z.number().positive()) satisfies z.ZodType<ProfileWeights>

const pageIds = uniqueIds('pages')

export const pageList = z
  .array(pageTarget)
  .min(1, { error: 'at least one page' })
  .refine(pageIds.check, { error: pageIds.error })

export const targetSystemSchema = z.strictObject({
  id: identifier,
  name: text,
  framework: frameworkName,
  root: z.string().refine(isAbsolute, { error: 'an absolute path' }),
  pages: pageList,
  findPages: z.int().min(1).max(20).exactOptional(),
  profileWeights: profileWeights.exactOptional(),
  build: buildStep.exactOptional(),
  serve: serveTarget,
  test: testStep.exactOptional(),
  login: targetLogin.exactOptional(),
  flows: flowList.exactOptional(),
  imageCdn: imageCdn.exactOptional(),
  allowHosts: z.array(hostName).exactOptional(),
  environment: z.record(z.string(), z.string()),
}) satisfies z.ZodType<TargetSystem>
