import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askProcessId, automaticStatus } from './protocol.ts';
import { next } from './session.ts';
import { optionsOf } from './session-options.ts';
import {
  INITIAL_STATE,
  readinessOf,
  type SessionEffect,
  type SessionInput,
  type SessionState,
  TIMERS,
} from './session-state.ts';
import { printerSettings } from './settings.ts';

const OPTIONS = optionsOf(printerSettings.parse({}));
const BODY = Uint8Array.of(0x41, 0x0a);

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Runs inputs and gives the last step's effects, bytes as hex. */
function run(inputs: readonly SessionInput[], from = INITIAL_STATE): { state: SessionState; effects: string[] } {
  let state = from;
  let effects: readonly SessionEffect[] = [];
  for (const input of inputs) ({ state, effects } = next(state, input, OPTIONS));
  return { state, effects: effects.map(told) };
}

function told(effect: SessionEffect): string {
  switch (effect.kind) {
    case 'send':
      return `send ${hex(effect.bytes)}`;
    case 'timer':
      return `${effect.timer} ${effect.after ?? 'off'}`;
    case 'ended':
      return `ended ${effect.end.kind}`;
    case 'identified':
    case 'lost':
    case 'note':
      return effect.kind;
  }
}

function bytes(text: string): SessionInput {
  return { kind: 'bytes', bytes: Buffer.from(text, 'hex') };
}
/** The same answers as the round that looks again gets them: from the last question to the first. */
function again(input: SessionInput): SessionInput {
  return input.kind === 'bytes' ? { kind: 'bytes', bytes: input.bytes.toReversed() } : input;
}
const time = (timer: (typeof TIMERS)[number]): SessionInput => ({ kind: 'time', timer });
const open: SessionInput = { kind: 'opened' };
const well = bytes('12121212');
/** Answers to DLE EOT 1–4: offline, roll out by both sensors. */
const paperOut = bytes('1a321272');
const print: SessionInput = { kind: 'print', job: 1, body: BODY };
const probed = bytes(`3722${hex(Buffer.from('ask?'))}00`);
const textDone = bytes(`3722${hex(Buffer.from('t001'))}00`);
const cutDone = bytes(`3722${hex(Buffer.from('c001'))}00`);
const UP = [open, well, probed];

describe('the exchange with a printer', () => {
  test('begins with what ends a cut-short command, then one question', () => {
    const { effects } = run([open]);
    expect(effects).toEqual([`send ${'00'.repeat(166)}`, 'poll off', 'send 100401', 'answer 300', 'answer 344']);
  });

  test.each([
    ['undecided', 'probing'],
    ['status', 'draining'],
  ] as const)('that was freed in vain, and is %s, has its time for what comes next: %s', (confirmation, settling) => {
    const { state: up } = run(UP);
    const freed = { ...up, link: 'settling', settling: 'freeing', freeings: 0, owed: 1, confirmation } as const;
    expect(run([time('settle')], freed).state).toMatchObject({ link: 'settling', settling });
  });

  test('asks one question at a time', () => {
    expect(run([open, bytes('12')]).effects).toEqual(['send 100402', 'answer 300']);
  });

  test('asks for a process id once the line is clear, and goes up with automatic status', () => {
    const settled = run([open, well]);
    expect(settled.effects).toContain(`send ${hex(askProcessId('ask?'))}1b40`);
    expect(readinessOf(settled.state)).toEqual({ kind: 'not-ready', trouble: 'gone' });
    const up = run(UP);
    expect(up.effects).toEqual(['settle off', `send ${hex(automaticStatus(true))}`, 'note']);
    expect(readinessOf(up.state)).toEqual({ kind: 'ready', isPaperLow: false });
  });

  test('confirms by process id when the answer came late, behind a slip that was still on its way out', () => {
    const drained = run([open, well, time('settle')]);
    expect(drained.state).toMatchObject({ confirmation: 'status', settling: 'draining' });
    const late = run([probed], drained.state);
    expect(late.state).toMatchObject({ link: 'up', confirmation: 'process-id' });
    expect(late.effects).toContain('settle off');
    expect(readinessOf(late.state).kind).toBe('ready');
  });

  test('sends the text only after a fresh look, and the cut only after the text is on paper', () => {
    expect(run([...UP, print]).effects).toEqual(['poll off', 'send 100401', 'answer 300']);
    const text = run([...UP, print, well]).effects;
    expect(text).toContain(`send 1b401d610f410a${hex(askProcessId('t001'))}`);
    expect(run([...UP, print, well, textDone]).effects).toContain('send 100401');
    const cut = run([...UP, print, well, textDone, well]).effects;
    expect(cut).toContain(`send 1d564200${hex(askProcessId('c001'))}`);
    expect(run([...UP, print, well, textDone, well, cutDone]).effects).toContain('ended printed');
  });

  test('takes no other job for its own', () => {
    const other = bytes(`3722${hex(Buffer.from('t002'))}00`);
    expect(run([...UP, print, well, other]).effects).toEqual([]);
    expect(run([...UP, print, well, cutDone]).effects).toEqual([]);
  });

  test('asks why when a text takes too long, and leaves it unknown when nothing is wrong', () => {
    const late = run([...UP, print, well, time('deadline')]);
    expect(late.effects).toContain('send 100401');
    expect(run([well], late.state).effects).toContain('ended unknown');
    expect(run([paperOut, again(paperOut)], late.state).effects).toContain('ended failed');
  });

  test('pauses after a missed answer, so that a late one is not taken for the next', () => {
    const missed = run([...UP, time('poll'), time('answer')]);
    expect(missed.effects).toEqual(['answer 300']);
    expect(run([bytes('1a')], missed.state).effects).toEqual([]);
    expect(run([time('answer')], missed.state).effects).toContain('send 100401');
  });

  test('loses a printer that missed three rounds', () => {
    const misses = [1, 2].flatMap(() => [time('answer'), time('answer')]);
    expect(run([...UP, time('poll'), ...misses, time('answer')]).effects.at(-1)).toBe('lost');
  });

  test('lets every timer go when the wire is gone', () => {
    expect(run([...UP, { kind: 'closed' }]).effects).toEqual(TIMERS.map((timer) => `${timer} off`));
  });
});

