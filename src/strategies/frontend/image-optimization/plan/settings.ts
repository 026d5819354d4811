import { z } from 'zod'

/** What a candidate fixes: which of the pipeline's means are used. */
export const settingsSchema = z.strictObject({
  /** `markup`: sources are added beside the old files; `cdn`: the same, given by the target's image CDN; `in-place`: files are re-encoded under their own names, nothing else is touched. */
  means: z.enum(['markup', 'cdn', 'in-place']),
  formats: z.array(z.enum(['avif', 'webp', 'jpeg'])),
  lazyLoading: z.boolean(),
  /** Only pictures that are in the first view of some page. */
  firstViewOnly: z.boolean(),
  /** Whether pictures that no markup can offer a choice of are shown under another name, in WebP. */
  renamed: z.boolean().default(false),
  /** Whether animated GIFs become videos where that saves enough. */
  films: z.boolean().default(false),
  /** Hashes of the pictures for which the time for encoding was not enough when this was proposed: they are left alone. */
  leftOut: z.array(z.string()).default([]),
})

export type Settings = z.infer<typeof settingsSchema>
