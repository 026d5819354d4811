import { targetKindsInWords } from '../../model/target-kind.js'
import { printable } from '../../report/printable.js'
import {
  conditionsInWords,
  criterionInWords,
  expectationsInWords,
  prerequisiteInWords,
  triggerInWords,
} from '../../report/strategy-words.js'
import { columns } from '../../report/text.js'
import type { Colors } from '../terminal.js'
import { wrapped } from '../wrapped.js'
import type { KnownStrategy } from './known-strategies.js'
import type { MadeStrategy } from './new-strategy.js'

/** One line for each strategy. */
export const strategyList = (known: readonly KnownStrategy[]): string =>
  columns(
    known.map(({ manifest, targets, source }) => [
      printable(manifest.id),
      printable(source ?? 'built in'),
      targets.join(', '),
    ]),
  )

const list = (title: string, items: readonly string[], width: number): string[] =>
  items.length === 0
    ? []
    : [`  ${title}`, ...items.flatMap(item => wrapped(printable(item), { width, first: '    ', rest: '      ' }))]

/** A strategy with what it asks for, and what must be shown of it. */
export function strategyText({ manifest, targets, source }: KnownStrategy, colors: Colors, width: number): string {
  const { applicability, implementation, prerequisites, risks, validation } = manifest
  const joined = applicability.composition === 'and' ? 'all of these hold' : 'one of these holds'
  return [
    `${colors.bold(printable(manifest.name))} ${colors.dim(`${printable(manifest.id)}, ${source === null ? 'built in' : printable(source)}, ${risks.level} risk`)}`,
    ...wrapped(printable(manifest.description), { width, first: '  ' }),
    ...list('Works on', [targetKindsInWords(targets)], width),
    ...list(`Is tried where ${joined}`, conditionsInWords(applicability), width),
    ...list('Needs', prerequisites.map(prerequisiteInWords), width),
    ...list('Is expected to change', expectationsInWords(manifest), width),
    ...list('Is kept where it is shown that', validation.criteria.map(criterionInWords), width),
    ...list('Is put back where', validation.rollbackTriggers.map(triggerInWords), width),
    '  Configuration',
    ...JSON.stringify(implementation.configuration, null, 2)
      .split('\n')
      .map(line => `    ${/^ */.exec(line)![0]}${printable(line)}`),
  ].join('\n')
}

export const madeText = ({ files, name, test }: MadeStrategy): string =>
  [
    ...files,
    '',
    'It works as it stands. Its README says how to go on; in short:',
    `  npm install --save-dev tunewright && ${test}`,
    `  strategies: ['${name}'] in the configuration file`,
  ].join('\n')
