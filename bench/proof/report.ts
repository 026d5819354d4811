import { rateUpperBound } from '../../src/experiment/statistics/binomial.js'
import { median } from '../../src/system/median.js'
import { goalRow, type Row } from '../row.js'
import { columns } from '../table.js'
import type { Comparison, PeerComparison, WronglyKept } from './simulate/sessions.js'

export interface MeasuredError {
  readonly scenario: string
  readonly remark?: string | undefined
  readonly ours: WronglyKept
  readonly others: readonly { readonly name: string; readonly result: WronglyKept }[]
}

export interface MeasuredPower {
  readonly page: string
  /** Of a candidate with a harm that only some loads show. */
  readonly nowAndThen: readonly Comparison[]
  /** Before the first block, ms. */
  readonly looking: number
  readonly ours: readonly Comparison[]
  readonly others: readonly { readonly name: string; readonly result: readonly PeerComparison[] }[]
}

const MOST_WRONG = 0.005
const LEAST_FOUND = 0.95
const MEDIAN_SECONDS = 120
const STEADIEST_SECONDS = 45
/** What a sample of fifty an arm takes. */
const USUAL_LOADS = 100

const upperBound = ({ wrong, sessions }: WronglyKept): number => rateUpperBound(wrong, sessions, 0.95)

const toDigits = (value: number, digits: number): number => Number(value.toFixed(digits))

export const errorRow = ({ scenario, ours, others }: MeasuredError): Row =>
  goalRow({
    measure: `sessions in which something is kept wrongly, ${scenario}: upper 95 % bound (of others, who decide fewer: the rate)`,
    unit: 'share',
    ours: toDigits(upperBound(ours), 5),
    others: Object.fromEntries(others.map(({ name, result }) => [name, toDigits(result.wrong / result.sessions, 4)])),
    goal: MOST_WRONG,
  })

const shareOf = <T>(all: readonly T[], is: (one: T) => boolean): number => all.filter(is).length / all.length

const share = (events: number, of: number): string => `${((100 * events) / of).toFixed(2)} %`

export const errorNote = ({ scenario, remark, ours, others }: MeasuredError): string =>
  [
    `${scenario}: sessions of three candidates in which something is kept wrongly${remark === undefined ? '' : ` (${remark})`}`,
    columns([
      ['', 'wrong', 'of', 'rate', 'upper bound', 'blocks a candidate'],
      ...[{ name: 'Tunewright', result: ours }, ...others].map(({ name, result }) => [
        name,
        String(result.wrong),
        String(result.sessions),
        share(result.wrong, result.sessions),
        `${(100 * upperBound(result)).toFixed(2)} %`,
        result.blocks.toFixed(1),
      ]),
    ]),
  ].join('\n')

const isFound = ({ verdict }: Comparison): boolean => verdict.outcome === 'kept'
const seconds = (all: readonly Comparison[]): number => median(all.map(({ milliseconds }) => milliseconds)) / 1000
const loads = (all: readonly Comparison[]): number => 2 * median(all.map(({ verdict }) => verdict.blocks))

export function powerRows(power: readonly MeasuredPower[]): readonly Row[] {
  const all = power.flatMap(({ ours }) => ours)
  const peers = power[0]?.others.map(({ name }) => name) ?? []
  const onPages = (name: string) => power.map(({ others }) => others.find(other => other.name === name)?.result ?? [])
  const ofPeer = (name: string) => onPages(name).flat()
  return [
    goalRow({
      measure: 'a true 5 % of LCP that is not found, on the page where that is most',
      unit: 'share',
      ours: toDigits(Math.max(...power.map(({ ours }) => shareOf(ours, one => !isFound(one)))), 4),
      others: Object.fromEntries(
        peers.map(name => [
          name,
          toDigits(Math.max(...onPages(name).map(result => shareOf(result, ({ kept }) => !kept))), 4),
        ]),
      ),
      goal: toDigits(1 - LEAST_FOUND, 4),
    }),
    goalRow({
      measure: `median time to find it, over ${power.length} unlike pages`,
      unit: 's',
      ours: toDigits(seconds(all), 1),
      others: {},
      goal: MEDIAN_SECONDS,
    }),
    goalRow({
      measure: 'median time to find it, on the page where that is least',
      unit: 's',
      ours: toDigits(Math.min(...power.map(({ ours }) => seconds(ours))), 1),
      others: {},
      goal: STEADIEST_SECONDS,
    }),
    goalRow({
      measure: 'loads to find it, median',
      unit: 'loads',
      ours: loads(all),
      others: Object.fromEntries(peers.map(name => [name, 2 * median(ofPeer(name).map(({ blocks }) => blocks))])),
      goal: USUAL_LOADS,
    }),
  ]
}

export const powerNote = (power: readonly MeasuredPower[]): string =>
  [
    'a true 5 % of LCP, page by page',
    columns([
      ['', 'found', 'undecided', 'blocks', 'looking', 'seconds', ...(power[0]?.others.map(({ name }) => name) ?? [])],
      ...power.map(({ page, looking, ours, others }) => [
        page,
        share(ours.filter(isFound).length, ours.length),
        share(ours.filter(({ verdict }) => verdict.outcome === 'inconclusive').length, ours.length),
        String(median(ours.map(({ verdict }) => verdict.blocks))),
        (looking / 1000).toFixed(1),
        seconds(ours).toFixed(1),
        ...others.map(({ result }) => share(result.filter(({ kept }) => kept).length, result.length)),
      ]),
    ]),
    `open where undecided: ${reasons(power)}`,
    `kept though load time is three times as long in one load of ten, which so few blocks may not show: ${power.map(({ page, nowAndThen }) => `${page} ${(100 * shareOf(nowAndThen, isFound)).toFixed(0)} %`).join(', ')}`,
  ].join('\n')

/** What kept comparisons from a verdict, the most frequent first. */
function reasons(power: readonly MeasuredPower[]): string {
  const open = new Map<string, number>()
  for (const { verdict } of power
    .flatMap(({ ours }) => ours)
    .filter(({ verdict }) => verdict.outcome === 'inconclusive'))
    for (const { requirement, outcome, kind } of verdict.judgements)
      if (outcome === 'undecided' && kind !== 'steadiness' && kind !== 'felt')
        open.set(requirement, (open.get(requirement) ?? 0) + 1)
  const sorted = [...open].sort((a, b) => b[1] - a[1])
  return sorted.length === 0 ? 'nothing' : sorted.map(([name, count]) => `${name} (${count})`).join(', ')
}
