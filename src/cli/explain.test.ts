import { afterAll, describe, expect, test } from 'vitest';
import { draftOf } from '../journal/codec.ts';
import { openStore, workshop, write } from '../journal/spec.ts';
import { ask, given, issued, opened } from '../queue/spec.ts';
import { explainCommand } from './explain.ts';
import type { BranchSource } from './journal-source.ts';

const shop = workshop();
afterAll(() => shop.remove());

async function journal(): Promise<string> {
  const directory = shop.directory();
  const store = await openStore(directory);
  const { events } = given(...opened(['1']), issued('cash'), issued('cash'), ask({ type: 'call-next', counter: '1' }));
  await write(store, ...events.map((event) => draftOf(event, { offset: 0, isTrusted: true })));
  await store.close();
  return directory;
}

function asked(label: string, place: string, branch: BranchSource | null = null) {
  const outs: string[] = [];
  const errs: string[] = [];
  const printer = { out: (text: string) => void outs.push(text), err: (text: string) => void errs.push(text) };
  const code = explainCommand({ label, place, language: 'en', zone: branch ? null : 'UTC' }, { printer, branch });
  return { code, outs, errs };
}

describe('lobbyd explain', () => {
  test('tells why a ticket of the journal waited, its number in small letters too', async () => {
    const { code, outs, errs } = asked('c002', await journal());
    expect([code, errs]).toEqual([0, []]);
    expect(outs.join('\n')).toContain('C001  window 1 (fair)  came earlier  had waited longest');
    expect(outs.join('\n')).toContain('It still waits.');
  });

  test('says of a number that nobody has what to do next', async () => {
    const directory = await journal();
    const { code, outs, errs } = asked('C777', directory);
    expect([code, outs]).toEqual([1, []]);
    expect(errs).toEqual([
      'cli/unknown-ticket: no ticket of this journal has the number C777',
      `  where  ${directory}`,
      `  next   give it as it stands on the slip: A012; \`lobbyd journal tail ${directory}\` shows the newest`,
    ]);
  });

  test('says where no journal is', () => {
    const { code, errs } = asked('C001', shop.directory());
    expect(code).toBe(3);
    expect(errs[0]).toMatch(/^journal\/unreadable: /);
  });

  test('takes journal and time zone from a branch file, and refuses the journal of another branch', async () => {
    const directory = await journal();
    const beside = (id: string): BranchSource => {
      const services = Object.fromEntries(['cash', 'account', 'wealth'].map((service) => [service, { en: service }]));
      const counters = Object.fromEntries([id].map((counter) => [counter, { en: counter }]));
      const names = { branch: { id: 'north', names: { en: 'North' } }, services, segments: {}, counters };
      return () => ({ directory, zone: 'Asia/Kathmandu', names });
    };
    const { code, outs } = asked('C002', 'branch.yaml', beside('1'));
    expect(code).toBe(0);
    expect(outs.join('\n')).toMatch(/came at 1970-01-01 05:46:40/);
    const other = asked('C002', 'branch.yaml', beside('w1'));
    expect([other.code, other.outs]).toEqual([1, []]);
    expect(other.errs[0]).toMatch(
      /^cli\/other-branch: the journal is not of north: its branch file has none of the counters /,
    );
    expect(asked('C002', 'branch.yaml', () => null).code).toBe(1);
  });
});
