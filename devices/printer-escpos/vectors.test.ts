import { describe, expect, test } from 'vitest';
import { fakeClock } from '../../src/clock.fake.ts';
import type { TicketBlock } from '../../src/devices/kinds.ts';
import { textsOf } from '../../test/printer-bench.ts';
import { emulatePrinter } from './emulator.ts';
import type { PrinterView } from './emulator-body.ts';
import { layoutTicket } from './layout.ts';
import {
  ASK_QUEUED,
  askProcessId,
  askStatus,
  automaticStatus,
  clearOut,
  cut,
  DIALECTS,
  type StatusQuestion,
  statusOfAnswers,
} from './protocol.ts';
import { receive } from './receive.ts';
import { printerSettings } from './settings.ts';
import vectors from './vectors.json' with { type: 'json' };

function built([name, ...arguments_]: readonly unknown[]): Uint8Array {
  const [first, second] = arguments_;
  switch (name) {
    case 'askStatus':
      return askStatus(first as StatusQuestion);
    case 'ASK_QUEUED':
      return ASK_QUEUED;
    case 'askProcessId':
      return askProcessId(String(first));
    case 'automaticStatus':
      return automaticStatus(first === true);
    case 'cut':
      return cut(first as 'partial' | 'full');
    case 'clearOut':
      return clearOut(first === true, second as 'partial' | 'full');
    default:
      return layoutTicket({ blocks: [first as TicketBlock] }, { columns: 42, qrCell: 6 });
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

describe.each(vectors.vectors)('$name ($source)', (vector) => {
  test('is what the driver sends', () => {
    expect(hex(built(vector.built))).toBe(vector.send);
  });

  test('is what the emulator understands, and its answer is what the driver reads', async () => {
    const clock = fakeClock();
    const sent: number[] = [];
    const emulator = emulatePrinter(printerSettings.parse({}), {
      clock,
      send: (bytes) => void sent.push(...bytes),
      onChange() {},
    });
    for (const action of vector.given) expect(emulator.act(action)).toEqual({ kind: 'done' });
    emulator.receive(Buffer.from(vector.send, 'hex'));
    await clock.advance(2_000);
    expect(hex(Uint8Array.from(sent))).toBe(vector.answer);
    if (vector.read) {
      expect(receive([], Uint8Array.from(sent))).toEqual({ items: [vector.read], pending: [] });
    }
    if (!vector.paper) return;
    const { slips, slip } = emulator.view() as PrinterView;
    const out = vector.paper.end === null ? slip : slips[0];
    expect({ texts: textsOf(out), end: out?.end }).toEqual(vector.paper);
  });
});

test.each(vectors.dialects)('$dialect: $name ($source)', ({ dialect, answers, flags }) => {
  const status = statusOfAnswers(DIALECTS[dialect as keyof typeof DIALECTS], [...Buffer.from(answers, 'hex')]);
  const raised = Object.entries(status).flatMap(([flag, isSet]) => (isSet ? [flag] : []));
  expect(raised.sort()).toEqual(flags);
});

test('every source that a vector names is cited', () => {
  const cited = Object.keys(vectors.sources);
  const named = [...vectors.vectors, ...vectors.dialects].map(({ source }) => source);
  expect(named.filter((source) => !cited.includes(source))).toEqual([]);
});
