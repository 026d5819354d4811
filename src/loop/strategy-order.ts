import type { ImplementationType, OptimizationStrategy } from '../model/strategy.js'
import type { StrategyModule } from '../strategies/strategy-module.js'

/** What a strategy declares of others, which it knows by their implementation types. */
export interface DeclaredOrder {
  /** Those that have their turn first. */
  readonly after: readonly string[]
  readonly conflicts: readonly DeclaredConflict[]
}

export interface DeclaredConflict {
  readonly with: string
  readonly reason: string
}

/** What strategies are held against when one is chosen. */
export interface Composition {
  /** Whose changes were kept so far. */
  readonly kept: readonly OptimizationStrategy[]
  orderOf(strategy: OptimizationStrategy): DeclaredOrder
}

const typeOf = ({ implementation }: OptimizationStrategy): string => implementation.type

/** The strategies among `open` that have their turn before. */
export const waitsFor = (
  strategy: OptimizationStrategy,
  open: readonly OptimizationStrategy[],
  { orderOf }: Composition,
): readonly OptimizationStrategy[] => {
  const { after } = orderOf(strategy)
  return open.filter(other => after.includes(typeOf(other)))
}

/** Why a strategy may not be kept beside what was: in a sentence, or null. A conflict holds both ways, whichever of the two declares it. */
export function conflictWithKept(strategy: OptimizationStrategy, { kept, orderOf }: Composition): string | null {
  for (const other of kept) {
    const declared =
      orderOf(strategy).conflicts.find(conflict => conflict.with === typeOf(other)) ??
      orderOf(other).conflicts.find(conflict => conflict.with === typeOf(strategy))
    if (declared) return `conflicts with ${other.name}, which was kept: ${declared.reason}`
  }
  return null
}

/** What is wrong with what strategies declare of each other, a sentence each: names that nobody has, a strategy that names itself, circles. */
export function orderProblems(
  modules: readonly Pick<StrategyModule<ImplementationType>, 'after' | 'conflicts' | 'actuator'>[],
): readonly string[] {
  const types = new Set<string>(modules.map(({ actuator }) => actuator.type))
  const after = new Map<string, readonly string[]>(
    modules.map(module => [module.actuator.type, module.after ?? []] as const),
  )
  const named = modules.flatMap(({ actuator, after: before = [], conflicts = [] }) =>
    [...before, ...conflicts.map(conflict => conflict.with)].flatMap((name: string) => {
      if (!types.has(name)) return [`${actuator.type} names ${name}, which no strategy implements.`]
      return name === actuator.type ? [`${name} names itself.`] : []
    }),
  )
  const onCircle = (type: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(type)) return [...path.slice(path.indexOf(type)), type]
    for (const other of after.get(type) ?? []) {
      const circle = onCircle(other, [...path, type])
      if (circle) return circle
    }
    return null
  }
  for (const type of types) {
    const circle = onCircle(type, [])
    if (circle && circle.length > 2) return [...named, `Each would wait for the next: ${circle.join(', ')}.`]
  }
  return named
}
