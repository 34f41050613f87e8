import { escaped } from '../views/html-page.ts';
import { PAGE_STYLE } from './page-style.ts';
import type { PageLanguage } from './page-texts.ts';

/** A table: the first row is its head, the first cell of each other row that row's. */
export function htmlTable(caption: string, [head = [], ...rows]: readonly (readonly string[])[]): string {
  // On paper a small one can be read more easily.
  const isSmall = head.length <= 6 && rows.length <= 16;
  // On paper a long narrow one stands beside itself.
  const isLong = head.length <= 4 && rows.length > 24;
  const heads = head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('');
  const body = rows.map(([first = '', ...rest]) => {
    const cells = rest.map((cell) => `<td>${escaped(cell)}</td>`).join('');
    return `<tr><th scope="row">${escaped(first)}</th>${cells}</tr>`;
  });
  return `<div class="scroll${isSmall ? ' small' : ''}${isLong ? ' long' : ''}" tabindex="0" role="region" aria-label="${escaped(caption)}"><table><caption>${escaped(caption)}</caption><thead><tr>${heads}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

/** A page of the simulator that needs nothing else. */
export function htmlPage(title: string, language: PageLanguage, body: readonly string[]): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><style>${PAGE_STYLE}</style></head>
<body><main>
${body.join('\n')}
</main></body></html>`;
}
