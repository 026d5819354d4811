import { z } from 'zod'
import { type Flow, type FlowStep, leadsNowhere } from '../flow.js'
import { secretReference } from './login.js'
import { identifier, text, uniqueIds } from './vocabulary.js'

/*
 * Recordings hold more than is used here, and later versions will hold more still: unlike our own settings, they are not held to the keys that
 * we know.
 */

const selector = z.union([text, z.array(text).min(1)], {
  error: 'a selector: a text, or a list of texts from outside in',
})

const any = {
  timeout: z.number().positive().max(30_000, { error: 'milliseconds, at most 30000' }).exactOptional(),
  assertedEvents: z.array(z.object({ type: z.literal('navigation') })).exactOptional(),
  target: z
    .string()
    .regex(/^main$/, { error: '"main": steps in other windows and tabs cannot be taken again' })
    .exactOptional(),
}

const onElement = {
  selectors: z.array(selector).min(1, { error: 'at least one selector' }),
  frame: z.array(z.int().min(0)).exactOptional(),
}

const pointed = {
  ...onElement,
  offsetX: z.number().exactOptional(),
  offsetY: z.number().exactOptional(),
  button: z.enum(['primary', 'auxiliary', 'secondary', 'back', 'forward']).exactOptional(),
}

/** Without the keys that say nothing. */
const plain = <T extends object>(step: T): T =>
  Object.fromEntries(Object.entries(step).filter(([, value]) => value !== undefined)) as T

const address = z.string().refine(url => leadsNowhere(url) || /^(https?:\/\/|\/(?!\/))/.test(url), {
  error: 'the address of a page, e.g. "http://localhost:3000/cart"',
})

export const flowStep = z
  .discriminatedUnion('type', [
    z.object({ ...any, type: z.literal('navigate'), url: address }),
    z.object({ ...any, type: z.enum(['click', 'doubleClick']), ...pointed }),
    z.object({ ...any, type: z.literal('hover'), ...onElement }),
    z.object({ ...any, type: z.literal('change'), ...onElement, value: z.union([z.string(), secretReference]) }),
    z.object({ ...any, type: z.enum(['keyDown', 'keyUp']), key: text }),
    z.object({
      ...any,
      type: z.literal('scroll'),
      x: z.number().exactOptional(),
      y: z.number().exactOptional(),
      selectors: onElement.selectors.exactOptional(),
      frame: onElement.frame,
    }),
    z.object({
      ...any,
      type: z.literal('waitForElement'),
      ...onElement,
      operator: z.enum(['>=', '==', '<=']).exactOptional(),
      count: z.int().min(0).exactOptional(),
      visible: z.boolean().exactOptional(),
      properties: z.record(z.string(), z.unknown()).exactOptional(),
      attributes: z.record(z.string(), z.string()).exactOptional(),
    }),
    z.object({ ...any, type: z.literal('waitForExpression'), expression: text }),
    z.object({ ...any, type: z.enum(['setViewport', 'emulateNetworkConditions', 'close']) }),
    z.object({
      ...any,
      type: z.literal('customStep'),
      name: z.custom<'back'>(name => name === 'back', {
        error: '"back": what other custom steps do is known to their extension alone',
      }),
    }),
  ])
  .transform(({ target: _, ...step }) => plain(step)) as unknown as z.ZodType<FlowStep>

/** The origin that a step goes to; null for a path, or for no page at all. */
const originOf = (step: FlowStep): string | null =>
  step.type === 'navigate' && /^https?:/.test(step.url) && URL.canParse(step.url) ? new URL(step.url).origin : null

/** What the recorder makes before it goes to a page. */
const isBefore = (step: FlowStep): boolean =>
  step.type === 'setViewport' ||
  step.type === 'emulateNetworkConditions' ||
  (step.type === 'navigate' && leadsNowhere(step.url))

const flowSteps = z
  .array(flowStep)
  .min(1, { error: 'at least one step' })
  .superRefine((steps, context) => {
    const first = steps.findIndex(step => !isBefore(step))
    if (first < 0 || steps[first]!.type !== 'navigate') {
      context.addIssue({
        code: 'custom',
        path: [Math.max(0, first), 'type'],
        message: '"navigate": a flow begins by going to a page',
      })
    }
    const begun = steps.map(originOf).find(origin => origin !== null)
    for (const [index, step] of steps.entries()) {
      const origin = originOf(step)
      if (origin !== null && origin !== begun) {
        context.addIssue({
          code: 'custom',
          path: [index, 'url'],
          message: `a page of ${begun} in step ${index + 1}, on which the flow begins: only the target itself is reached`,
        })
      }
    }
  })

/** What a recording holds. */
export const recording = z.object({
  title: text,
  timeout: any.timeout,
  steps: flowSteps,
})

export const flow = z
  .object({ id: identifier, ...recording.shape, writes: z.boolean().exactOptional() })
  .transform(plain) as unknown as z.ZodType<Flow>

const ids = uniqueIds('flows')

export const flowList = z.array(flow).refine(ids.check, { error: ids.error })

/** A recording as the configuration names it. */
export const flowSetting = z.union([
  text,
  z.strictObject({ file: text, id: identifier.exactOptional(), writes: z.boolean().exactOptional() }),
])
