import _ from 'lodash';
import { formatMonth } from './dates';
import { formatPrice } from './price';

/** What the charts on the order insights page show, as ECharts takes it. */

const COLORS = ['#3c4a3e', '#b4633f', '#d3b98c'];
const euros = (value) => formatPrice(value * 100);
const shortEuros = (value) => new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR', notation: 'compact' }).format(value);
const share = ({ percent }) => `${Math.round(percent)} %`;

const months = (rows) => ({
  type: 'category',
  data: rows.map((row) => formatMonth(row.month)),
  axisTick: { show: false },
});

export const revenueByMonth = (rows) => ({
  color: COLORS,
  tooltip: { trigger: 'axis' },
  legend: { top: 0 },
  xAxis: months(rows),
  yAxis: [
    { type: 'value', axisLabel: { formatter: shortEuros } },
    { type: 'value', splitLine: { show: false }, minInterval: 1 },
  ],
  series: [
    {
      name: 'Revenue',
      type: 'bar',
      data: rows.map((row) => row.revenueCents / 100),
      tooltip: { valueFormatter: euros },
    },
    { name: 'Orders', type: 'line', yAxisIndex: 1, data: _.map(rows, 'orders') },
  ],
});

export const soldByCategory = (rows) => ({
  color: COLORS,
  tooltip: { trigger: 'item' },
  legend: { bottom: 0 },
  series: [
    {
      name: 'Sold',
      type: 'pie',
      radius: ['42%', '68%'],
      label: { formatter: share },
      data: rows.map((row) => ({ name: row.name, value: row.sold })),
    },
  ],
});

export const bestSellers = (rows) => ({
  color: COLORS,
  tooltip: { trigger: 'item' },
  grid: { left: 8, right: 40, top: 8, bottom: 8, containLabel: true },
  xAxis: { type: 'value', show: false },
  yAxis: { type: 'category', inverse: true, data: _.map(rows, 'name'), axisTick: { show: false } },
  series: [{ name: 'Sold', type: 'bar', data: _.map(rows, 'sold'), label: { show: true, position: 'right' } }],
});

export const averageOrder = (rows) => ({
  color: [COLORS[1]],
  tooltip: { trigger: 'axis', valueFormatter: euros },
  grid: { left: 8, right: 8, top: 16, bottom: 8, containLabel: true },
  xAxis: months(rows),
  yAxis: { type: 'value', scale: true, axisLabel: { formatter: shortEuros } },
  series: [
    {
      name: 'Average order',
      type: 'line',
      data: rows.map((row) => (row.orders ? _.round(row.revenueCents / row.orders / 100, 2) : 0)),
    },
  ],
});
