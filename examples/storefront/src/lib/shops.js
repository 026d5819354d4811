/** Where we are; `at` is latitude and longitude. */
export const SHOPS = [
  { town: 'Galway', street: '14 Cross Street', hours: 'Tuesday to Saturday, 10 to 18', at: [53.2716, -9.0545] },
  { town: 'Cork', street: '3 Paul’s Lane', hours: 'Wednesday to Saturday, 11 to 18', at: [51.8995, -8.4741] },
  { town: 'The workshop', street: 'Old Creamery, Kinvara', hours: 'First Saturday of the month', at: [53.1387, -8.9372] },
];
