import { fileURLToPath } from 'node:url'
import { beaconModule } from './beacon.js'
import { metricsPage } from './metrics-page.js'
import { REGISTRY, registryText } from './registry.js'
import { checkSchema, comparisonSchema, reportSchema } from './report-schema.js'
import { strategyPages } from './strategy-pages.js'
import { wasmModule } from './wasm.js'

const BEACON = 'src/live/beacon'
const KERNELS = 'src/instruments/images/similarity'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Every generated file of the repository with the text that it should have now, by path. */
export const generatedFiles = async (): Promise<ReadonlyMap<string, string>> =>
  new Map([
    [REGISTRY, await registryText(ROOT)],
    [`${KERNELS}.generated.ts`, await wasmModule(ROOT, `${KERNELS}.wat`, 'SIMILARITY_WASM')],
    [`${BEACON}/beacon.generated.ts`, await beaconModule(ROOT, `${BEACON}/page/beacon.ts`)],
    ['docs/metrics.md', metricsPage()],
    ...(await strategyPages(ROOT)),
    ['schema/report.schema.json', reportSchema(ROOT)],
    ['schema/check.schema.json', checkSchema(ROOT)],
    ['schema/comparison.schema.json', comparisonSchema(ROOT)],
  ])
