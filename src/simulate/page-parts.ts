import { escaped, tableOf } from '../views/html-page.ts';
import { PAGE_STYLE } from './page-style.ts';
import type { PageLanguage } from './page-texts.ts';

/** A table: the first row is its head, the first cell of each other row that row's. */
export function htmlTable(caption: string, rows: readonly (readonly string[])[]): string {
  const [head = [], ...others] = rows;
  // On paper a small one can be read more easily.
  const isSmall = head.length <= 6 && others.length <= 16;
  // On paper a long narrow one stands beside itself.
  const isLong = head.length <= 4 && others.length > 24;
  return tableOf(caption, rows, () => false, `${isSmall ? ' small' : ''}${isLong ? ' long' : ''}`);
}

/** A page of the simulator that needs nothing else. */
export function htmlPage(title: string, language: PageLanguage, body: readonly string[]): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><style>${PAGE_STYLE}</style></head>
<body><main>
${body.join('\n')}
</main></body></html>`;
}
