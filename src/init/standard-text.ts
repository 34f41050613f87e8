import type { Answers } from './answers.ts';

type Language = Answers['languages'][number];
type Said = Readonly<Record<Language, string>>;

const LANGUAGE_NAMES: Said = { 'zh-CN': '中文', en: 'English' };
const ORDINARY: Said = { 'zh-CN': '普通客户', en: 'Ordinary' };

const SERVICES = [
  {
    id: 'personal-cash',
    category: 'cash',
    complexity: 'simple',
    names: { 'zh-CN': '个人现金存取', en: 'Personal cash' },
    forms: { 'zh-CN': '银行卡或存折', en: 'Bank card or passbook' },
    prefix: 'A',
    targetWait: '15min',
    standardTime: '4min',
  },
  {
    id: 'personal-account',
    category: 'account',
    complexity: 'complex',
    names: { 'zh-CN': '个人开户销户', en: 'Open or close an account' },
    forms: { 'zh-CN': '本人身份证', en: 'ID document' },
    prefix: 'B',
    targetWait: '20min',
    standardTime: '15min',
  },
  {
    id: 'wealth-products',
    category: 'wealth',
    complexity: 'complex',
    names: { 'zh-CN': '理财与基金', en: 'Wealth products and funds' },
    forms: { 'zh-CN': '本人身份证, 银行卡', en: 'ID document, Bank card' },
    prefix: 'C',
    targetWait: '20min',
    standardTime: '25min',
  },
] as const;

/** A small bank standard to begin with: three services, one segment, two ways of calling. */
export function standardText(languages: readonly Language[]): string {
  const inAll = (said: Said): string => `{ ${languages.map((tag) => `${tag}: ${said[tag]}`).join(', ')} }`;
  const services = SERVICES.map(
    ({ id, category, complexity, names, forms, prefix, targetWait, standardTime }) => `
  - id: ${id}
    category: ${category}
    complexity: ${complexity}
    names: ${inAll(names)}
    # Tickets are called ${prefix}001 to ${prefix}299; numbers in skip are never given.
    numbers: { prefix: ${prefix}, first: 1, last: 299, skip: [4, 13, 14] }
    # How long customers should wait at most, and how long serving one takes.
    targetWait: ${targetWait}
    standardTime: ${standardTime}
    # Papers and forms to prepare; they stand on the ticket.
    forms:
${languages.map((tag) => `      ${tag}: [${forms[tag]}]`).join('\n')}
`,
  ).join('');
  return `# The bank standard: services, segments and rules, the same file in every branch. This is a small one to begin with.
# After each change: lobbyd check bank-standard.yaml
version: "1"

# The most used first. Every name below stands in each of them.
languages:
${languages.map((tag) => `  - { tag: ${tag}, name: ${LANGUAGE_NAMES[tag]} }`).join('\n')}

# Who a customer is. Prefixes, displays and voice never say it.
segments:
  - { id: ordinary, names: ${inAll(ORDINARY)} }

# The calling rules that a counter may follow. After \`cap\` a ticket goes before every other rule.
profiles:
  - { id: longest-wait, kind: longest-wait, cap: 45min }
  - { id: simple-first, kind: simple-first, cap: 30min }

services:${services}`;
}
