import _ from 'lodash';
import { useMemo } from 'react';
import { useApi } from '../api/useApi';
import { Chart } from '../components/Chart';
import { Problem } from '../components/Problem';
import { averageOrder, bestSellers, revenueByMonth, soldByCategory } from '../lib/insights';
import { formatPrice } from '../lib/price';

export function AccountPage() {
  const revenue = useApi('/api/stats/revenue');
  const categories = useApi('/api/stats/categories');
  const sellers = useApi('/api/stats/best-sellers');

  const [byMonth, average] = useMemo(() => {
    const months = revenue.data?.months ?? [];
    return [revenueByMonth(months), averageOrder(months)];
  }, [revenue.data]);
  const byCategory = useMemo(() => soldByCategory(categories.data?.categories ?? []), [categories.data]);
  const best = useMemo(() => bestSellers(sellers.data?.products ?? []), [sellers.data]);

  const problem = revenue.error ?? categories.error ?? sellers.error;
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
        <Chart title="Revenue by month" option={byMonth} />
        <Chart title="Items sold by category" option={byCategory} />
        <Chart title="Average order by month" option={average} />
        <Chart title="Best sellers" option={best} />
      </div>
    </section>
  );
}
