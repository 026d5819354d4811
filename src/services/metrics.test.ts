import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import promClient from 'prom-client'
import { describe, expect, it } from 'vitest'
import { METRIC_NAMES } from '../model/metrics.js'
import type { MetricPoint, MetricsService } from '../model/services.js'
import { combinedMetrics, memoryMetrics, openTelemetryMetrics, prometheusMetrics, storeMetrics } from './metrics.js'

const point = (value: number, more: Partial<MetricPoint> = {}): MetricPoint => ({
  metric: 'largest-contentful-paint',
  value,
  targetId: 'shop',
  labels: { page: 'home', profile: 'mobile' },
  at: new Date(0),
  ...more,
})

describe('metrics services', () => {
  it('prometheus: the latest value, scraped from the real registry', async () => {
    const register = new promClient.Registry()
    const service = prometheusMetrics({ Gauge: promClient.Gauge, register })
    await service.record([point(2400), point(1800), point(5e5, { metric: 'bundle-size', labels: { other: 'x' } })])
    const scraped = await register.metrics()
    expect(scraped).toContain('# TYPE tunewright_largest_contentful_paint_milliseconds gauge')
    expect(scraped).toContain(
      'tunewright_largest_contentful_paint_milliseconds{target="shop",page="home",profile="mobile",arm=""} 1800',
    )
    expect(scraped).toContain('tunewright_bundle_size_bytes{target="shop",page="",profile="",arm=""} 500000')
  })

  it('prometheus: takes the module itself, and every metric has a name that it accepts', async () => {
    const register = new promClient.Registry()
    await prometheusMetrics({ ...promClient, register }).record(METRIC_NAMES.map(name => point(1, { metric: name })))
    expect(await register.getMetricsAsJSON()).toHaveLength(METRIC_NAMES.length)
    const service: MetricsService = prometheusMetrics(promClient)
    expect(await service.query({ metric: 'load-time', targetId: 'shop', since: new Date(0) })).toEqual([])
  })

  it('OpenTelemetry: exported by the real SDK with unit and attributes', async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
    const provider = new MeterProvider({ readers: [reader] })
    await openTelemetryMetrics(provider.getMeter('tunewright')).record([point(2400), point(1800)])
    await provider.forceFlush()
    const [gauge] = exporter.getMetrics()[0]!.scopeMetrics[0]!.metrics
    expect(gauge!.descriptor).toMatchObject({ name: 'tunewright.largest_contentful_paint', unit: 'ms' })
    expect(gauge!.dataPoints.map(({ attributes, value }) => ({ attributes, value }))).toEqual([
      { attributes: { target: 'shop', page: 'home', profile: 'mobile' }, value: 1800 },
    ])
    await provider.shutdown()
  })

  it('combined: all record, the first answers', async () => {
    const register = new promClient.Registry()
    const service = combinedMetrics(memoryMetrics(), prometheusMetrics({ Gauge: promClient.Gauge, register }))
    await service.record([
      point(8, { at: new Date(2) }),
      point(7, { at: new Date(1) }),
      point(1, { targetId: 'other' }),
    ])
    const lcp = { metric: 'largest-contentful-paint', targetId: 'shop' } as const
    expect((await service.query({ ...lcp, since: new Date(0) })).map(({ value }) => value)).toEqual([7, 8])
    expect((await service.query({ ...lcp, since: new Date(2) })).map(({ value }) => value)).toEqual([8])
    expect(await register.metrics()).toContain('} 7')
  })

  it('store: opened once, when first needed, tried again after a failure, and closed', async () => {
    const did: string[] = []
    const service = storeMetrics(async () => {
      did.push('open')
      if (did.length === 1) throw new Error('no server yet')
      return { metricPoints: memoryMetrics(), close: async () => void did.push('close') }
    })
    await service.close()
    expect(did).toEqual([])
    await expect(service.record([point(1)])).rejects.toThrow('no server yet')
    await service.record([point(1)])
    const found = await service.query({ metric: 'largest-contentful-paint', targetId: 'shop', since: new Date(0) })
    expect(found).toEqual([point(1)])
    await service.close()
    expect(did).toEqual(['open', 'open', 'close'])
  })
})
