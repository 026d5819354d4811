import {
  type AutomatedOptimizer,
  consoleLogger,
  detectTarget,
  fileConfiguration,
  memoryMetrics,
  OptimizationAutomationOrchestrator,
} from 'tunewright'

/** The stock optimizer, with guards that tolerate 2 % instead of 5 %, and asking before it tries anything. */
const cautious = (stock: AutomatedOptimizer): AutomatedOptimizer => ({
  ...stock,
  id: `cautious-${stock.id}`,
  constraints: stock.constraints.map(constraint =>
    constraint.type === 'performance' ? { ...constraint, threshold: 0.02 } : constraint,
  ),
  automation: { ...stock.automation, approvalRequired: true },
})

const folder = process.argv[2] ?? '.'
const orchestrator = new OptimizationAutomationOrchestrator(
  consoleLogger({ level: 'warn' }),
  await fileConfiguration({ file: folder, environment: process.env }),
  memoryMetrics(),
)
try {
  const target = await detectTarget(folder)
  const { id } = await orchestrator.startOptimizationAutomation({
    optimizers: orchestrator.optimizers().map(cautious),
    targets: [target],
    budget: { milliseconds: 10 * 60_000 },
    approve: async ({ candidate, risk }) => ({
      approved: risk === 'low',
      by: 'release policy',
      reason: `${candidate.title}: ${risk} risk`,
    }),
  })
  const { results, decisions } = await orchestrator.whenSettled(id)
  console.log(`${decisions.length} decisions, ${results.length} strategies carried to a verdict`)
} finally {
  await orchestrator.close()
}
