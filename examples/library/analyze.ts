import {
  consoleLogger,
  detectTarget,
  fileConfiguration,
  memoryMetrics,
  OptimizationAutomationOrchestrator,
} from 'tunewright'

const folder = process.argv[2] ?? '.'
const orchestrator = new OptimizationAutomationOrchestrator(
  consoleLogger({ level: 'warn' }),
  await fileConfiguration({ file: folder, environment: process.env }),
  memoryMetrics(),
)
try {
  const target = await detectTarget(folder)
  orchestrator.registerTarget(target)
  const analysis = await orchestrator.analyzeOptimizationOpportunities(target.id, {
    scope: 'all',
    profiles: ['mobile'],
    loads: 2,
  })
  for (const { page, share, metric, cause } of analysis.bottlenecks) {
    console.log(`${Math.round(100 * share)} % of ${metric} on ${page}: ${cause}`)
  }
  for (const { strategy, applicable, reason } of analysis.opportunities) {
    console.log(`${applicable ? 'applies' : 'does not apply'}: ${strategy.id} (${reason})`)
  }
} finally {
  await orchestrator.close()
}
