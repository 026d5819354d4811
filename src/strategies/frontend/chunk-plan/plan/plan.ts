import { z } from 'zod'

/** One chunk of a plan: what is loaded together, by what needs it, and changes about as often. */
export interface PlannedChunk {
  /** Unique, stable: of what is in it. */
  readonly name: string
  /** Packages all of whose planned modules are in it: also those that the project comes to import later. */
  readonly packages: readonly string[]
  /** Other modules, by path from the package root. */
  readonly modules: readonly string[]
}

/** How scripts are cut: plain data. What no chunk names stays with what imports it. */
export interface ChunkPlan {
  readonly chunks: readonly PlannedChunk[]
  /** The planned chunk that every page loads, or a name for one: what belongs to no module goes there. */
  readonly common: string
  /** webpack's runtime, which names all that is loaded later, in a file of its own. */
  readonly runtimeApart: boolean
}

export const chunkPlanSchema: z.ZodType<ChunkPlan> = z.strictObject({
  chunks: z.array(
    z.strictObject({ name: z.string().min(1), packages: z.array(z.string()), modules: z.array(z.string()) }),
  ),
  common: z.string().min(1),
  runtimeApart: z.boolean(),
})
