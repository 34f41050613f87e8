import type { PrinterView } from '../../devices/printer-escpos/emulator-body.ts';
import type { WireConfig } from '../../src/config/schema/wire.ts';

/** A wire as its pair is called. */
export function nameOf(wire: WireConfig): string {
  return wire.kind === 'serial' ? wire.path : `tcp://${wire.host}:${wire.port}`;
}

/** Whether a view is that of a printer. */
export function isPrinter(view: unknown): view is PrinterView {
  return typeof view === 'object' && view !== null && 'slips' in view;
}
