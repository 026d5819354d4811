import path from 'node:path'
import { Command } from 'commander'
import { EXIT } from './cli/exit-code.js'
import { leave } from './cli/leave.js'
import { optimizeFolder } from './cli/optimize-folder.js'
import { outcomeText } from './cli/outcome-text.js'
import { type CommandContext, type RunOptions, runCommandLine } from './cli/run.js'
import { withDatabase } from './demo/database.js'
import { copyStorefront, seedDatabase } from './demo/storefront.js'
import { provideStateFolder } from './services/provide-state-folder.js'
import { ownRun } from './system/runs.js'
import { stateFolder } from './system/state-folder.js'

/** With the installation of Tunewright itself before it, the whole stays within ten minutes on two cores. */
const WHOLE = 9.4 * 60_000
/** Less than this proves nothing, however long the preparation took. */
const LEAST = 4 * 60_000

/** `npm run demo`: the same work as `tunewright optimize`, on a fresh copy of the example shop. */
async function demo(context: CommandContext, json: boolean): Promise<void> {
  const startedAt = performance.now()
  await provideStateFolder(stateFolder())
  // On record before anything is started.
  ownRun()
  const { interrupt, terminal, view } = context
  const progress = (message: string) =>
    view.handle({ kind: 'stage', sessionId: 'demo', stage: 'prepare', status: 'started', message })
  const preparation = { signal: interrupt.signal, progress }
  // The database server starts while the shop's dependencies come.
  const copying = copyStorefront(preparation)
  copying.catch(() => undefined)
  await withDatabase(async databaseUrl => {
    const storefront = await copying
    view.note(`The shop is in ${storefront.repository}`)
    await seedDatabase(storefront, databaseUrl, preparation)
    const { report, outcome } = await optimizeFolder(
      {
        folder: storefront.repository,
        config: storefront.config,
        env: { DATABASE_URL: databaseUrl },
        budget: Math.max(LEAST, WHOLE - (performance.now() - startedAt)),
        report: path.join(storefront.folder, 'report.html'),
      },
      context,
    )
    terminal.print(outcomeText(report, outcome, terminal.colors, terminal.width()))
    terminal.print(
      `The shop stays in ${storefront.repository}\n  git -C ${storefront.repository} log --stat ${outcome.branch ?? 'main'}`,
    )
    if (json) {
      const { kept, rejected, lcp, initialJs, imageBytes, branch, commits, report: file } = outcome
      terminal.print(JSON.stringify({ kept, rejected, lcp, initialJs, imageBytes, branch, commits, report: file }))
    }
  })
}

const options = new Command('npm run demo --')
  .description('Optimizes a fresh copy of the example shop, in about ten minutes.')
  .option('--json', 'end the standard output with one line of JSON', false)
  .option('-q, --quiet', 'no progress', false)
  .option('--no-color', 'no colours (also: NO_COLOR=1)')
  .option('--debug', 'log what is done, and show stacks of errors', false)
  .exitOverride(error => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.badInput))
  .parse()
  .opts<RunOptions & { readonly json: boolean }>()
await runCommandLine(options, async context => {
  await demo(context, options.json)
  return EXIT.done
})
await leave()
