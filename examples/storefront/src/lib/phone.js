import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** A number as the courier wants it, or null where it cannot be one. */
export function courierPhone(text, country = 'IE') {
  const number = parsePhoneNumberFromString(text, country);
  return number?.isValid() ? number.formatInternational() : null;
}
