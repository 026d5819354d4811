import { type MetricDefinition, type MetricName, metric } from '../model/metrics.js'
import type { MetricPoint, MetricsService } from '../model/services.js'

/** Points in this process's memory: enough for a single run. */
export function memoryMetrics(): MetricsService {
  const known: MetricPoint[] = []
  return {
    record: async points => {
      known.push(...points)
    },
    query: async ({ metric: name, targetId, since }) =>
      known
        .filter(point => point.metric === name && point.targetId === targetId && point.at >= since)
        .sort((a, b) => a.at.getTime() - b.at.getTime()),
  }
}

/** What is needed of our store: its points, and to be closed. */
export interface PointStore {
  readonly metricPoints: MetricsService
  close(): Promise<void>
}

/**
 * Our own store as the metrics service, opened when first needed: `storeMetrics(openStore)`. Close it when done, or the process does not
 * end.
 */
export function storeMetrics(open: () => Promise<PointStore>): MetricsService & { close(): Promise<void> } {
  let opened: Promise<PointStore> | undefined
  const store = () => {
    opened ??= open().catch((error: unknown) => {
      // Not opened for good: the next call tries again.
      opened = undefined
      throw error
    })
    return opened
  }
  return {
    record: async points => (await store()).metricPoints.record(points),
    query: async query => (await store()).metricPoints.query(query),
    close: async () => {
      const closing = opened
      opened = undefined
      await (await closing)?.close()
    },
  }
}

/** Records to every service and asks the first: our store that remembers, and exporters that only pass on. */
export const combinedMetrics = (first: MetricsService, ...others: readonly MetricsService[]): MetricsService => ({
  record: async points => {
    await Promise.all([first, ...others].map(service => service.record(points)))
  },
  query: query => first.query(query),
})

/** `largest-contentful-paint` → `largest_contentful_paint`, `seoScore` → `seo_score`. */
const snakeCase = (name: MetricName): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase()

const PROMETHEUS_SUFFIX: Readonly<Record<MetricDefinition['unit'], string>> = {
  bytes: '_bytes',
  ms: '_milliseconds',
  percent: '_percent',
  ratio: '',
  score: '',
  count: '',
  boolean: '',
}

/** What is needed of prom-client: hand in the module, or its `Gauge` with a registry of yours. */
export interface PrometheusLike<Registry> {
  readonly Gauge: new (configuration: {
    name: string
    help: string
    labelNames: string[]
    registers: Registry[]
  }) => { set(labels: Record<string, string>, value: number): void }
  readonly register: Registry
}

/**
 * The latest value of each metric as a Prometheus gauge `tunewright_<metric>_<unit>`, labelled with `target` and the labels named here
 * (empty where a point has none; other labels of a point are left out, so that series stay few). Remembers nothing: `query` is empty.
 */
export function prometheusMetrics<Registry>(
  client: PrometheusLike<Registry>,
  options: { labelNames?: readonly string[] } = {},
): MetricsService {
  const labelNames = options.labelNames ?? ['page', 'profile', 'arm']
  const gauges = new Map<MetricName, { set(labels: Record<string, string>, value: number): void }>()
  const gaugeOf = (name: MetricName) => {
    const known = gauges.get(name)
    if (known) return known
    const { definition, unit } = metric(name)
    const gauge = new client.Gauge({
      name: `tunewright_${snakeCase(name)}${PROMETHEUS_SUFFIX[unit]}`,
      help: definition,
      labelNames: ['target', ...labelNames],
      registers: [client.register],
    })
    gauges.set(name, gauge)
    return gauge
  }
  return {
    async record(points) {
      for (const point of points) {
        const labels = Object.fromEntries(labelNames.map(label => [label, point.labels?.[label] ?? '']))
        gaugeOf(point.metric).set({ target: point.targetId, ...labels }, point.value)
      }
    },
    query: async () => [],
  }
}

/** What is needed of an OpenTelemetry meter. */
export interface MeterLike {
  createGauge(
    name: string,
    options: { description: string; unit: string },
  ): { record(value: number, attributes: Record<string, string>): void }
}

/** Units as OpenTelemetry writes them (UCUM). */
const UCUM: Readonly<Record<MetricDefinition['unit'], string>> = {
  bytes: 'By',
  ms: 'ms',
  percent: '%',
  ratio: '1',
  score: '1',
  count: '1',
  boolean: '1',
}

/** Each metric as an OpenTelemetry gauge `tunewright.<metric>` with the attributes `target` and the point's labels. `query` is empty. */
export function openTelemetryMetrics(meter: MeterLike): MetricsService {
  const gauges = new Map<MetricName, ReturnType<MeterLike['createGauge']>>()
  const gaugeOf = (name: MetricName) => {
    const known = gauges.get(name)
    if (known) return known
    const { definition, unit } = metric(name)
    const gauge = meter.createGauge(`tunewright.${snakeCase(name)}`, { description: definition, unit: UCUM[unit] })
    gauges.set(name, gauge)
    return gauge
  }
  return {
    async record(points) {
      for (const { metric: name, value, targetId, labels } of points) {
        gaugeOf(name).record(value, { ...labels, target: targetId })
      }
    },
    query: async () => [],
  }
}
