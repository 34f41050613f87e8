import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { ms, seconds, sleep } from '../../src/clock.ts';
import { clock } from '../stand/bell.ts';
import { startProgram } from '../stand/daemon.ts';
import { disturbSyncs, mayNotTrace } from '../stand/disk.ts';
import { type Hall, settled } from '../stand/hall.ts';
import { kioskTellsOfDisk, peopleOf } from '../stand/scene.ts';
import { fed, openServed, openUps } from '../stand/served.ts';
import { lacks } from '../tools.ts';

const text = ({ branchFile }: Hall): string => readFileSync(branchFile, 'utf8');

/** Somebody is inside of the door for reloads: the kernel lists its socket twice, as it listens and as it is connected. */
function isConnected({ directory }: Hall): boolean {
  return readFileSync('/proc/net/unix', 'utf8').split(`${directory}/reload.sock`).length > 2;
}

/**
 * Feedings so far, those included that were sent but not read: a timer that is late runs before what came meanwhile is read,
 * which the turns after it do.
 */
async function allFed(served: Parameters<typeof fed>[0]): Promise<number> {
  await sleep(clock, ms(500));
  for (let turn = 0; turn < 5; turn += 1) await sleep(clock, 0);
  return fed(served);
}

function edit({ branchFile }: Hall, ...edits: readonly (readonly [string, string])[]): void {
  let text = readFileSync(branchFile, 'utf8');
  for (const [old, now] of edits) {
    expect(text).toContain(old);
    text = text.replace(old, now);
  }
  writeFileSync(branchFile, text);
}

describe.skipIf(lacks('socat')).concurrent('systemd', () => {
  it('hears READY last, one line of status that follows what happens, and STOPPING first', async (context) => {
    const served = await openServed(context);
    const { hall, systemd, before } = served;
    await hall.ready(before);
    await settled(hall);
    await hall.until('the watchdog is fed', () => fed(served) > 2);
    expect(systemd.heard[0]).toBe('READY=1');
    await hall.until('the status', () => systemd.heard.includes('STATUS=open: 0 of 3 counters, 0 wait'));
    hall.act('printer1', 'paper out');
    await peopleOf(hall).openCounters(1, 2);
    await hall.until('the status names the printer', () =>
      systemd.heard.includes('STATUS=open: 2 of 3 counters, 0 wait; trouble: printer1 paper out'),
    );
    expect(await hall.run().stop()).toEqual({ code: 0, signal: null });
    const others = systemd.heard.filter((message) => !message.startsWith('WATCHDOG'));
    expect(others.at(-1)).toBe('STOPPING=1 STATUS=stopping');
    expect(systemd.count('READY=1')).toBe(1);
  });

  it('is not told that a branch is ready that does not start, but why', async (context) => {
    const { hall, systemd, before } = await openServed(context);
    await hall.ready(before);
    const second = startProgram(['run', hall.branchFile], hall.bell, before);
    expect(await second.end).toEqual({ code: 3, signal: null });
    expect(systemd.count('READY=1')).toBe(1);
    await hall.until('the reason', () =>
      systemd.heard.some((message) => /^STATUS=not running: .*; next: /.test(message)),
    );
  });

  it('has its reload answered: a good file is in force, a bad one changes nothing, and each line is said', async (context) => {
    const { hall, systemd, before } = await openServed(context);
    const run = await hall.ready(before);
    await settled(hall);
    const { press, sign, openCounters } = peopleOf(hall);
    await openCounters(1);
    await sign(1, '----');
    const reload = async (): Promise<void> => {
      const ready = systemd.count('READY=1');
      run.child.kill('SIGHUP');
      await hall.until('the reload is over', () => systemd.count('READY=1') > ready);
    };
    edit(hall, ['idle: "----"', 'idle: "FREE"']);
    await reload();
    await sign(1, 'FREE');
    expect(systemd.heard.some((message) => /^RELOADING=1 MONOTONIC_USEC=\d+$/.test(message))).toBe(true);

    edit(
      hall,
      ['idle: "FREE"', 'idle: 7'],
      ['profile: longest-wait, display: display2', 'profile: nobody, display: display2'],
    );
    await reload();
    await sign(1, 'FREE');
    await hall.until('the log says it', () => run.log().some(({ msg }) => msg.startsWith('not reloaded')));
    // Whoever listens here as systemd does has other work too: lobbyd says when it was not heard for a moment.
    const errors = run.log().filter(({ level, code }) => level === 'error' && code !== 'branch/notify');
    expect(errors.map(({ msg }) => msg)).toEqual([
      expect.stringMatching(/branch\.yaml:8:\d+: .*nobody/),
      expect.stringMatching(/branch\.yaml:\d+:\d+: displays\.idle is 7/),
      expect.stringMatching(/^not reloaded, 2 errors: nothing was changed; next: mend these lines/),
    ]);
    await hall.until('the status says it', () =>
      systemd.heard.some((message) => message.includes('trouble: configuration on disk not in force')),
    );

    edit(
      hall,
      ['idle: 7', 'idle: "HELLO"'],
      ['profile: nobody', 'profile: longest-wait'],
      ['rootTopic: bank', 'rootTopic: other'],
    );
    await reload();
    await sign(1, 'FREE');
    const refusal =
      'not reloaded: mqtt.rootTopic can only be changed by a restart; nothing was changed; next: systemctl restart lobbyd';
    await hall.until('the log says why not', () => run.log().some(({ msg }) => msg.startsWith(refusal)));

    edit(hall, ['rootTopic: other', 'rootTopic: bank'], ['idle: "HELLO"', 'idle: "NEXT"']);
    // Signals that come together are one wish; none is lost.
    for (let n = 0; n < 5; n += 1) run.child.kill('SIGHUP');
    await sign(1, 'NEXT');
    await press(1, 'next', 'NOBODY WAITS');
    expect(await run.stop()).toEqual({ code: 0, signal: null });
  });
});

