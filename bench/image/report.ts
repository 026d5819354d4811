import { type BenchResult, goalRow } from '../row.js'
import { columns, figure } from '../table.js'
import type { Judged } from './arms.js'
import type { Comparison, SideInFormat } from './compare.js'
import { FLOOR } from './judge.js'
import { STOCK_FLOOR } from './ours.js'
import { FORMATS, type Format } from './peer.js'

/** Bytes of ours over theirs. */
const GOAL = 0.75

const SIDES = ['ours', 'theirs'] as const
type Side = (typeof SIDES)[number]

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

/** Bytes of each picture in one format: of the encoding, or of the file where it is left. */
const bytesIn = ({ pictures }: Comparison, side: SideInFormat): number[] =>
  pictures.map(({ picture }, i) => side.judged[i]?.bytes ?? picture.bytes)

/** Of what is delivered, the format that weighs least: for ours picture by picture, as a page offers all and a browser takes the first. */
const ourBest = (comparison: Comparison): number[] | null => {
  const sides = FORMATS.flatMap(format => comparison.formats[format].ours ?? [])
  if (sides.length === 0) return null
  const bytes = sides.map(side => bytesIn(comparison, side))
  return comparison.pictures.map((_, i) => Math.min(...bytes.map(each => each[i]!)))
}

const theirBest = (comparison: Comparison): { format: Format; setting: number; bytes: number } | null =>
  FORMATS.flatMap(format => {
    const side = comparison.formats[format].theirs
    return side ? [{ format, setting: side.setting, bytes: sum(bytesIn(comparison, side)) }] : []
  }).toSorted((a, b) => a.bytes - b.bytes)[0] ?? null

/** Pictures of which some encoding of ours looks worse than the floor, or that no setting brings up to it. */
const belowFloor = ({ pictures, formats }: Comparison): string[] =>
  pictures
    .filter((_, i) =>
      FORMATS.some(f => (formats[f].ours === null ? true : (formats[f].ours.judged[i]?.judged ?? 100) < FLOOR)),
    )
    .map(one => one.name)

/** The rows and the text for people. */
export const report = (comparison: Comparison): BenchResult => {
  const [ours, theirs] = [ourBest(comparison), theirBest(comparison)]
  const below = belowFloor(comparison)
  const peer = theirs === null ? 'sharp, one quality' : `sharp, ${theirs.format} at ${theirs.setting} for all`
  const bytes = goalRow({
    measure: 'picture bytes, best format against best',
    unit: 'of theirs',
    ours: ours === null || theirs === null ? null : sum(ours) / theirs.bytes,
    others: { [peer]: 1 },
    goal: GOAL,
  })
  const floor = goalRow({
    measure: `pictures below ${FLOOR} of SSIMULACRA 2`,
    unit: 'pictures',
    ours: below.length,
    others: { [peer]: 0 },
    goal: 0,
  })
  const why = [
    ...(bytes.holds || theirs === null ? [] : [whyHeavy(comparison, theirs.format)]),
    ...(floor.holds ? [] : [`Below the floor in some format: ${below.join(', ')}.`]),
  ]
  return { rows: [bytes, floor], notes: [pictureTable(comparison), formatTable(comparison), ...why] }
}

const judgedText = (judged: Judged | null | undefined): string =>
  judged ? `q${judged.quality} ${figure(judged.bytes)} ${judged.judged.toFixed(1)}` : 'as it is'

/** Quality, bytes and the judge's score of each picture in each format. */
const pictureTable = ({ pictures, formats }: Comparison): string =>
  columns([
    ['Quality, bytes, judge', ...FORMATS.flatMap(format => [`${format}: ours`, 'sharp'])],
    ...pictures.map(({ name }, i) => [
      name,
      ...FORMATS.flatMap(format => SIDES.map(side => judgedText(formats[format][side]?.judged[i]))),
    ]),
  ])

const formatTable = (comparison: Comparison): string =>
  columns([
    ['Total bytes', 'ours', "ours' floor", `below ${FLOOR} at ${STOCK_FLOOR}`, 'sharp', "sharp's quality", 'ratio'],
    ...FORMATS.map(format => {
      const { ours, theirs } = comparison.formats[format]
      const total = (side: SideInFormat | null): number | null => (side ? sum(bytesIn(comparison, side)) : null)
      const [a, b] = [total(ours), total(theirs)]
      return [
        format,
        figure(a),
        ours ? (ours.setting / 100).toFixed(2) : 'none',
        String(comparison.belowAtStock[format]),
        figure(b),
        theirs ? String(theirs.setting) : 'none',
        a === null || b === null ? '' : (a / b).toFixed(3),
      ]
    }),
  ])

/** What keeps the ratio up: by how much each side looks better than it has to. */
const whyHeavy = ({ formats }: Comparison, format: Format): string => {
  const surplus = (side: Side): string => {
    const points = (formats[format][side]?.judged ?? []).flatMap(one => (one ? [one.judged - FLOOR] : []))
    if (points.length === 0) return 'unknown'
    return `${(sum(points) / points.length).toFixed(1)} (${Math.min(...points).toFixed(1)} to ${Math.max(...points).toFixed(1)})`
  }
  return [
    `Why not less: in ${format} sharp at one quality is ${surplus('theirs')} points above the floor on average,`,
    `and that is all that choosing picture by picture could take away; ours keeps ${surplus('ours')}, because the score that it`,
    'searches with and the judge do not see quite alike.',
  ].join('\n')
}
