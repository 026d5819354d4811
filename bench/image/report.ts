import { type BenchResult, goalRow } from '../row.js'
import { columns, figure } from '../table.js'
import type { ComparedPicture, Comparison, Judged } from './compare.js'
import { FLOOR } from './judge.js'
import { OUR_FLOOR } from './ours.js'
import { FORMATS, type Format } from './peer.js'

/** Bytes of ours over theirs. */
const GOAL = 0.75

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

/** What is delivered in one format: the encoding, or the file as it is. */
const bytesIn = (one: ComparedPicture, side: 'ours' | 'theirs', format: Format): number =>
  one[side][format]?.bytes ?? one.sourceBytes

/** The format that weighs least for this picture: a page offers all, and the browser takes the first. */
const ourBest = (one: ComparedPicture): number => Math.min(...FORMATS.map(format => bytesIn(one, 'ours', format)))

const isBelow = ({ ours }: ComparedPicture): boolean => Object.values(ours).some(({ judged }) => judged < FLOOR)

const total = (comparison: Comparison, side: 'ours' | 'theirs', format: Format): number =>
  sum(comparison.pictures.map(one => bytesIn(one, side, format)))

/** The rows and the text for people. */
export const report = (comparison: Comparison): BenchResult => {
  const { pictures, single } = comparison
  const possible = FORMATS.filter(format => single[format] !== undefined)
  const best = possible.toSorted((a, b) => total(comparison, 'theirs', a) - total(comparison, 'theirs', b))[0]
  const theirs = best === undefined ? null : total(comparison, 'theirs', best)
  const ours = sum(pictures.map(ourBest))
  const below = pictures.filter(isBelow)
  const peer = best === undefined ? 'sharp, one quality' : `sharp, ${best} at ${single[best]} for all`
  const bytes = goalRow({
    measure: 'picture bytes, best format against best',
    unit: 'of theirs',
    ours: theirs === null ? null : ours / theirs,
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
    ...(bytes.holds || best === undefined ? [] : [whyHeavy(comparison, best)]),
    ...(floor.holds ? [] : [`Below the floor in some format: ${below.map(one => one.name).join(', ')}.`]),
  ]
  return { rows: [bytes, floor], notes: [pictureTable(comparison), formatTable(comparison), ...why] }
}

const judgedText = (judged: Judged | undefined): string =>
  judged === undefined ? 'as it is' : `q${judged.quality} ${figure(judged.bytes)} ${judged.judged.toFixed(1)}`

/** Quality, bytes and the judge's score of each picture in each format. */
const pictureTable = ({ pictures }: Comparison): string =>
  columns([
    ['Quality, bytes, judge', ...FORMATS.flatMap(format => [`${format}: ours`, 'sharp']), 'best of ours'],
    ...pictures.map(one => [
      one.name,
      ...FORMATS.flatMap(format => [judgedText(one.ours[format]), judgedText(one.theirs[format])]),
      figure(ourBest(one)),
    ]),
  ])

const formatTable = (comparison: Comparison): string =>
  columns([
    [`Total bytes (ours at its floor of ${OUR_FLOOR})`, 'ours', 'sharp, one quality', 'ratio'],
    ...FORMATS.map(format => {
      const [ours, theirs] = [total(comparison, 'ours', format), total(comparison, 'theirs', format)]
      const quality = comparison.single[format]
      return quality === undefined
        ? [format, figure(ours), 'no quality is enough', '']
        : [`${format} (sharp at ${quality})`, figure(ours), figure(theirs), (ours / theirs).toFixed(3)]
    }),
  ])

/** What keeps the ratio up: by how much each side looks better than it has to. */
const whyHeavy = ({ pictures }: Comparison, format: Format): string => {
  const surplus = (side: 'ours' | 'theirs'): string => {
    const points = pictures.flatMap(one => (one[side][format] ? [one[side][format].judged - FLOOR] : []))
    return `${(sum(points) / points.length).toFixed(1)} (least ${Math.min(...points).toFixed(1)}, most ${Math.max(...points).toFixed(1)})`
  }
  return `Why not less: in ${format}, points above the floor are on average ${surplus('ours')} for ours and ${surplus('theirs')} for sharp at one quality. Only what a picture has above the floor can be taken from it.`
}
