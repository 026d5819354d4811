import { bundleBench } from './bundle/index.js'
import { imageBench } from './image/index.js'
import { recordBench } from './proof/record.js'
import type { Bench } from './row.js'

export const BENCHES: readonly Bench[] = [imageBench, bundleBench, recordBench]
