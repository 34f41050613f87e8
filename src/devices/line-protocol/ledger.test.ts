import { describe, expect, it } from 'vitest';
import { BOOTS_KEPT, dealPress, keptByUnit, type Ledger, meetPress } from './ledger.ts';

const ledgerOf = (...presses: readonly (readonly [string, number])[]): Ledger =>
  presses.reduce<Ledger>((ledger, [nonce, sequence]) => {
    const met = meetPress(ledger, nonce, sequence);
    expect(met.standing).toBe('new');
    return dealPress(met.ledger, nonce, sequence);
  }, []);

describe('the ledger of presses', () => {
  it('hands on a press once, waits while it is in hand, and knows it as dealt with after that', () => {
    const first = meetPress([], 'AAAAAAAA', 1);
    expect(first.standing).toBe('new');
    const second = meetPress(first.ledger, 'AAAAAAAA', 1);
    expect(second.standing).toBe('in-hand');
    expect(meetPress(dealPress(second.ledger, 'AAAAAAAA', 1), 'AAAAAAAA', 1).standing).toBe('dealt');
  });

  it('takes a frame that comes late for what it is, also of a boot before', () => {
    const ledger = ledgerOf(['AAAAAAAA', 5], ['AAAAAAAA', 6], ['BBBBBBBB', 1]);
    expect(meetPress(ledger, 'AAAAAAAA', 5).standing).toBe('late');
    expect(meetPress(ledger, 'AAAAAAAA', 6).standing).toBe('dealt');
    expect(meetPress(ledger, 'BBBBBBBB', 2).standing).toBe('new');
  });

  it('takes a press that the unit had forgotten already for one of a unit whose nonce does not change', () => {
    const [nonce, sequence] = ['AAAAAAAA', 1] as const;
    const ledger = ledgerOf([nonce, sequence]);
    expect(meetPress(keptByUnit(ledger, { nonce, sequence }), nonce, sequence).standing).toBe('dealt');
    expect(meetPress(keptByUnit(ledger, null), nonce, sequence).standing).toBe('late');
    expect(meetPress(keptByUnit(ledger, null), nonce, 2).standing).toBe('new');
  });

  it('counts on over the wrap from 65535 to 1', () => {
    const ledger = ledgerOf(['AAAAAAAA', 65_534], ['AAAAAAAA', 65_535], ['AAAAAAAA', 1], ['AAAAAAAA', 2]);
    expect(meetPress(ledger, 'AAAAAAAA', 65_535).standing).toBe('late');
  });

  it('remembers eight boots and no more', () => {
    const nonces = Array.from({ length: BOOTS_KEPT + 3 }, (_, boot): [string, number] => [`0000000${boot}`, 1]);
    expect(ledgerOf(...nonces)).toHaveLength(BOOTS_KEPT);
  });

  it('marking an older press changes nothing', () => {
    const ledger = ledgerOf(['AAAAAAAA', 5], ['AAAAAAAA', 6]);
    expect(dealPress(ledger, 'AAAAAAAA', 5)).toEqual(ledger);
    expect(dealPress(ledger, 'CCCCCCCC', 6)).toEqual(ledger);
  });
});
