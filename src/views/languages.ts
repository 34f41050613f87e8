/** Languages that lobbyd itself speaks to customers. */
export const CUSTOMER_LANGUAGES = ['zh-CN', 'en'] as const;
export type CustomerLanguage = (typeof CUSTOMER_LANGUAGES)[number];

/** For customers of a language that lobbyd does not speak: see docs/decisions/094-who-reads-neither-reads-english.md. */
const FOR_OTHERS: CustomerLanguage = 'en';

/** In which of its languages lobbyd speaks to a customer. A dialect (`en-GB`, `zh-Hans`) counts as its language. */
export function customerLanguage(tag: string): CustomerLanguage {
  return CUSTOMER_LANGUAGES.find((each) => isSameLanguage(each, tag)) ?? FOR_OTHERS;
}

/** Whether two BCP 47 tags are of one language, dialects aside. */
export function isSameLanguage(one: string, other: string): boolean {
  return one === other || primary(one) === primary(other);
}

function primary(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? tag;
}
