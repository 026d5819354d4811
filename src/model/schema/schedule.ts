/** The five fields of a cron schedule, each as the values it matches. Day of week: 0 is Sunday. */
export interface Schedule {
  readonly minute: readonly number[]
  readonly hour: readonly number[]
  readonly dayOfMonth: readonly number[]
  readonly month: readonly number[]
  readonly dayOfWeek: readonly number[]
}

export type ScheduleReading = { readonly schedule: Schedule } | { readonly problem: string }

export const NAMED_SCHEDULES = {
  hourly: '0 * * * *',
  daily: '0 0 * * *',
  weekly: '0 0 * * 0',
  monthly: '0 0 1 * *',
} as const

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** In the order in which cron writes them; `names` count from `min`. Day of week allows 7 for Sunday too. */
const FIELDS = [
  { key: 'minute', title: 'minute', min: 0, max: 59, names: [] },
  { key: 'hour', title: 'hour', min: 0, max: 23, names: [] },
  { key: 'dayOfMonth', title: 'day of month', min: 1, max: 31, names: [] },
  { key: 'month', title: 'month', min: 1, max: 12, names: MONTHS },
  { key: 'dayOfWeek', title: 'day of week', min: 0, max: 7, names: DAYS },
] as const satisfies readonly {
  key: keyof Schedule
  title: string
  min: number
  max: number
  names: readonly string[]
}[]

type Field = { readonly min: number; readonly max: number; readonly names: readonly string[] }

function numberOf(text: string, field: Field): number | undefined {
  const named = field.names.indexOf(text.toLowerCase())
  const value = named >= 0 ? named + field.min : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN
  return value >= field.min && value <= field.max ? value : undefined
}

/** One element of a field's list: `*`, `4`, `mon`, `1-5`, each with an optional step (`*` + `/15`). */
function elementValues(element: string, field: Field): readonly number[] | undefined {
  const [range = '', step = '1', ...more] = element.split('/')
  if (more.length > 0 || !/^[1-9]\d?$/.test(step)) return undefined
  const [from = '', to, ...rest] = range.split('-')
  if (rest.length > 0) return undefined
  const all = range === '*'
  const first = all ? field.min : numberOf(from, field)
  const stepped = element.includes('/')
  const last = all ? field.max : to === undefined ? (stepped ? field.max : first) : numberOf(to, field)
  if (first === undefined || last === undefined || first > last) return undefined
  return Array.from({ length: Math.floor((last - first) / Number(step)) + 1 }, (_, i) => first + i * Number(step))
}

function fieldValues(text: string, field: Field): readonly number[] | undefined {
  const values = new Set<number>()
  for (const element of text.split(',')) {
    const found = elementValues(element, field)
    if (found === undefined) return undefined
    for (const value of found) values.add(value === 7 && field.max === 7 ? 0 : value)
  }
  return [...values].sort((a, b) => a - b)
}

/** Reads `hourly`, `daily`, `weekly`, `monthly` or five cron fields (`minute hour day-of-month month day-of-week`). */
export function readSchedule(text: string): ScheduleReading {
  const cron = Object.hasOwn(NAMED_SCHEDULES, text) ? NAMED_SCHEDULES[text as keyof typeof NAMED_SCHEDULES] : text
  const parts = cron.split(/\s+/)
  if (parts.length !== 5) return { problem: 'hourly, daily, weekly, monthly, or five cron fields, e.g. "30 2 * * mon"' }
  const schedule: Partial<Record<keyof Schedule, readonly number[]>> = {}
  for (const [i, field] of FIELDS.entries()) {
    const values = fieldValues(parts[i] ?? '', field)
    if (values === undefined) {
      return { problem: `a ${field.title} of ${field.min}–${field.max} instead of "${parts[i]}" (field ${i + 1})` }
    }
    schedule[field.key] = values
  }
  return { schedule: schedule as Schedule }
}
