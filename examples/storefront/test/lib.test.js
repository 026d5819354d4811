const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const shop = require('../.test-build/shop.js');

describe('the cart', () => {
  it('adds up what is put in twice', () => {
    const lines = shop.addLine(shop.addLine([], 'alder-mug'), 'alder-mug', 2);
    assert.deepEqual(lines, [{ slug: 'alder-mug', quantity: 3 }]);
    assert.equal(shop.countItems(lines), 3);
  });

  it('leaves the list it was given alone', () => {
    const lines = [{ slug: 'alder-mug', quantity: 1 }];
    shop.addLine(lines, 'alder-mug');
    shop.setQuantity(lines, 'alder-mug', 7);
    assert.deepEqual(lines, [{ slug: 'alder-mug', quantity: 1 }]);
  });

  it('drops a line at zero and stops at twenty', () => {
    const lines = [{ slug: 'alder-mug', quantity: 1 }];
    assert.deepEqual(shop.setQuantity(lines, 'alder-mug', 0), []);
    assert.equal(shop.setQuantity(lines, 'alder-mug', 99)[0].quantity, 20);
  });
});

describe('prices', () => {
  it('are written in euros', () => {
    assert.equal(shop.formatPrice(123456), '€1,234.56');
  });

  it('include delivery below a hundred euros', () => {
    assert.equal(shop.shippingFor(9_999), 690);
    assert.equal(shop.shippingFor(10_000), 0);
    assert.equal(shop.shippingFor(0), 0);
  });
});

describe('delivery', () => {
  it('takes three working days', () => {
    assert.equal(shop.isoDay(shop.firstDelivery('2026-03-13T10:00:00')), '2026-03-18');
    assert.equal(shop.isWorkingDay('2026-03-14'), false);
  });

  it('takes telephone numbers the courier can call', () => {
    assert.equal(shop.courierPhone('085 012 3456'), '+353 85 012 3456');
    assert.equal(shop.courierPhone('+49 30 901820'), '+49 30 901820');
    assert.equal(shop.courierPhone('12'), null);
  });
});

describe('the charts', () => {
  const months = [
    { month: '2026-01', orders: 4, revenueCents: 20_000 },
    { month: '2026-02', orders: 0, revenueCents: 0 },
  ];
  /** What ECharts draws of it, as SVG. */
  const draw = (option) => {
    const chart = shop.echarts.init(null, null, { renderer: 'svg', ssr: true, width: 600, height: 320 });
    chart.setOption({ animation: false, ...option });
    const svg = chart.renderToSVGString();
    chart.dispose();
    return svg;
  };

  it('name the months and show revenue in euros', () => {
    const svg = draw(shop.revenueByMonth(months));
    for (const part of ['Jan 2026', 'Feb 2026', '€200', 'Orders']) assert.ok(svg.includes(part), part);
    assert.deepEqual(shop.revenueByMonth(months).series[0].data, [200, 0]);
  });

  it('know the average order, also of a month without any', () => {
    assert.deepEqual(shop.averageOrder(months).series[0].data, [50, 0]);
    assert.ok(draw(shop.averageOrder(months)).includes('Jan 2026'));
  });

  it('show the share of each category', () => {
    const svg = draw(shop.soldByCategory([{ name: 'Lighting', sold: 1 }, { name: 'Living', sold: 3 }]));
    for (const part of ['Lighting', 'Living', '25 %', '75 %']) assert.ok(svg.includes(part), part);
  });

  it('list the best sellers', () => {
    const svg = draw(shop.bestSellers([{ name: 'Alder mug', sold: 41 }, { name: 'Birk jug', sold: 12 }]));
    for (const part of ['Alder mug', '41', 'Birk jug', '12']) assert.ok(svg.includes(part), part);
  });
});

describe('the map', () => {
  it('has every shop on the island', () => {
    for (const { town, at: [y, x] } of shop.SHOPS) {
      const crossed = shop.island.geometry.coordinates.flat().flatMap((ring) =>
        ring.slice(1).filter(([bx, by], i) => {
          const [ax, ay] = ring[i];
          return ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax);
        }),
      );
      assert.equal(crossed.length % 2, 1, town);
    }
  });
});
