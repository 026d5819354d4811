const ARTICLES = [
  {
    slug: 'a-week-at-the-kiln',
    title: 'A week at the kiln',
    photo: null,
    publishedAt: '2026-03-14T09:00:00Z',
    body: `We fire twice a month, and the week before it is the quietest in the workshop. Everyone is waiting for clay to dry.

## Monday to Wednesday

Bowls go on the top shelves, where the heat is even. Jugs go *below*, handles turned inwards, because the last person who turned them outwards had to throw eleven new ones.

| Shelf | What stands there | Cone |
| ----- | ----------------- | ---- |
| Top | bowls and plates | 6 |
| Middle | mugs | 6 |
| Bottom | jugs and vases | 7 |

## Thursday

The kiln is lit at four in the morning. It takes fourteen hours to reach 1,240 degrees, and one must not open the door:

1. not to look,
2. not for a quick look,
3. not even when it smells of toast.

> The glaze decides. We only make suggestions.

Two days later the bricks are cool enough to touch. What comes out is on the shelves by Monday, and the *seconds* are sold at two thirds of the price.`,
  },
  {
    slug: 'how-to-wash-linen',
    title: 'How to wash linen, and how not to',
    photo: '/photos/detail-weave.png',
    publishedAt: '2026-02-02T09:00:00Z',
    body: `Linen gets softer with every wash and weaker with every tumble dryer.

- Wash at **40 degrees**, with half the detergent you think it needs.
- Hang it while it is still heavy with water; its own weight irons it.
- ~~Fabric softener~~ coats the fibres, and then they no longer drink.

If it has already been through the dryer, soak it overnight. It forgives once.`,
  },
  {
    slug: 'oak-moves',
    title: 'Oak moves, let it',
    photo: '/photos/detail-grain.jpg',
    publishedAt: '2025-11-20T09:00:00Z',
    body: `A stool made in a dry winter is two millimetres wider by August. That is why ours have no glue where the legs meet the seat.

### Once a year

1. Wipe with a cloth that is barely damp.
2. Let it dry for a day.
3. Rub in a spoonful of hardwax oil, and take off what has not gone in after ten minutes.

Rings from cups are not damage. They are a calendar.`,
  },
];

module.exports = { ARTICLES };
