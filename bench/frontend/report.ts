import { parseDuration } from '../../src/model/duration.js'
import { median } from '../../src/system/median.js'
import { GOAL as CHUNK_PLAN_GOAL } from '../chunk-plan/index.js'
import { bytesOf, type MeasuredDeploys } from '../chunk-plan/measure.js'
import { deploysNote } from '../chunk-plan/note.js'
import { type BenchResult, goalRow, type Row } from '../row.js'
import { columns, figure } from '../table.js'
import { OURS } from './arms.js'
import type { MeasuredProject } from './measured.js'
import { USUAL_SESSION } from './session.js'
import { byteStanding, lcpStanding, type Standing, timeRatio, timesIn, worstIn } from './standing.js'

/** Of six projects, as many may be where ours is not ahead. */
const NOT_AHEAD = 1 / 6

type Judge = (project: MeasuredProject, arm: string) => Standing | null

/** The names of all arms, in the order in which they come first. */
const armsOf = (projects: readonly MeasuredProject[]): string[] => [
  ...new Set(projects.flatMap(({ arms }) => arms.map(({ name }) => name))),
]

const has = (project: MeasuredProject, arm: string): boolean => project.arms.some(({ name }) => name === arm)

/** In how many of an arm's projects something is so; null where it has none, or is not known for one. */
const countOf = (
  projects: readonly MeasuredProject[],
  arm: string,
  isSo: (project: MeasuredProject) => boolean | null,
): number | null => {
  const told = projects.filter(project => has(project, arm)).map(isSo)
  return told.length === 0 || told.includes(null) ? null : told.filter(one => one === true).length
}

/** A row that counts projects: ours, and the same of each other arm over the projects that it could be made for. */
const countRow = (
  projects: readonly MeasuredProject[],
  { measure, goal }: Pick<Row, 'measure' | 'goal'>,
  isSo: (project: MeasuredProject, arm: string) => boolean | null,
): Row => {
  const count = (arm: string): number | null => countOf(projects, arm, project => isSo(project, arm))
  // A project in which ours could not be loaded is not left out.
  const everywhere = projects.every(project => has(project, OURS))
  const others = armsOf(projects)
    .filter(arm => arm !== OURS)
    .flatMap(arm => {
      const value = count(arm)
      return value === null ? [] : [[arm, value] as const]
    })
  return goalRow({
    measure: `${measure}, of ${projects.length}`,
    unit: 'projects',
    ours: everywhere ? count(OURS) : null,
    others: Object.fromEntries(others),
    goal,
  })
}

const standingRows = (projects: readonly MeasuredProject[], what: string, judge: Judge): Row[] => {
  const some = (side: keyof Standing, is: boolean) => (project: MeasuredProject, arm: string) => {
    const standing = judge(project, arm)
    return standing === null ? null : standing[side] === is
  }
  return [
    countRow(projects, { measure: `${what} behind that of another arm`, goal: 0 }, some('behind', true)),
    countRow(
      projects,
      { measure: `${what} not ahead of that of every other arm`, goal: Math.floor(projects.length * NOT_AHEAD) },
      some('ahead', false),
    ),
  ]
}

/** The rule that the chunk plan is held against. */
const GRANULAR = 'granular chunks'

/** Both visits under the chunk plan over those under the granular rule, in the project where that is most; null where one has no plan. */
const chunkPlanRow = (deploys: readonly MeasuredDeploys[]): Row => {
  const ratios = deploys.map(({ visits: { ours, [GRANULAR]: theirs } }) =>
    ours === undefined || theirs === undefined ? null : bytesOf(ours) / bytesOf(theirs),
  )
  return goalRow({
    measure: 'chunk plan: bytes of a visit of five pages and the next after a deploy, the worst project',
    unit: 'of granular chunks',
    ours: ratios.length === 0 || ratios.includes(null) ? null : Math.max(...ratios.map(Number)),
    others: { [GRANULAR]: 1 },
    goal: CHUNK_PLAN_GOAL,
  })
}

/**
 * A row for each goal. Goals are for sessions of `USUAL_SESSION` at most: what longer ones come to is told, and holds none of them.
 * @param deploys visits before and after a deploy under a chunk plan; null: they are not asked for
 * @param budget of the sessions, as `--budget` takes it
 */
