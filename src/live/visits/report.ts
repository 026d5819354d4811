import { z } from 'zod'
import { VISIT_MEASURE_NAMES, VISIT_MEASURES, type VisitMeasureName } from './measures.js'

export const DEVICES = ['mobile', 'tablet', 'desktop'] as const
export const CONNECTIONS = ['slow-2g', '2g', '3g', '4g', 'unknown'] as const
export const IMAGE_FORMATS = ['avif', 'webp', 'jpeg', 'png', 'other-images'] as const

export type Device = (typeof DEVICES)[number]
export type Connection = (typeof CONNECTIONS)[number]

/** The largest body of a report, bytes. */
export const MOST_REPORT_BYTES = 8_192
/** The version of the report's shape. */
export const REPORT_VERSION = 1

/** Text that a database takes, and that a terminal or a log may show: no control characters, separators of lines or halves of a character. */
const plain = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u)

/** Counts of one view: more than that nobody's page has. */
const count = z.int().min(0).max(10_000)

const measures = z.strictObject(
  Object.fromEntries(
    VISIT_MEASURE_NAMES.map(name => [name, z.number().min(0).max(VISIT_MEASURES[name].most).optional()]),
  ) as Record<VisitMeasureName, z.ZodOptional<z.ZodNumber>>,
)

/**
 * What the browser of a visitor tells of one view of a page: when the page is first hidden, and again when something countable has happened
 * since. It holds nothing that tells who the visitor is: `view` is drawn anew for each view and never joined to another.
 */
export const reportSchema = z.strictObject({
  version: z.literal(REPORT_VERSION),
  /** Drawn at random for the view, 128 bits in hexadecimal digits: the same report is counted once. */
  view: z.string().regex(/^[0-9a-f]{32}$/),
  /** The how-manieth report of the view, from 0. Only the first has measures. */
  part: z.int().min(0).max(99),
  /** The path of the page, without query and fragment. */
  page: plain(2_048).startsWith('/'),
  device: z.enum(DEVICES),
  connection: z.enum(CONNECTIONS),
  /** Whether the visit began with this view: it did not come from a page of the same site. Said in the first part. */
  entry: z.boolean().optional(),
  /** True once, when a view that began a visit leads on to another page. */
  wentOn: z.literal(true).optional(),
  /** True once a view. */
  converted: z.literal(true).optional(),
  /** Of the rollout, as the page was given it; says the arm, signed. */
  ticket: plain(256).optional(),
  measures: measures.optional(),
  images: z
    .strictObject({
      requested: count,
      failed: count,
      formats: z.partialRecord(z.enum(IMAGE_FORMATS), count),
    })
    .optional(),
  /** Uncaught errors: where in which file, never what they say. */
  errors: z
    .array(z.strictObject({ kind: plain(64), place: plain(256) }))
    .max(10)
    .optional(),
  /** What LCP, CLS and INP are of: an element by its tag and classes, a file by its path. */
  causes: z
    .strictObject({
      'largest-contentful-paint': plain(256).optional(),
      'cumulative-layout-shift': plain(256).optional(),
      'interaction-to-next-paint': plain(256).optional(),
    })
    .optional(),
})

export type VisitReport = z.infer<typeof reportSchema>

/** What is said of a report that cannot be counted. */
export type ReportReading = { readonly report: VisitReport } | { readonly problem: string }

/** Reads the text of a report's body, without throwing. */
export function readReport(body: string): ReportReading {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return { problem: 'The body is not JSON.' }
  }
  const parsed = reportSchema.safeParse(value)
  if (parsed.success) return { report: parsed.data }
  const [issue] = parsed.error.issues
  return { problem: `${issue?.path.join('.') || 'The report'}: ${issue?.message ?? 'not as described'}` }
}