describe('a print that was announced', () => {
  const slip = `send 1b401d610f410a${hex(askProcessId('t001'))}`;
  const expected: SessionInput = { kind: 'expect' };

  test('is asked for at once, and its text leaves with the word to print it', () => {
    expect(run([...UP, expected]).effects).toEqual(['poll off', 'send 100401', 'answer 300']);
    expect(run([...UP, expected, well]).effects).not.toContain(slip);
    const { effects } = run([...UP, expected, well, print]);
    expect(effects[0]).toBe('fresh off');
    expect(effects[1]).toBe(slip);
  });

  test('waits for the answers that are still to come, and asks nothing twice', () => {
    const early = run([...UP, expected, print]);
    expect(early.effects).toEqual(['fresh off']);
    expect(run([well], early.state).effects).toContain(slip);
  });

  test('is asked again when the answers have become old, and when they were used', () => {
    expect(run([...UP, expected, well]).effects).toContain('fresh 250');
    expect(run([...UP, expected, well, time('fresh'), print]).effects).toContain('send 100401');
    const printed = [...UP, expected, well, print, textDone, well, cutDone];
    expect(run([...printed, { ...print, job: 2 }]).effects).toContain('send 100401');
  });

  test('fails without a byte when the answers tell trouble', () => {
    const { effects } = run([...UP, expected, paperOut, again(paperOut), print]);
    expect(effects).toEqual(['ended failed']);
  });

  test('is not asked for on the next wire by the answers of this one', () => {
    const gone = run([...UP, expected, well, { kind: 'closed' }]);
    expect(gone.state.ahead).toBe('none');
    expect(run([...UP, print], gone.state).effects).toContain('send 100401');
  });

  test('disturbs neither a slip in hand nor a line that is being cleared', () => {
    expect(run([...UP, print, well, expected]).effects).toEqual([]);
    expect(run([open, well, expected]).effects).toEqual([]);
  });
});

