const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const { renderPage } = require('../.test-build/shop.js');

const mug = { id: 1, slug: 'alder-mug', name: 'Alder mug', material: 'stoneware', photo: '/photos/mug.jpg', priceCents: 2200 };
const mugPage = {
  product: { ...mug, description: 'Holds tea.', categorySlug: 'tableware', categoryName: 'Tableware' },
  reviews: [{ id: 1, author: 'Ines', rating: 5, body: 'Holds coffee too.', createdAt: '2026-02-01T12:00:00Z' }],
};
const article = { slug: 'oak-moves', title: 'Oak moves', photo: null, publishedAt: '2026-02-01T12:00:00Z', body: 'It *does*.\n\n| a | b |\n| - | - |\n| 1 | 2 |' };

const PAGES = [
  { url: '/', heading: 'Made slowly, for rooms that are lived in', answers: { '/api/products': { products: [mug] } }, also: ['€22.00', '/product/alder-mug', '/photos/mug', '/photos/workshop'] },
  { url: '/category/tableware', heading: 'Tableware', answers: { '/api/categories/tableware?page=1': { category: { name: 'Tableware', blurb: 'From one kiln.' }, products: [mug], page: 1, pages: 2 } }, also: ['From one kiln.', 'Alder mug', 'href="/category/tableware?page=2"'] },
  { url: '/product/alder-mug', heading: 'Alder mug', answers: { '/api/products/alder-mug': mugPage, '/api/products/alder-mug/also-bought': { products: [{ ...mug, id: 2, slug: 'birk-jug', name: 'Birk jug' }] } }, also: ['Put in the cart', 'Holds coffee too.', 'February 1, 2026', 'Birk jug', 'detail-grain'] },
  { url: '/cart', heading: 'Your cart', also: ['There is nothing in it yet.'] },
  { url: '/checkout', heading: 'Checkout', also: ['type="email"', 'react-datepicker__month'] },
  { url: '/journal', heading: 'Journal', answers: { '/api/journal': { articles: [article] } }, also: ['Oak moves', '<em>does</em>'] },
  { url: '/journal/oak-moves', heading: 'Oak moves', answers: { '/api/journal/oak-moves': article }, also: ['<table>', '<td>2</td>'] },
  { url: '/about', heading: 'About us, and where to find us', also: ['Galway', 'aria-label="Map of our shops"', 'aria-label="Show Cork on the map"', 'Jugs, bowls and mugs on two oak shelves'] },
  { url: '/account', heading: 'Order insights', answers: { '/api/stats/revenue': { months: [{ month: '2026-02', orders: 3, revenueCents: 12_000 }] } }, also: ['aria-label="Revenue by month"', 'aria-label="Average order by month"', 'aria-label="Items sold by category"', 'aria-label="Best sellers"', '€120.00'] },
  { url: '/nowhere', heading: 'This page is not here' },
];

describe('pages', () => {
  for (const { url, heading, answers, also = [] } of PAGES) {
    it(`${url} has its heading, its content, and the header and footer around it`, async () => {
      // React puts comments between neighbouring texts.
      const html = (await renderPage(url, answers)).replaceAll('<!-- -->', '');
      assert.match(html, new RegExp(`<h1[^>]*>${heading}</h1>`));
      for (const part of [...also, 'class="header"', 'class="footer"', 'Cart (0)']) {
        assert.ok(html.includes(part), `${part} is missing in ${url}`);
      }
    });
  }
});
