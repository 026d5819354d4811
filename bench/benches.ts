import { bundleBench } from './bundle/index.js'
import { estimateBench } from './estimate/index.js'
import { imageBench } from './image/index.js'
import type { Bench } from './row.js'

export const BENCHES: readonly Bench[] = [imageBench, bundleBench, estimateBench]
