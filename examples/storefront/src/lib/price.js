const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

export const formatPrice = (cents) => euros.format(cents / 100);

const FREE_FROM = 10_000;
const SHIPPING = 690;

/** Orders from 100 euros are sent free of charge. */
export const shippingFor = (totalCents) => (totalCents === 0 || totalCents >= FREE_FROM ? 0 : SHIPPING);
