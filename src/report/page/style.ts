import { LOOK } from '../../views/html-page.ts';

/** Colours that people with every kind of sight tell apart (Okabe and Ito), of different lightness: black print too. */
const COLOURS = {
  good: '#00785a',
  bad: '#b34700',
  other: '#c9a227',
  open: '#8a97a3',
  main: '#0059a3',
  second: '#6fb3e0',
};

const CLASSES = Object.entries(COLOURS)
  .map(([name, colour]) => `.${name}{--c:${colour}}`)
  .join('\n');

/** How the page looks, on a screen and on A4. */
export const PAGE_STYLE = `
${LOOK.type}${LOOK.warn}.tiles{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:.75rem;margin:1rem 0;max-width:60rem}
@media (max-width:40rem){.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}}
.tiles div{border:1px solid #dfe3e7;border-radius:6px;padding:.5rem .7rem;display:flex;flex-direction:column-reverse}
.tiles dt{color:#4d5761;font-size:.85rem}
.tiles dd{margin:0;font-size:1.45rem;font-weight:700;font-variant-numeric:tabular-nums}
${LOOK.charts}.mark{fill:none;stroke:var(--c);stroke-width:2}
.bar{fill:var(--c);stroke:#fff;stroke-width:.6}
.dot{fill:var(--c)}
${CLASSES}
${LOOK.tables}.t,th:first-child{text-align:left}
th:first-child{padding-left:0}
${LOOK.marks}${LOOK.cards}${LOOK.print}svg,.legend,.tiles div{break-inside:avoid}
${LOOK.breaks}table{font-size:7pt}
th,td{padding:1.5pt 3pt}
td.t{white-space:normal}
thead th{min-width:0}
th:first-child{white-space:normal}
${LOOK.folded}.bar,.dot,.mark{print-color-adjust:exact}
}
`;
