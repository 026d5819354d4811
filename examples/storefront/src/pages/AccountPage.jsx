import _ from 'lodash';
import { useMemo } from 'react';
import { useApi } from '../api/useApi';
import { Chart } from '../components/Chart';
import { Problem } from '../components/Problem';
import { formatMonth } from '../lib/dates';
import { formatPrice } from '../lib/price';

const COLORS = ['#3c4a3e', '#b4633f', '#d3b98c'];

export function AccountPage() {
  const revenue = useApi('/api/stats/revenue');
  const categories = useApi('/api/stats/categories');

  const byMonth = useMemo(() => {
    const months = revenue.data?.months ?? [];
    return {
      labels: months.map((m) => formatMonth(m.month)),
      series: [{ label: 'Revenue, €', data: months.map((m) => m.revenueCents / 100), backgroundColor: COLORS[0] }],
    };
  }, [revenue.data]);

  const byCategory = useMemo(() => {
    const rows = categories.data?.categories ?? [];
    return { labels: _.map(rows, 'name'), series: [{ data: _.map(rows, 'sold'), backgroundColor: COLORS }] };
  }, [categories.data]);

  const problem = revenue.error ?? categories.error;
  return (
    <section className="section">
      <h1>Order insights</h1>
      {problem && <Problem error={problem} />}
      {revenue.data && (
        <p>
          {_.sumBy(revenue.data.months, 'orders')} orders, {formatPrice(_.sumBy(revenue.data.months, 'revenueCents'))} in all
        </p>
      )}
      <div className="charts">
        <Chart type="bar" title="Revenue by month" {...byMonth} />
        <Chart type="doughnut" title="Items sold by category" {...byCategory} />
      </div>
    </section>
  );
}
