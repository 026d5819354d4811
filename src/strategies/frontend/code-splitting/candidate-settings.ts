import { z } from 'zod'

/** What a candidate of this strategy does; the rest is read from the project when it is applied. */
const schema = z.strictObject({
  /** `manifest`: as written there; `initial-vendors`: packages of the first load apart; `unnamed`: webpack names and cuts all chunks. */
  splitChunks: z.enum(['manifest', 'initial-vendors', 'unnamed']).nullable(),
  lazyRoutes: z.boolean(),
  /** Which heavy components are loaded on their own. */
  lazyComponents: z.enum(['none', 'where-needed', 'conditional', 'all']),
  /** Of what `lazyComponents` finds, or of the routes where it finds none, only these modules; null: all. */
  only: z.array(z.string()).nullable().default(null),
  /** The page asks for its route's chunks before the entry has arrived. */
  earlyChunks: z.boolean(),
  /** Pages that have an initializer's element ask for its chunk before the entry has arrived. */
  elementChunks: z.boolean().default(false),
  /** The build makes ES modules in several files, where it makes one script now. */
  moduleOutput: z.boolean().default(false),
  /** Mended first, in this order. */
  ownGoals: z.array(z.enum(['development-mode', 'missing-minimizer', 'development-code'])).default([]),
})

export type CandidateSettings = z.infer<typeof schema>

export const NOTHING: CandidateSettings = {
  splitChunks: null,
  lazyRoutes: false,
  lazyComponents: 'none',
  only: null,
  earlyChunks: false,
  elementChunks: false,
  moduleOutput: false,
  ownGoals: [],
}

export const readSettings = (settings: unknown): CandidateSettings => schema.parse(settings)
