import type { BenchResult, Row } from './row.js'

/** Columns of text, the first to the left and the others to the right, as wide as they need be. */
export const columns = (lines: readonly (readonly string[])[]): string => {
  const widths = lines.reduce<number[]>((most, line) => {
    line.forEach((cell, i) => {
      most[i] = Math.max(most[i] ?? 0, cell.length)
    })
    return most
  }, [])
  return lines
    .map(line =>
      line
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Three significant figures where there are decimals, whole numbers with their thousands. */
export const figure = (value: number | null): string => {
  if (value === null) return 'not measured'
  if (Number.isInteger(value)) return value.toLocaleString('en-US')
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3)
}

const rowLine = ({ measure, unit, ours, others, goal, holds }: Row): string[] => [
  measure,
  `${figure(ours)} ${unit}`,
  Object.entries(others)
    .map(([name, value]) => `${name} ${figure(value)}`)
    .join(', '),
  `≤ ${figure(goal)}`,
  holds ? 'holds' : 'MISSED',
]

/** What people read: the notes, then a line for each goal. */
export const readable = (title: string, { rows, notes }: BenchResult): string =>
  [title, ...notes, columns([['Goal', 'ours', 'others', 'at most', ''], ...rows.map(rowLine)])].join('\n\n')