describe('trouble that a printer tells', () => {
  const polled = [...UP, time('poll')];
  const trouble = (inputs: readonly SessionInput[]) => {
    const readiness = readinessOf(run(inputs).state);
    return readiness.kind === 'ready' ? null : readiness.trouble;
  };

  test('is believed when the next round, asked at once, tells it too', () => {
    const first = run([...polled, paperOut]);
    expect(first.effects.slice(-4)).toEqual(['answer off', 'poll off', 'send 100404', 'answer 300']);
    expect(readinessOf(first.state).kind).toBe('ready');
    expect(trouble([...polled, paperOut, again(paperOut)])).toBe('paper-out');
  });

  test('is nothing when a byte of noise stood for an answer', () => {
    for (const noise of ['1a', '16', '32', '72', '7e', '52']) {
      for (const at of [0, 1, 2, 3]) {
        const answers = ['12', '12', '12', '12'].with(at, noise).join('');
        expect(trouble([...polled, bytes(answers), well])).toBeNull();
      }
    }
  });

  test('is nothing when a byte of noise shifted the answers, and a late one shifts the next ones', () => {
    const drawer = '16';
    for (const noise of ['12', '1a', '7e']) {
      const shifted = bytes(`${noise}${drawer}1212`);
      const late = bytes('12121212');
      expect(trouble([...polled, shifted, late, bytes(drawer)])).toBeNull();
    }
  });

  test('is over as soon as one round tells so', () => {
    expect(run([...polled, paperOut, again(paperOut), time('poll'), well]).state.status?.isPaperOut).toBe(false);
  });

  test('fails a print before a byte of it has left only when it is believed', () => {
    expect(run([...UP, print, paperOut]).effects).not.toContain('ended failed');
    expect(run([...UP, print, paperOut, again(paperOut)]).effects).toContain('ended failed');
    expect(run([...UP, print, paperOut, well]).effects).toContain(`send 1b401d610f410a${hex(askProcessId('t001'))}`);
  });
});

const anyInput: fc.Arbitrary<SessionInput> = fc.oneof(
  fc.constant(open),
  fc.constant(well),
  fc.constant(probed),
  fc.constant(print),
  fc.constant<SessionInput>({ kind: 'expect' }),
  fc.constant(textDone),
  fc.constant(cutDone),
  fc.constantFrom(...TIMERS).map(time),
  fc.constantFrom<SessionInput>({ kind: 'closed' }, { kind: 'stop' }),
  fc.constantFrom('1a', '1a323212', '1a321272', '7212321a', '18000f00', '10000000', '00', '7e', '37').map(bytes),
  fc.uint8Array({ maxLength: 12 }).map((noise): SessionInput => ({ kind: 'bytes', bytes: noise })),
);

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

test('the same step twice gives the same, and changes nothing in place', () => {
  fc.assert(
    fc.property(fc.array(anyInput, { maxLength: 60 }), (inputs) => {
      let state = INITIAL_STATE;
      for (const input of inputs) {
        freeze(state);
        const first = next(state, input, OPTIONS);
        expect(next(state, input, OPTIONS)).toEqual(first);
        state = first.state;
      }
    }),
  );
});

test('every print that was begun ends exactly once, whatever happens', () => {
  fc.assert(
    fc.property(fc.array(anyInput, { maxLength: 80 }), (inputs) => {
      let state = INITIAL_STATE;
      let begun = 0;
      let ended = 0;
      for (const input of [...inputs, { kind: 'stop' } as const]) {
        if (input.kind === 'print') begun += 1;
        const step = next(state, input, OPTIONS);
        ended += step.effects.filter(({ kind }) => kind === 'ended').length;
        state = step.state;
        expect(begun - ended).toBe(state.job ? 1 : 0);
      }
      expect(ended).toBe(begun);
    }),
  );
});

test('a job that waits always has a timer that will end its waiting', () => {
  fc.assert(
    fc.property(fc.array(anyInput, { maxLength: 80 }), (inputs) => {
      let state = INITIAL_STATE;
      const armed = new Set<string>();
      for (const input of inputs) {
        if (input.kind === 'time') {
          // A timer that is not set cannot run out.
          if (!armed.delete(input.timer)) continue;
        }
        const step = next(state, input, OPTIONS);
        for (const effect of step.effects) {
          if (effect.kind !== 'timer') continue;
          if (effect.after === null) armed.delete(effect.timer);
          else armed.add(effect.timer);
        }
        state = step.state;
        if (state.link !== 'down') expect(armed.has('answer') || armed.has('poll')).toBe(true);
        if (state.job?.stage === 'text' || state.job?.stage === 'cut') expect(armed.has('deadline')).toBe(true);
        if (state.settling !== 'waiting') expect(armed.has('settle')).toBe(true);
      }
    }),
  );
});
