import moment from 'moment';

/** Dates in the reader's language where we have it. */
moment.locale(typeof document === 'undefined' ? 'en' : navigator.language);

export const formatDay = (date) => moment(date).format('LL');
export const formatMonth = (month) => moment(month, 'YYYY-MM').format('MMM YYYY');
export const isoDay = (date) => moment(date).format('YYYY-MM-DD');

/** The first day on which something ordered now can be delivered: three working days later. */
export function firstDelivery(from) {
  const day = moment(from);
  for (let left = 3; left > 0; ) {
    day.add(1, 'day');
    if (isWorkingDay(day)) left -= 1;
  }
  return day.toDate();
}

export const isWorkingDay = (date) => moment(date).isoWeekday() <= 5;