export const rowsOf = (
  projects: readonly MeasuredProject[],
  deploys: readonly MeasuredDeploys[] | null,
  budget: string = USUAL_SESSION,
): Row[] => {
  const ofSessions = [
    ...standingRows(projects, 'LCP (95 % interval)', lcpStanding),
    ...standingRows(projects, 'bytes of a first view', byteStanding),
    countRow(projects, { measure: 'something broken by the guard', goal: 0 }, (project, arm) =>
      project.arms.some(({ name, broken }) => name === arm && broken.length > 0),
    ),
  ]
  const isLonger = parseDuration(budget) > parseDuration(USUAL_SESSION)
  return [
    ...(isLonger
      ? ofSessions.map(row => ({ ...row, measure: `${row.measure}, in sessions of ${budget}`, holds: false }))
      : ofSessions),
    ...(deploys === null ? [] : [chunkPlanRow(deploys)]),
  ]
}

const ms = (values: readonly number[]): string => (values.length === 0 ? '' : figure(Math.round(median(values))))

/** A ratio with its interval; empty where it is not known. */
const ratioText = (ratio: ReturnType<typeof timeRatio>): string =>
  ratio === null ? '' : `${ratio.ratio.toFixed(3)} (${ratio.low.toFixed(3)}–${ratio.high.toFixed(3)})`

/** A repeat view may need no byte at all. */
const shareText = (ours: number, theirs: number): string => (theirs === 0 ? '' : (ours / theirs).toFixed(3))

/** Arms by measures, ours over each of the others, and how each arm was made. */
export const projectNote = (project: MeasuredProject): string => {
  const { name, bundler, visit, arms, blocks, discarded, failed, session } = project
  const measures = columns([
    [
      `${name} (${bundler})`,
      'LCP',
      'FCP',
      'TBT',
      'CLS',
      'first view',
      'repeat view',
      `${visit.length} pages`,
      'broken',
    ],
    ...arms.map(arm => [
      arm.name,
      ms(timesIn(blocks, arm.name, 'lcp')),
      ms(timesIn(blocks, arm.name, 'fcp')),
      ms(worstIn(blocks, arm.name, 'tbt')),
      blocks.length === 0 ? '' : median(worstIn(blocks, arm.name, 'cls')).toFixed(3),
      figure(arm.weights.first),
      figure(arm.weights.repeat),
      figure(arm.weights.visit),
      String(arm.broken.length),
    ]),
  ])
  const own = arms.find(arm => arm.name === OURS)
  const ratios =
    own === undefined
      ? 'Tunewright’s could not be measured.'
      : columns([
          ['Tunewright over', 'LCP (95 %)', 'FCP (95 %)', 'first view', 'repeat view', `${visit.length} pages`],
          ...arms
            .filter(arm => arm !== own)
            .map(arm => [
              arm.name,
              ratioText(timeRatio(blocks, [OURS, arm.name], 'lcp')),
              ratioText(timeRatio(blocks, [OURS, arm.name], 'fcp')),
              ...(['first', 'repeat', 'visit'] as const).map(of => shareText(own.weights[of], arm.weights[of])),
            ]),
        ])
  return [
    measures,
    `ms and score of ${blocks.length} blocks (${discarded} thrown away), bytes over the wire; TBT and CLS of the page where they are worst`,
    ratios,
    `Tunewright: ${session.summary}`,
    ...session.kept.map(subject => `  ${subject}`),
    ...arms.flatMap(arm => arm.notes.map(note => `${arm.name}: ${note}`)),
    ...Object.entries(failed).map(([arm, why]) => `${arm} could not be measured: ${why}`),
    ...arms.flatMap(arm => arm.broken.map(what => `${arm.name} breaks: ${what}`)),
    ...arms.flatMap(arm => arm.weights.failed.map(url => `${arm.name}: ${url} failed`)),
  ].join('\n')
}

export const report = (
  projects: readonly MeasuredProject[],
  deploys: readonly MeasuredDeploys[] | null,
  budget: string,
): BenchResult => ({
  rows: rowsOf(projects, deploys, budget),
  notes: [...projects.map(projectNote), ...(deploys ?? []).map(deploysNote)],
})
