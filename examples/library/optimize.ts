import {
  consoleLogger,
  detectTarget,
  fileConfiguration,
  OptimizationAutomationOrchestrator,
  openStore,
  storeMetrics,
} from 'tunewright'

const folder = process.argv[2] ?? '.'
const metrics = storeMetrics(openStore)
const orchestrator = new OptimizationAutomationOrchestrator(
  consoleLogger({ level: 'warn' }),
  await fileConfiguration({ file: folder, environment: process.env }),
  metrics,
)
orchestrator.onProgress(event => {
  if (event.kind === 'stage' && event.status === 'started') console.error(event.stage)
  if (event.kind === 'verdict') console.error(`${event.candidate}: ${event.verdict.outcome}`)
})
// Ctrl-C ends the session and puts back what was not kept.
process.once('SIGINT', () => void orchestrator.close())
try {
  const target = await detectTarget(folder)
  const { id } = await orchestrator.startOptimizationAutomation({
    optimizers: orchestrator.optimizers(),
    targets: [target],
    profiles: ['mobile'],
  })
  const session = await orchestrator.whenSettled(id)
  const report = await orchestrator.generateOptimizationReport(id, {
    targetId: target.id,
    analysisConfig: { scope: 'all' },
  })
  console.log(report.executiveSummary.headline)
  console.log(session.delivery[target.id]?.branch ?? 'no branch: nothing was worth keeping')
} finally {
  await orchestrator.close()
  await metrics.close()
}
