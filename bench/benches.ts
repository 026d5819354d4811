import { bundleBench } from './bundle/index.js'
import { chunkPlanBench } from './chunk-plan/index.js'
import { estimateBench } from './estimate/index.js'
import { frontendBench } from './frontend/index.js'
import { imageBench } from './image/index.js'
import { proofBench } from './proof/index.js'
import { realSessionsBench } from './proof/real-sessions.js'
import { recordBench } from './proof/record.js'
import { regressionsBench } from './regressions/index.js'
import type { Bench } from './row.js'

export const BENCHES: readonly Bench[] = [
  frontendBench,
  imageBench,
  bundleBench,
  chunkPlanBench,
  estimateBench,
  proofBench,
  recordBench,
  realSessionsBench,
  regressionsBench,
]
