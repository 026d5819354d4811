import { appendFile } from 'node:fs/promises'
import { type BuildCheck, brokenBudgets } from '../model/check.js'
import { messageOf } from '../model/errors.js'
import { redactText } from '../model/redaction/index.js'
import { budgetText, causesOf, triggerText } from '../report/check-words.js'
import { renderCheck } from '../report/markdown/render-check.js'
import { printable } from '../report/printable.js'

/** What a workflow command's text may not hold as it is. */
const escaped = (text: string): string =>
  printable(redactText(text)).replace(/[%\r\n]/g, character => encodeURIComponent(character))
const property = (text: string): string => escaped(text).replace(/[:,]/g, character => encodeURIComponent(character))

const annotation = (level: 'error' | 'warning', title: string, message: string): string =>
  `::${level} title=${property(title)}::${escaped(message)}`

/** A check as annotations of a GitHub Actions job, a line each. */
export const checkAnnotations = (check: BuildCheck): readonly string[] => [
  ...brokenBudgets(check).map(budget => {
    const [cause] = budget.outcome === 'broken' ? causesOf(budget, check) : []
    const because = cause === undefined ? '' : `. ${cause.message}`
    return annotation('error', `Budget ${budget.budget + 1}`, `${budgetText(budget)}${because}`)
  }),
  ...check.triggers
    .filter(({ fires }) => fires)
    .map(trigger => annotation('warning', 'Build-time trigger', triggerText(trigger))),
]

/** Adds a check to the summary of the job. @returns why not, where it could not; null where it was, or no job asks for one */
export async function addToSummary(
  check: BuildCheck,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | null> {
  const file = environment.GITHUB_STEP_SUMMARY
  if (!file) return 'GITHUB_STEP_SUMMARY is not set, so there is no summary of a job to add to.'
  try {
    await appendFile(file, `${renderCheck(check)}\n`)
    return null
  } catch (error) {
    return `The summary of the job could not be written: ${messageOf(error)}`
  }
}
