/** What the shop sells: each kind comes in every series and, of each, in several sizes. */
const CATEGORIES = [
  { slug: 'lighting', name: 'Lighting', blurb: 'Lamps and candlelight for the long end of the day.' },
  { slug: 'tableware', name: 'Tableware', blurb: 'Thrown, glazed and fired in batches of forty.' },
  { slug: 'living', name: 'Living', blurb: 'Things to sit on, lean against and look after.' },
];

const KINDS = [
  { kind: 'Table lamp', photo: 'table-lamp.jpg', category: 'lighting', material: 'stoneware', price: 8900 },
  { kind: 'Armchair', photo: 'armchair.jpg', category: 'living', material: 'linen', price: 64900 },
  { kind: 'Fruit bowl', photo: 'bowl.jpg', category: 'tableware', material: 'stoneware', price: 5400 },
  { kind: 'Stool', photo: 'stool.jpg', category: 'living', material: 'oak', price: 14900 },
  { kind: 'Jug', photo: 'jug.jpg', category: 'tableware', material: 'stoneware', price: 4600 },
  { kind: 'Lantern', photo: 'lantern.jpg', category: 'lighting', material: 'iron', price: 7200 },
  { kind: 'Vase', photo: 'vase.jpg', category: 'tableware', material: 'stoneware', price: 4900 },
  { kind: 'Cushion', photo: 'cushion.jpg', category: 'living', material: 'linen', price: 3900 },
  { kind: 'Candlestick', photo: 'candlestick.jpg', category: 'lighting', material: 'brass', price: 3400 },
  { kind: 'Mug', photo: 'mug.jpg', category: 'tableware', material: 'stoneware', price: 2200 },
  { kind: 'Floor lamp', photo: 'floor-lamp.jpg', category: 'lighting', material: 'brass', price: 18900 },
  { kind: 'Planter', photo: 'planter.jpg', category: 'living', material: 'stoneware', price: 5800 },
];

const SERIES = [
  'Alder', 'Birk', 'Calder', 'Dunmore', 'Elm Row', 'Fenwick', 'Garth', 'Harbour', 'Inver', 'Juniper',
  'Kell', 'Larch', 'Moss', 'Northwold', 'Orchard', 'Pell', 'Quay', 'Rowan', 'Saltmarsh', 'Tarn',
  'Upland', 'Vale', 'Whin', 'Yarrow', 'Ash Lane', 'Bracken', 'Cove', 'Dell',
];

const SIZES = [
  { name: '', factor: 1 },
  { name: 'small', factor: 0.8 },
  { name: 'large', factor: 1.35 },
  { name: 'pair', factor: 1.9 },
  { name: 'seconds', factor: 0.65 },
  { name: 'anniversary', factor: 1.6 },
];

const slugOf = (name) => name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/-$/, '');

function describe({ kind, material }, series) {
  return `The ${series} ${kind.toLowerCase()} is made of ${material} in a workshop of six people. ` +
    'Each one is finished by hand, so no two are quite alike; small marks are part of how it was made. ' +
    'It is packed in paper and card and sent within three working days.';
}

/** All products, the plain ones of the first series first. */
function products() {
  const rows = [];
  for (const size of SIZES) {
    for (const series of SERIES) {
      for (const kind of KINDS) {
        const name = [series, kind.kind.toLowerCase(), size.name && `(${size.name})`].filter(Boolean).join(' ');
        rows.push({
          id: rows.length + 1,
          slug: slugOf(name),
          categoryId: CATEGORIES.findIndex((c) => c.slug === kind.category) + 1,
          name,
          material: kind.material,
          description: describe(kind, series),
          priceCents: Math.round((kind.price * size.factor * (0.9 + 0.01 * (rows.length % 23))) / 100) * 100,
          photo: `/photos/${kind.photo}`,
          featuredRank: rows.length < 6 ? rows.length + 1 : null,
        });
      }
    }
  }
  return rows;
}

module.exports = { CATEGORIES, products };
