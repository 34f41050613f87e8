import thermal from 'node-thermal-printer';
import { gb18030 } from '../../src/devices/gb18030.ts';
import type { TicketBlock, TicketDocument } from '../../src/devices/kinds.ts';
import { LobbydError, unreachable } from '../../src/errors.ts';
import { columnsOf, fill, printable, wrap } from './columns.ts';
import { HANZI_OFF, HANZI_ON, LONGEST_QR } from './protocol.ts';

/** Width of the paper and size of QR modules. */
export interface LayoutOptions {
  /** ASCII characters of font A in a line. */
  readonly columns: number;
  /** Side of a QR module, printer dots, 1–8. */
  readonly qrCell: number;
}

/**
 * node-thermal-printer as what it does well: a builder of bytes. Never given text (it would look for code pages
 * character by character), never an interface, no cut (it resets the modes after it).
 */
type Builder = InstanceType<typeof thermal.ThermalPrinter>;
type BuilderConfig = ConstructorParameters<typeof thermal.ThermalPrinter>[0];

/**
 * A ticket as bytes, for a printer that was just initialized; ends with a line feed, without cut.
 *
 * @throws LobbydError `device/ticket-layout` for a QR code that is not ASCII or too long
 */
export function layoutTicket(document: TicketDocument, options: LayoutOptions): Uint8Array {
  // Its types want an interface; without one it only builds.
  const config = { type: 'epson', width: options.columns } as unknown as BuilderConfig;
  const builder = new thermal.ThermalPrinter(config);
  builder.append(Buffer.from(HANZI_ON));
  for (const block of document.blocks) appendBlock(builder, block, options);
  builder.append(Buffer.from(HANZI_OFF));
  return new Uint8Array(builder.getBuffer());
}

function appendBlock(builder: Builder, block: TicketBlock, options: LayoutOptions): void {
  switch (block.kind) {
    case 'text':
      appendText(builder, block, options.columns);
      return;
    case 'pair':
      builder.alignLeft();
      for (const line of pairLines(printable(block.left), printable(block.right), options.columns))
        appendLine(builder, line);
      return;
    case 'rule':
      builder.alignLeft();
      builder.drawLine('-');
      return;
    case 'feed':
      for (let line = 0; line < block.lines; line += 1) builder.newLine();
      return;
    case 'qr':
      appendQr(builder, block.data, options.qrCell);
      return;
    default:
      unreachable(block, 'printer-escpos layout');
  }
}

function appendText(builder: Builder, block: TicketBlock & { readonly kind: 'text' }, columns: number): void {
  align(builder, block.align);
  if (block.size > 1) magnify(builder, block.size);
  if (block.bold) builder.bold(true);
  for (const line of wrap(block.text, Math.floor(columns / block.size))) appendLine(builder, line);
  if (block.bold) builder.bold(false);
  if (block.size > 1) magnify(builder, 1);
}

function align(builder: Builder, where: 'left' | 'center' | 'right'): void {
  if (where === 'left') builder.alignLeft();
  else if (where === 'center') builder.alignCenter();
  else builder.alignRight();
}

/**
 * GS ! enlarges ASCII, and Hanzi too on most printers, where the last command counts; the others enlarge Hanzi by
 * FS W alone, to double size at most. Width and height are always the same (the library puts height first).
 */
function magnify(builder: Builder, size: Extract<TicketBlock, { readonly kind: 'text' }>['size']): void {
  builder.append(Buffer.of(0x1c, 0x57, size > 1 ? 1 : 0));
  builder.setTextSize(size - 1, size - 1);
}

function appendLine(builder: Builder, text: string): void {
  builder.append(gb18030(text));
  builder.newLine();
}

/** Two texts at the edges of a line; where they do not fit, the right one goes to the end of the next line. */
function pairLines(left: string, right: string, columns: number): string[] {
  const gap = columns - columnsOf(left) - columnsOf(right);
  if (gap >= 1) return [`${left}${' '.repeat(gap)}${right}`];
  return [...wrap(left, columns), ...wrap(right, columns).map((line) => `${fill(columns - columnsOf(line))}${line}`)];
}

function appendQr(builder: Builder, data: string, cellSize: number): void {
  if (!/^[\x20-\x7e]+$/.test(data) || data.length > LONGEST_QR) {
    throw new LobbydError({
      code: 'device/ticket-layout',
      what: `a QR code holds 1 to ${LONGEST_QR} printable ASCII characters, not ${JSON.stringify(data)}`,
      where: 'ticket',
      next: 'shorten the branch id, or use only letters, digits and hyphens in it',
    });
  }
  builder.alignCenter();
  builder.printQR(data, { cellSize, correction: 'M', model: 2 });
  builder.newLine();
}
