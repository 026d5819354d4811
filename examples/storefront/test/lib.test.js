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