describe.skipIf(lacks('socat')).concurrent('lobbyd reload', () => {
  it('waits for the word of the daemon: in force, or why nothing was changed', async (context) => {
    const { hall } = await openServed(context);
    const environment = ['env', `RUNTIME_DIRECTORY=${hall.directory}`];
    const reload = async () => {
      const { end, out, err } = startProgram(['reload'], hall.bell, environment);
      return { ...(await end), out, err };
    };
    expect(await reload()).toMatchObject({ code: 3, err: [expect.stringContaining('no daemon listens at')] });
    const run = await hall.ready(environment);
    await settled(hall);
    const { press, sign, openCounters, take } = peopleOf(hall);
    await openCounters(1);
    edit(hall, ['idle: "----"', 'idle: "FREE"']);
    expect(await reload()).toMatchObject({ code: 0, out: ['reloaded: the files are in force'], err: [] });
    await sign(1, 'FREE');
    expect(await reload()).toMatchObject({ code: 0, out: ['reloaded: the files say what is in force already'] });

    edit(hall, ['idle: "FREE"', 'idle: 7']);
    const bad = await reload();
    expect([bad.code, bad.out]).toEqual([1, []]);
    expect(bad.err).toEqual([
      expect.stringMatching(/branch\.yaml:\d+:\d+: displays\.idle is 7/),
      expect.stringMatching(/^not reloaded, 1 error: nothing was changed; next: mend these lines/),
    ]);

    edit(hall, ['idle: 7', 'idle: "FREE"'], ['rootTopic: bank', 'rootTopic: other']);
    const restart = await reload();
    expect(restart.code).toBe(1);
    expect(restart.err.at(-1)).toMatch(/^not reloaded: mqtt\.rootTopic can only be changed by a restart; nothing was/);

    edit(
      hall,
      ['rootTopic: other', 'rootTopic: bank'],
      [/^ {2}- \{ id: counter1, .*\n/m.exec(text(hall))?.[0] ?? '', ''],
    );
    await take(1, 'A001');
    await press(1, 'next', 'A001 CALLED');
    const busy = await reload();
    expect(busy.code).toBe(1);
    expect(busy.err.at(-1)).toContain('the files drop a counter that has a customer: A001 is called at counter1');
    await press(1, 'finish', 'OK A001');
    expect(await reload()).toMatchObject({ code: 0 });
    await sign(1, '');
    expect(await run.stop()).toEqual({ code: 0, signal: null });
    expect(await reload()).toMatchObject({ code: 3 });
  });

  it('is told when the daemon ends before it has an answer', async (context) => {
    const { hall } = await openServed(context);
    const environment = ['env', `RUNTIME_DIRECTORY=${hall.directory}`];
    const run = await hall.ready(environment);
    run.child.kill('SIGSTOP');
    const asking = startProgram(['reload'], hall.bell, environment);
    await vi.waitFor(() => expect(isConnected(hall)).toBe(true), { timeout: 60_000 });
    await run.kill();
    expect(await asking.end).toEqual({ code: 3, signal: null });
    expect(asking.err).toEqual([expect.stringContaining('the daemon ended before it said what came of it')]);
  });
});

describe.skipIf(lacks('socat', 'strace') || mayNotTrace()).concurrent('the watchdog of systemd is not fed', () => {
  it('while the event loop does not turn', async (context) => {
    const served = await openServed(context);
    const { hall, before } = served;
    const { child } = await hall.ready(before);
    await hall.until('the watchdog is fed', () => fed(served) > 2);
    child.kill('SIGSTOP');
    const last = await allFed(served);
    await sleep(clock, seconds(2));
    expect(await allFed(served)).toBe(last);
    child.kill('SIGCONT');
    await hall.until('the watchdog is fed again', () => fed(served) > last + 2);
  });

  it('while a commit is older than half a minute, but before that it is', async (context) => {
    const served = await openServed(context);
    const { hall, before } = served;
    const run = await hall.ready(before);
    await settled(hall);
    const fault = await disturbSyncs(run.child.pid ?? 0, 'delay_exit=90000000', hall.bell, {
      isFirstThreadSpared: true,
    });
    context.onTestFinished(() => fault.end());
    const atPress = fed(served);
    hall.act('panel1', 'press 1');
    const said = (text: string) => run.log().find(({ msg }) => msg.startsWith(text));
    const withheld = await hall.until('it is withheld', () => said('watchdog not fed'), seconds(60));
    expect(withheld.msg).toContain("the journal's thread has not answered for 30 s");
    const last = await allFed(served);
    expect(last).toBeGreaterThan(atPress + 100);
    await sleep(clock, seconds(2));
    expect(await allFed(served)).toBe(last);
    await fault.end();
    await hall.until('it is fed again', () => said('the watchdog is fed again'));
    await hall.until('and the customer has a number', () => hall.views.panel.line1 === 'NUMBER A001');
  });

  it('while the supervisors of devices stand still, although the loop turns', async (context) => {
    const served = await openServed(context);
    const { hall, before } = served;
    const fixture = fileURLToPath(new URL('../faults/starved-supervisors.mjs', import.meta.url));
    const run = startProgram([hall.branchFile], hall.bell, before, fixture);
    context.onTestFinished(async () => void (await run.kill()));
    await settled(hall);
    await hall.until('the watchdog is fed', () => fed(served) > 2);
    const turns = (): number => run.log().filter(({ msg }) => msg === 'the loop turns').length;
    run.child.stdin?.write('starve\n');
    const withheld = await hall.until('it is withheld', () =>
      run.log().find(({ msg }) => msg.startsWith('watchdog not fed')),
    );
    expect(withheld.why).toContainEqual(expect.stringMatching(/^the supervisor of \w+ stands still for 1\d s$/));
    const turnsOn = async (): Promise<void> => {
      const turned = turns();
      await hall.until('the loop turns', () => turns() > turned + 10);
    };
    // What was sent before it was withheld may be read after the line that says so.
    await turnsOn();
    const last = fed(served);
    await turnsOn();
    expect(fed(served)).toBe(last);
  });

  it('but is on a disk that is broken: a restart would not mend it', async (context) => {
    const served = await openServed(context);
    const { hall, before } = served;
    const run = await hall.ready(before);
    await settled(hall);
    const fault = await disturbSyncs(run.child.pid ?? 0, 'error=EIO', hall.bell);
    context.onTestFinished(() => fault.end());
    await kioskTellsOfDisk(hall, /^DISK/);
    const then = fed(served);
    await hall.until('it is fed all the same', () => fed(served) > then + 20);
    expect(run.log().some(({ msg }) => msg.startsWith('watchdog not fed'))).toBe(false);
  });
});

describe.skipIf(lacks('socat', 'mosquitto')).concurrent('the UPS', () => {
  it('whose battery is nearly empty stops the branch in order; it starts anew when the power stays', async (context) => {
    const { mosquitto, client } = await openUps(context);
    // From the power cut before: the monitor takes it back when it is up.
    await client.publishAsync('ups/status', 'OB LB', { qos: 1, retain: true });
    const { hall, systemd, before } = await openServed(context, { brokerUrl: mosquitto.url });
    edit(hall, ['logLevel: ', 'power: { ups: { topic: ups/status, low: "OB LB", downFor: 1s } }\nlogLevel: ']);
    const run = await hall.ready(before);
    await settled(hall);
    await hall.until('the old word is heard', () => run.log().find(({ msg }) => msg.includes('an old one')));
    await client.publishAsync('ups/status', 'OL CHRG', { qos: 1, retain: true });
    await peopleOf(hall).take(1, 'A001');
    await client.publishAsync('ups/status', 'OB DISCHRG LB', { qos: 1, retain: true });
    expect(await run.end).toEqual({ code: 4, signal: null });
    expect(run.log().map(({ msg }) => msg)).toEqual(
      expect.arrayContaining([
        'the battery of the UPS is nearly empty: stopping in order, before the power goes',
        'stopped',
      ]),
    );
    expect(systemd.count('STOPPING=1')).toBe(0);
    expect(systemd.heard.at(-1)).toMatch(
      /STATUS=stopped in order for the UPS \(MQTT ups\/status: OB DISCHRG LB\)|WATCHDOG=1/,
    );
    const again = await hall.ready(before);
    await settled(hall);
    await peopleOf(hall).take(1, 'A002');
    // The monitor still says so, but the power stayed: the branch must not go down for it again and again.
    await hall.until('the old word is told of', () =>
      again
        .log()
        .find(({ code, msg }) => code === 'branch/ups-word' && msg.includes('after the branch was down for it')),
    );
  });

  it('leaves nothing open while it is down, and a stop ends it at once', async (context) => {
    const { mosquitto, client } = await openUps(context);
    await client.publishAsync('ups/status', 'LB', { qos: 1, retain: true });
    const { hall, systemd, before } = await openServed(context, { brokerUrl: mosquitto.url });
    edit(hall, ['logLevel: ', 'power: { ups: { topic: ups/status, low: LB, downFor: 4h } }\nlogLevel: ']);
    const run = await hall.ready(before);
    await settled(hall);
    // Before it has heard the old word nobody knows whether it listens yet.
    await hall.until('the old word is heard', () => run.log().find(({ msg }) => msg.includes('an old one')));
    await client.publishAsync('ups/status', 'LB', { qos: 1 });
    await hall.until('the branch is down', () => systemd.count('STATUS=stopped in order for the UPS') === 1);
    const { code } = await hall.lobbyd('journal', 'verify', hall.journal);
    expect(code).toBe(0);
    expect(await run.stop()).toEqual({ code: 0, signal: null });
    // Who starts it by hand has the power, whatever the monitor says.
    const again = await hall.ready(before);
    await hall.until('the word that still stands is told of, and not obeyed', () =>
      again.log().find(({ msg }) => msg.includes('after the branch was down for it')),
    );
  });
});

describe.skipIf(lacks('socat')).concurrent('journald', () => {
  it('gets readable lines with their severity, when standard output is its own', async (context) => {
    const { hall } = await openServed(context);
    const stream = 'JOURNAL_STREAM=$(stat -L -c %d:%i /proc/$$/fd/1) exec "$@"';
    hall.start(['sh', '-c', stream, 'sh']);
    await hall.until('it is ready', () =>
      hall.run().out.some((line) => line.startsWith('<6>ready: customers may take numbers; branch=b1 ')),
    );
    await settled(hall);
    hall.act('printer1', 'paper out');
    await hall.until('the printer is named', () =>
      hall.run().out.some((line) => /^<4>printer1: condition raised; port=\S+ condition=paper-out/.test(line)),
    );
    expect(hall.run().out.filter((line) => !/^<[2-7]>/.test(line))).toEqual([]);
  });

  it('gets none of them when the variable is inherited but the output goes elsewhere', async (context) => {
    const { hall } = await openServed(context);
    await hall.ready(['env', 'JOURNAL_STREAM=1:1']);
    expect(hall.run().log().length).toBe(hall.run().out.length);
  });
});
