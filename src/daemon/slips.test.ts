import { expect, test } from 'vitest';
import { loadConfig } from '../config/load.ts';
import { rulesOf } from '../config/rules.ts';
import { alwaysOpen, example, memoryFiles, testCatalogue } from '../config/spec.ts';
import type { TicketDocument } from '../devices/kinds.ts';
import { and, ask, given, issuedOnPaper, opened } from '../queue/spec.ts';
import { copyOf, slipOf } from './slips.ts';

const texts = {
  'config/branch.example.yaml': alwaysOpen(example('branch.example.yaml')),
  'config/bank-standard.yaml': example('bank-standard.yaml'),
};
const loaded = loadConfig('config/branch.example.yaml', testCatalogue, memoryFiles(texts));
const config = loaded.kind === 'ok' ? loaded.config : expect.unreachable();

/** How large the number stands on a slip. */
function sizeOn({ blocks }: TicketDocument, label: string): number {
  const block = blocks.find((each) => each.kind === 'text' && each.text.includes(label));
  return block?.kind === 'text' ? block.size : expect.fail(`no ${label}`);
}

test('whoever says after the first slip that it is too small has a copy in large type', () => {
  const rules = rulesOf(config);
  const past = and(given(...opened([], rules)), issuedOnPaper(rules.services[0]?.id ?? ''));
  const parts = { branch: { newest: past.state, wallOf: () => null }, checkKey: 'key' };
  const [issued] = past.events.slice(-1);
  if (issued?.type !== 'issued') return expect.fail('no number');
  const { label } = issued;
  const small = sizeOn(slipOf(config, issued, { ...parts, isLate: false }), label);
  const ticket = () => past.state.tickets.get(issued.ticket) ?? expect.fail('no ticket');
  expect(sizeOn(copyOf(config, ticket(), 1, parts), label)).toBe(small);
  and(past, ask({ type: 'set-needs', ticket: { label }, needs: ['large-type'], pager: null }));
  const copy = copyOf(config, ticket(), 1, parts);
  expect(sizeOn(copy, label)).toBeGreaterThan(small);
  expect(copy.blocks.every((each) => each.kind !== 'text' || each.size >= 2 || each.text === '')).toBe(true);
});

test('who was asked nothing because nobody could answer reads on the slip what the others were asked', () => {
  const past = and(given(...opened([], rulesOf(config))), issuedOnPaper(rulesOf(config).services[0]?.id ?? ''));
  const [issued] = past.events.slice(-1);
  if (issued?.type !== 'issued') return expect.fail('no number');
  const parts = { branch: { newest: past.state, wallOf: () => null }, checkKey: 'key', isLate: false };
  const machine = config.machines[0]?.rules.id ?? expect.fail('the example has no machine');
  const plain = slipOf(config, issued, parts);
  const unasked = slipOf(config, { ...issued, unasked: { reason: 'closing', machine } }, parts);
  expect(unasked).toEqual(slipOf(config, { ...issued, insisted: 'closing', declined: machine }, parts));
  expect(unasked.blocks.length).toBeGreaterThan(plain.blocks.length);
});
